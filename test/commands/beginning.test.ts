import { describe, expect, it } from 'vitest';
import { beginning } from '../../src/commands/beginning.js';
import { Failure } from '../../src/failure.js';

const refused = new Failure('login-refused', 'refused');
const away = new Failure('unreachable', 'away');
const broken = new Failure('database', 'broken');

describe('the beginning of watch over two mailboxes', () => {
  it('ends where neither can be read without the operator', () => {
    const start = beginning(2);
    start.failed('a', refused);
    expect(() => start.failed('b', refused)).toThrow(refused);
  });

  it('goes on where one may yet be reached, or came so far meanwhile', () => {
    const start = beginning(2);
    start.failed('a', refused);
    start.failed('b', away);
    start.failed('a', away);
    expect(() => start.failed('b', refused)).not.toThrow();
  });

  it('goes on where one was read, whatever becomes of the other', () => {
    const start = beginning(2);
    start.worked();
    start.failed('a', refused);
    expect(() => start.failed('b', broken)).not.toThrow();
  });

  it('ends where the database can not be used', () => {
    expect(() => beginning(2).failed('a', broken)).toThrow(broken);
  });
});
