/** The list of messages that the server does not give. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { breakingUids, forgetBreaks, noteBreak, passOverBreaking } from '../../src/store/breaking.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import {
  askForUnread,
  countUnread,
  dropOfOtherValidity,
  dueUnread,
  forgetUnread,
  isDue,
  listUnread,
  noteTry,
  passOver,
  pauseAfter,
  type UnreadMessage,
} from '../../src/store/unread.js';
import { clear } from './clear.js';

const KEY = { mailbox: 'support@imap.example:993', folder: 'INBOX' };
const NOW = new Date('2026-11-24T12:00:00Z');
const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const position = (uid: number, uidValidity = '7') => ({ uidValidity, uid });

let folder: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unread-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

const uids = (messages: readonly UnreadMessage[]) => messages.map(({ uid }) => uid);

it('pauses not at all at first, then longer with each attempt, and never more than an hour', () => {
  expect([1, 9, 10, 11, 12, 16, 17, 1000].map(pauseAfter)).toEqual([
    0,
    0,
    ...[1, 2, 4, 60, 60, 60].map(minutes => minutes * 60_000),
  ]);
});

it.each([
  ['tried long ago', { lastTried: at(-60) }, true],
  ['tried a moment ago', { lastTried: at(-1) }, false],
  ['asked for by a person', { lastTried: at(-1), isAskedFor: true }, true],
  ['tried in a future that a clock once showed', { lastTried: at(1_000_000) }, true],
])('a message %s is due or not', (_name, fields, due) => {
  passOver(connection, KEY, position(3), 'no', NOW);
  const [message] = listUnread(connection);
  if (!message) throw new Error('not listed');
  expect(isDue({ ...message, attempts: 20, ...fields }, NOW)).toBe(due);
});

it('tries first what a person asked for, then what waited longest', () => {
  for (const uid of [3, 4, 5]) passOver(connection, KEY, position(uid), 'no', at(-uid));
  noteTry(connection, KEY, 5, NOW);
  expect(uids(dueUnread(connection, KEY, NOW))).toEqual([4, 3, 5]);
  for (let attempt = 0; attempt < 12; attempt += 1) noteTry(connection, KEY, 4, NOW);
  expect(uids(dueUnread(connection, KEY, NOW))).toEqual([3, 5]);
  expect(askForUnread(connection)).toBe(3);
  expect(uids(dueUnread(connection, KEY, NOW))).toEqual([3, 4, 5]);
  // Asked for once is tried once.
  noteTry(connection, KEY, 4, NOW);
  expect(uids(dueUnread(connection, KEY, NOW))).toEqual([3, 5]);
});

it('sets a message apart after it broke the connection three times, and not before', () => {
  expect([1, 2].map(() => noteBreak(connection, KEY, position(9), 'broke', NOW))).toEqual([1, 2]);
  expect([...breakingUids(connection, KEY)]).toEqual([]);
  noteBreak(connection, KEY, position(9), 'broke', NOW);
  expect([...breakingUids(connection, KEY)]).toEqual([9]);
  expect(listUnread(connection)).toEqual([]);
  passOverBreaking(connection, KEY, 9);
  expect(listUnread(connection)).toMatchObject([{ uid: 9, attempts: 3, lastWords: 'broke' }]);
  expect([...breakingUids(connection, KEY)]).toEqual([]);
});

it('keeps a message on the list that breaks the connection when it is tried again', () => {
  passOver(connection, KEY, position(9), 'no', NOW);
  expect(noteBreak(connection, KEY, position(9), 'broke', NOW)).toBeNull();
  forgetBreaks(connection, KEY, 100);
  expect(uids(listUnread(connection))).toEqual([9]);
});

it('forgets what was read, the breaks of what is behind the position, and what UIDs no longer mean', () => {
  for (const uid of [3, 4]) passOver(connection, KEY, position(uid), 'no', NOW);
  noteBreak(connection, KEY, position(5), 'broke', NOW);
  noteBreak(connection, KEY, position(6), 'broke', NOW);
  forgetUnread(connection, KEY, 3);
  forgetBreaks(connection, KEY, 5);
  expect(countUnread(connection, KEY.mailbox)).toBe(1);
  expect(noteBreak(connection, KEY, position(5), 'broke', NOW)).toBe(1);
  expect(noteBreak(connection, KEY, position(6), 'broke', NOW)).toBe(2);
  expect(dropOfOtherValidity(connection, { ...KEY, folder: 'Junk' }, '8')).toBe(0);
  expect(dropOfOtherValidity(connection, KEY, '7')).toBe(0);
  expect(dropOfOtherValidity(connection, KEY, '8')).toBe(3);
  expect(listUnread(connection)).toEqual([]);
});
