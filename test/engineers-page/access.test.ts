/** Who is let in to the engineers' page, and by which name they are in the log. */
import { describe, expect, it } from 'vitest';
import { type Access, whoAsks } from '../../src/engineers-page/access.js';

const TOKEN = 'a'.repeat(43);
const basic = (name: string, secret: string) =>
  `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
const asks = (access: Access, authorization?: string, user?: string) =>
  whoAsks(access, { authorization, user });

describe('with a token', () => {
  const access = { token: TOKEN, userHeader: null };

  it.each([
    ['a browser that was told it', basic('Ada', TOKEN), 'Ada'],
    ['one that gives no name', basic('', TOKEN), 'token'],
    ['a program', `Bearer ${TOKEN}`, 'token'],
    ['a name that would begin a line of the log', basic('Ada\n\u2028{}', TOKEN), 'Ada{}'],
  ])('%s is let in', (_, authorization, who) => {
    expect(asks(access, authorization)).toBe(who);
  });

  it.each([
    ['nothing', undefined],
    ['another', basic('Ada', `${TOKEN}a`)],
    ['a part of it', `Bearer ${TOKEN.slice(1)}`],
    ['nothing behind the scheme', 'Bearer '],
    ['the token as the name', basic(TOKEN, '')],
    ['another scheme', `Digest ${TOKEN}`],
    ['no colon', `Basic ${Buffer.from(TOKEN).toString('base64')}`],
  ])('who gives %s is not', (_, authorization) => {
    expect(asks(access, authorization)).toBeNull();
  });

  it('a header field that nobody configured names nobody', () => {
    expect(asks(access, undefined, 'Ada')).toBeNull();
  });
});

describe('with a header field of the proxy', () => {
  it('whom it names is let in, and nobody else', () => {
    const access = { token: null, userHeader: 'x-remote-user' };
    expect([asks(access, undefined, 'Ada'), asks(access), asks(access, undefined, '  ')]).toEqual([
      'Ada',
      null,
      null,
    ]);
  });

  it('and a token, both are needed', () => {
    const access = { token: TOKEN, userHeader: 'x-remote-user' };
    expect(asks(access, `Bearer ${TOKEN}`, 'Ada')).toBe('Ada');
    expect([asks(access, undefined, 'Ada'), asks(access, `Bearer ${TOKEN}`)]).toEqual([null, null]);
  });
});
