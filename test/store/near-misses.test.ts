/** What is noted of mails that look like reports, and for how long. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Connection, openDatabase } from '../../src/store/database.js';
import {
  askedNearMisses,
  askForNearMiss,
  dismissNearMiss,
  loseNearMiss,
  noteNearMissTry,
  settleNearMiss,
} from '../../src/store/near-miss-decisions.js';
import {
  findNearMiss,
  forgetOldNearMisses,
  noteNearMiss,
  openNearMisses,
  waitingNearMisses,
} from '../../src/store/near-misses.js';
import { clear } from './clear.js';

const KEY = { mailbox: 'u@imap.example:993', folder: 'INBOX' };
const NOW = new Date('2026-11-24T12:00:00Z');
const DAY = 24 * 3_600_000;

let folder: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'near-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});
afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

const note = (
  uid: number,
  { uidValidity = '1', subject = `s${uid}`, receivedAt = NOW as Date | null, now = NOW } = {},
) => noteNearMiss(connection, KEY, { uidValidity, uid }, { from: 'a@b.example', subject, receivedAt }, now);

it('each is noted once', () => {
  expect([note(1), note(1), note(2, { receivedAt: null })]).toEqual([true, false, true]);
  expect(waitingNearMisses(connection)).toMatchObject([
    { id: 1, folder: 'INBOX', from: 'a@b.example', subject: 's1', receivedAt: NOW, state: 'open' },
    { id: 2, receivedAt: null },
  ]);
});

it('one is known again under another UIDVALIDITY, with what was decided', () => {
  note(1);
  note(2, { receivedAt: null });
  dismissNearMiss(connection, 1, 'grace', NOW);
  askForNearMiss(connection, 2, 'grace', NOW);
  expect(note(7, { uidValidity: '2', subject: 's1' })).toBe(false);
  expect(note(8, { uidValidity: '2', subject: 's2', receivedAt: null })).toBe(false);
  expect(note(9, { uidValidity: '2', subject: 's1' })).toBe(true);
  expect(findNearMiss(connection, 1)?.state).toBe('dismissed');
  expect(askedNearMisses(connection, KEY)).toEqual([{ id: 2, uidValidity: '2', uid: 8 }]);
});

it('of the same words in the same folder, two are two', () => {
  expect([note(1, { subject: 'x' }), note(2, { subject: 'x' })]).toEqual([true, true]);
});

it('the digest shows every one, the newest first, however long ago it was noted, until somebody decides on it', () => {
  note(1, { now: new Date(NOW.getTime() - DAY - 1) });
  for (const uid of [2, 3, 4]) note(uid);
  dismissNearMiss(connection, 3, 'grace', NOW);
  askForNearMiss(connection, 4, 'grace', NOW);
  expect(openNearMisses(connection).map(({ id }) => id)).toEqual([2, 1]);
});

it('all that wait for a person are dismissed at once, not what is on its way or taken in', () => {
  for (const uid of [1, 2, 3, 4]) note(uid);
  askForNearMiss(connection, 2, 'grace', NOW);
  askForNearMiss(connection, 3, 'grace', NOW);
  settleNearMiss(connection, { folder: KEY, position: { uidValidity: '1', uid: 3 } }, 'TS-2026-0001');
  expect(dismissNearMiss(connection, null, 'grace', NOW)).toBe(2);
  expect([1, 2, 3, 4].map(id => findNearMiss(connection, id)?.state)).toEqual([
    'dismissed',
    'asked',
    'taken',
    'dismissed',
  ]);
  expect(dismissNearMiss(connection, 3, 'grace', NOW)).toBe(0);
  expect(dismissNearMiss(connection, 2, 'grace', NOW)).toBe(1);
});

it('what was taken in keeps nothing but its number, and is not taken twice', () => {
  note(1);
  expect([askForNearMiss(connection, 1, 'g', NOW), askForNearMiss(connection, 1, 'g', NOW)]).toEqual([
    true,
    false,
  ]);
  settleNearMiss(connection, { folder: KEY, position: { uidValidity: '1', uid: 1 } }, 'TS-2026-0001');
  expect(findNearMiss(connection, 1)).toMatchObject({
    state: 'taken',
    from: null,
    subject: '',
    report: 'TS-2026-0001',
  });
  expect(askForNearMiss(connection, 1, 'g', NOW)).toBe(false);
  expect(askedNearMisses(connection, KEY)).toEqual([]);
});

it('one that is not given is tried five times, and anew where a person asks again', () => {
  note(1);
  askForNearMiss(connection, 1, 'g', NOW);
  expect(Array.from({ length: 6 }, () => noteNearMissTry(connection, 1))).toEqual([
    ...Array(5).fill(true),
    false,
  ]);
  loseNearMiss(connection, 1, 'gone');
  expect(waitingNearMisses(connection)).toMatchObject([{ state: 'lost', answer: 'gone' }]);
  expect(askForNearMiss(connection, 1, 'g', NOW)).toBe(true);
  expect(noteNearMissTry(connection, 1)).toBe(true);
  expect(findNearMiss(connection, 1)?.answer).toBeNull();
});

it('after ninety days each is forgotten', () => {
  note(1, { now: new Date(NOW.getTime() - 90 * DAY - 1) });
  note(2, { now: new Date(NOW.getTime() - 90 * DAY) });
  forgetOldNearMisses(connection, NOW);
  expect(waitingNearMisses(connection).map(({ id }) => id)).toEqual([2]);
});
