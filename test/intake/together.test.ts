/** Mails that are taken in in one transaction, and what becomes of them where that fails. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginReading } from '../../src/intake/begun-reading.js';
import { type Incoming, type Intake, type Outcome, takeInTogether } from '../../src/intake.js';
import type { Reading } from '../../src/reading/reading.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { readPosition } from '../../src/store/positions.js';
import { type ReadingFields, readingOf } from '../readings.js';
import { clear } from '../store/clear.js';
import { commitsOf } from '../store/commits.js';
import { intakeReading } from './intake-reading.js';

const { SqliteError } = Database;

const NOW = new Date('2026-11-24T09:00:00Z');
const KEY = { mailbox: 'support@imap.example', folder: 'INBOX' };

let folder: string;
let file: string;
let connection: Connection;
let intake: Intake;
let readings: Reading[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'together-'));
  file = join(folder, 'inbox.sqlite');
  connection = openDatabase(clear(file));
  readings = [];
  intake = intakeReading(
    connection,
    async () => readings.shift() ?? readingOf(),
    () => NOW,
  );
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

/** Mails as a folder gives them, each being read. */
function incoming(...given: readonly (ReadingFields | Reading)[]): Incoming[] {
  readings = given.map(fields => ('kind' in fields ? fields : readingOf(fields)));
  return given.map((_fields, index) => {
    const place = { folder: KEY, position: { uidValidity: '1', uid: index + 1 } };
    const raw = Buffer.from(`mail ${index}`);
    const arrival = { raw, isComplete: true, foundIn: 'inbox', receivedAt: NOW, place } as const;
    return { arrival, begun: beginReading(arrival, intake.reader) };
  });
}

/** Takes them in; what was told of each, and how many were on record when it was. */
async function take(mails: readonly Incoming[]): Promise<{ kind: Outcome['kind']; onRecord: number }[]> {
  const told: { kind: Outcome['kind']; onRecord: number }[] = [];
  await takeInTogether(mails, intake, (mail, { kind }) => {
    expect(mail).toBe(mails[told.length]);
    told.push({ kind, onRecord: count('messages') });
  });
  return told;
}

const count = (table: string) => connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
const uid = () => readPosition(connection, KEY)?.uid ?? 0;

it('mails are recorded and answered in one commit, in their order, and told of when they are on record', async () => {
  const mails = incoming(
    { messageId: '<first@example.org>' },
    { from: 'ada@example.net', trigger: null },
    { trigger: null, references: ['<first@example.org>'] },
    { from: 'ada@example.net' },
  );
  const before = commitsOf(file);
  const told = await take(mails);
  expect(commitsOf(file) - before).toBe(1);
  expect(told.map(({ kind }) => kind)).toEqual(['recorded', 'left-alone', 'follow-up', 'recorded']);
  expect(told.every(({ onRecord }) => onRecord === 3)).toBe(true);
  expect([count('receipts'), uid()]).toEqual([3, 4]);
});

it('one that can not be recorded is kept by its header, and the others whole', async () => {
  const unfit = readingOf({ protectedSubject: 'words' });
  const date = new Date(4e14);
  const broken = {
    ...unfit,
    message: { ...unfit.message, protectedHeader: { ...unfit.message.protectedHeader, date } },
  } as Reading;
  const readHeader = async (): Promise<Reading> => ({
    kind: 'unreadable',
    trigger: 'subject',
    reason: 'not-recordable',
    header: unfit.message,
  });
  intake = { ...intake, reader: { ...intake.reader, readHeader } };
  const told = await take(incoming({}, broken, {}));
  expect(told.map(({ kind }) => kind)).toEqual(['recorded', 'recorded', 'recorded']);
  const states = connection.prepare('SELECT state FROM reports ORDER BY id').pluck().all();
  expect(states).toEqual(['received', 'quarantined', 'received']);
  expect([count('receipts'), uid()]).toEqual([3, 3]);
});

it('those before one that the disk has no room for are on record, and it and those behind it are ahead of the position', async () => {
  const pages = connection.pragma('page_count', { simple: true }) as number;
  connection.pragma(`max_page_count = ${pages + 60}`);
  const told: string[] = [];
  await expect(
    takeInTogether(incoming({}, { text: 'too much '.repeat(100_000) }, {}), intake, (_mail, { kind }) => {
      told.push(kind);
    }),
  ).rejects.toThrow(SqliteError);
  expect(told).toEqual(['recorded']);
  expect([count('reports'), count('receipts'), uid()]).toEqual([1, 1, 1]);
});

it('a key that one of them teaches is learned before the next is recorded, which is read again for it', async () => {
  const armored = 'a certificate';
  const teaching = readingOf({ from: 'ada@example.net', signer: 'F' });
  const senderKeys = [{ fingerprint: 'F', addresses: ['ada@example.net'], armored, isFirst: true }];
  const signature = { ...teaching.message.signature, userIdMatchesFrom: true };
  const first = {
    ...teaching,
    message: { ...teaching.message, senderKeys, signature },
  } as unknown as Reading;
  const learned: string[] = [];
  const reader = { ...intake.reader, learned, learn: (address: string) => void learned.push(address) };
  intake = { ...intake, reader };
  const mails = incoming(first, { from: 'ada@example.net', text: 'as read without the key' });
  readings.push(readingOf({ from: 'ada@example.net', text: 'as read with the key' }));
  const before = commitsOf(file);
  await take(mails);
  expect(learned).toEqual(['ada@example.net']);
  expect(connection.prepare('SELECT text FROM words ORDER BY message_id').pluck().all()[1]).toBe(
    'as read with the key',
  );
  expect(commitsOf(file) - before).toBe(2);
});
