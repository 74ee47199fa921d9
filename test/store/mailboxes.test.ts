/** Which mailbox on record a configured one is, where names, places or both change. */
import { expect, it } from 'vitest';
import { type KnownMailbox, matchMailboxes } from '../../src/store/mailboxes.js';

const A: KnownMailbox = { id: 1, name: 'a', account: 'a@h:993', folder: 'INBOX' };
const B: KnownMailbox = { id: 2, name: 'b', account: 'b@h:993', folder: 'INBOX' };
const { id: _a, ...a } = A;
const { id: _b, ...b } = B;

it.each([
  ['the same', [a, b], [1, 2]],
  ['in another order', [b, a], [2, 1]],
  ['a new name', [{ ...a, name: 'new' }, b], [1, 2]],
  ['another account under the name', [{ ...a, account: 'a@other:993' }, b], [1, 2]],
  ['another folder under the name', [{ ...a, folder: 'Alerts' }, b], [1, 2]],
  [
    'names exchanged: the place counts',
    [
      { ...a, name: 'b' },
      { ...b, name: 'a' },
    ],
    [1, 2],
  ],
  [
    'another name and another place: it is new',
    [{ name: 'c', account: 'c@h:993', folder: 'INBOX' }, b],
    [null, 2],
  ],
  ['one gone, and its name given to the other: the place counts', [{ ...b, name: 'a' }], [2]],
  ['a further folder of an account', [a, { ...a, name: 'c', folder: 'Alerts' }], [1, null]],
])('%s', (_name, configured, expected) => {
  expect(matchMailboxes([A, B], configured).map(found => found?.id ?? null)).toEqual(expected);
});
