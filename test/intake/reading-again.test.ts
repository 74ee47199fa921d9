/** What reading a mail again changes of its report, and what it leaves: on a real database, with readings given. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAgain } from '../../src/intake/reading-again.js';
import { type Intake, takeIn } from '../../src/intake.js';
import type { Reading } from '../../src/reading/reading.js';
import type { Report } from '../../src/report/schema.js';
import { acknowledge } from '../../src/store/acknowledging.js';
import { attachmentsOf } from '../../src/store/attachments.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { setStatus } from '../../src/store/life-changes.js';
import { findByRaw } from '../../src/store/messages.js';
import { findReport, type ReportNumber } from '../../src/store/reports.js';
import { unopenedMails } from '../../src/store/unopened-mails.js';
import { type ReadingFields, readingOf } from '../readings.js';
import { clear } from '../store/clear.js';
import { expectDerived } from '../store/derived.js';
import { intakeReading } from './intake-reading.js';

const START = new Date('2026-11-24T09:00:00Z');
const DAY = 86_400_000;
const FIRST = 'TS-2026-0001' as ReportNumber;
/** Not even its header could be read. */
const LOST: Reading = { kind: 'unreadable', trigger: 'unjudged', reason: 'reader-crashed', header: null };

let folder: string;
let connection: Connection;
let intake: Intake;
let now: Date;
let next: () => Promise<Reading>;
let count: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rereading-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  now = START;
  count = 0;
  intake = intakeReading(
    connection,
    () => next(),
    () => now,
  );
});

afterEach(() => {
  expectDerived(connection);
  connection.close();
  rmSync(folder, { recursive: true });
});

async function take(reading: ReadingFields | Reading, foundIn: 'inbox' | 'form' = 'inbox'): Promise<void> {
  const given = 'kind' in reading ? reading : readingOf(reading);
  next = async () => given;
  count += 1;
  const arrival = { isComplete: true, foundIn, receivedAt: now, place: null };
  await takeIn({ ...arrival, raw: Buffer.from(`Subject: x\r\n\r\nmail ${count}`) }, intake);
}

async function retry(reading: ReadingFields | Reading, at = 0) {
  const mail = unopenedMails(connection)[at];
  if (!mail) throw new Error('nothing is closed');
  const given = 'kind' in reading ? reading : readingOf(reading);
  next = async () => given;
  return readAgain(mail, null, intake);
}

function content(): Report {
  const stored = findReport(connection, FIRST);
  if (stored === null) throw new Error('no report');
  return stored.content;
}

const receipts = () =>
  connection.prepare('SELECT kind, state, recipient, reason FROM receipts ORDER BY id').all();
const files = () => attachmentsOf(connection, FIRST).map(({ bytes }) => Buffer.from(bytes).toString());
const CLOSED: ReadingFields = {
  from: 'ada@quill.example',
  messageId: '<first@quill.example>',
  encryption: 'undecryptable',
  ciphertexts: ['c'],
};
const OPEN: ReadingFields = { ...CLOSED, encryption: 'decrypted', text: 'what was inside' };
const REPLY = { from: 'ada@quill.example', references: ['<first@quill.example>'] };

it('a report of whose sender nothing was known is answered once its header is read, and only then', async () => {
  await take(LOST);
  expect(receipts()).toMatchObject([{ state: 'withheld', reason: 'its header could not be read' }]);
  const [deadlines] = connection.prepare('SELECT acknowledge_by, disclose_by FROM reports').all();
  now = new Date(START.getTime() + DAY);
  expect(await retry(readingOf(CLOSED))).toMatchObject({
    kind: 'opened',
    state: 'undecryptable',
    isAnswered: true,
  });
  const answered = [{ kind: 'receipt', state: 'queued', recipient: 'ada@quill.example' }];
  expect(receipts()).toMatchObject(answered);
  // Not again, when it opens wholly.
  expect(await retry(OPEN)).toMatchObject({ kind: 'opened', state: 'received', isAnswered: false });
  expect(receipts()).toHaveLength(1);
  expect(receipts()).toMatchObject(answered);
  expect(connection.prepare('SELECT acknowledge_by, disclose_by FROM reports').all()).toEqual([deadlines]);
  expect(content().receivedAt).toBe(START.toISOString());
});

it.each([
  ['a mail', 'inbox', ['ada@quill.example']],
  ['the form, where anybody types any address', 'form', []],
] as const)('a key is learned of what came by %s', async (_way, foundIn, learned) => {
  await take(CLOSED, foundIn);
  const opened = readingOf({ ...OPEN, signer: 'F' });
  const senderKeys = [
    { fingerprint: 'F', addresses: ['ada@quill.example'], armored: 'a key', isFirst: true },
  ];
  const signature = { ...opened.message.signature, userIdMatchesFrom: true };
  await retry({ ...opened, message: { ...opened.message, senderKeys, signature } } as unknown as Reading);
  expect(connection.prepare('SELECT address FROM sender_keys').pluck().all()).toEqual(learned);
  expect(content()).toMatchObject({ state: 'received', foundIn });
});

it.each<[string, () => void]>([
  ['answered', () => acknowledge(connection, 1, now, 'grace', 'said', now)],
  [
    'closed',
    () => setStatus(connection, 1, { from: 'received', to: 'rejected', reason: 'r' }, { who: 'grace', now }),
  ],
])(
  'a report that a person has %s meanwhile gets no receipt when it opens, and stays so',
  async (_name, act) => {
    await take(LOST);
    act();
    const before = findReport(connection, FIRST)?.life;
    expect(await retry(OPEN)).toMatchObject({ kind: 'opened', state: 'received', isAnswered: false });
    expect(receipts()).toMatchObject([{ state: 'withheld' }]);
    expect(findReport(connection, FIRST)?.life).toEqual(before);
  },
);

it.each<[string, ReadingFields]>([
  ['comes from a machine', { ...OPEN, noAnswer: 'auto-submitted' }],
  ['contradicts its outer header', { ...OPEN, differences: ['from'] }],
])('a mail that turns out to be one that %s is not answered', async (_name, reading) => {
  await take(LOST);
  expect(await retry(reading)).toMatchObject({ kind: 'opened', isAnswered: false });
  expect(receipts()).toMatchObject([{ state: 'withheld' }]);
});

it('a receipt that was withheld for another reason, or went, stays as it is', async () => {
  await take({ ...CLOSED, noAnswer: 'not-addressed-to-us' });
  const before = receipts();
  expect(await retry(OPEN)).toMatchObject({ kind: 'opened', isAnswered: false });
  expect(receipts()).toEqual(before);
});

it('a report whose author was answered under another number gets no receipt more', async () => {
  await take(LOST);
  connection.exec(`INSERT INTO receipts (report_id, kind, state, created_at, recipient, message_id, sent_at)
    SELECT id, 'receipt', 'sent', 'x', 'ada@quill.example', '<r@example.test>', 'x' FROM reports`);
  expect(await retry(OPEN)).toMatchObject({ kind: 'opened', isAnswered: false });
  expect(receipts()).toMatchObject([{ state: 'withheld' }, { state: 'sent' }]);
});

it('a mail whose inside contradicts its outside is a suspected replay from then on', async () => {
  await take(CLOSED);
  await retry({ ...OPEN, differences: ['message-id'] });
  expect(content()).toMatchObject({ state: 'received', replaySuspected: true });
});

it('a mail that opens is no replay of itself', async () => {
  await take(CLOSED);
  await retry(OPEN);
  expect(content()).toMatchObject({ state: 'received', replaySuspected: false });
});

it('nothing changes where the mail stays closed', async () => {
  await take(CLOSED);
  const before = connection.serialize();
  expect(await retry(CLOSED)).toEqual({
    kind: 'still-closed',
    reason: 'encrypted to a key that is not configured',
  });
  expect(connection.serialize().equals(before)).toBe(true);
});

it('files of follow-ups stay, those of the mail itself take the place of what it had', async () => {
  await take({ ...CLOSED, files: [{ filename: 'closed.pgp', content: 'ciphertext' }] });
  await take({ ...REPLY, files: [{ filename: 'log.txt', content: 'log' }] });
  await retry({
    ...OPEN,
    files: [
      { filename: 'a.txt', content: 'a' },
      { filename: 'b.txt', content: 'b' },
    ],
  });
  expect(files()).toEqual(['log', 'a', 'b']);
  expect(content().attachments.map(({ filename }) => filename)).toEqual(['log.txt', 'a.txt', 'b.txt']);
});

it('a follow-up that came while the mail was read is kept', async () => {
  await take(CLOSED);
  const [mail] = unopenedMails(connection);
  if (!mail) throw new Error('nothing is closed');
  const opened = readingOf({ ...OPEN, report: { environment: 'inside', impact: 'inside' } });
  const slowly = async () => {
    await take({ ...REPLY, report: { environment: 'later' } });
    return opened;
  };
  next = slowly;
  expect(await readAgain(mail, null, intake)).toMatchObject({ kind: 'opened' });
  expect(content()).toMatchObject({
    environment: 'later',
    impact: 'inside',
    followUps: [{ filled: expect.arrayContaining(['environment']) }],
  });
});

it('a mail that another command opened meanwhile is left as that made it', async () => {
  await take(CLOSED);
  const [mail] = unopenedMails(connection);
  if (!mail) throw new Error('nothing is closed');
  await retry(OPEN);
  next = async () => readingOf({ ...OPEN, report: { impact: 'twice' } });
  expect(await readAgain(mail, null, intake)).toEqual({ kind: 'gone' });
  expect(content().impact).toBeNull();
});

it('a report that a follow-up opened stays worked on when its own mail opens, with what the follow-up filled', async () => {
  await take(CLOSED);
  const where = { description: { rule: 'a heading', mail: 0, spans: [] } };
  await take({ ...REPLY, report: { description: 'told later', missing: [], where } });
  expect(content().stateReason).toMatch(/^read from a follow-up/);
  await retry({
    ...OPEN,
    report: { description: 'told first', impact: 'inside', missing: ['description', 'steps'] },
  });
  expect(content()).toMatchObject({
    state: 'received',
    stateReason: null,
    impact: 'inside',
    missing: ['steps'],
  });
  expect(content().description).toBe('told later');
});

it('bytes from the mailbox that are on record already as another mail change nothing', async () => {
  await take({ kind: 'unreadable', trigger: 'subject', reason: 'larger-than-configured', header: null });
  connection.exec('UPDATE messages SET complete = 0');
  await take({ from: 'other@example.org' });
  const [mail] = unopenedMails(connection);
  if (!mail) throw new Error('nothing is closed');
  next = async () => readingOf(OPEN);
  const whole = Buffer.from(`Subject: x\r\n\r\nmail ${count}`);
  const before = connection.serialize();
  expect(await readAgain(mail, whole, intake)).toMatchObject({
    kind: 'still-closed',
    reason: expect.stringContaining('TS-2026-0002'),
  });
  expect(connection.serialize().equals(before)).toBe(true);
  // Others take the header's place, and the mail is known by both.
  const bytes = Buffer.from('Subject: x\r\n\r\nmail 1, whole');
  expect(await readAgain(mail, bytes, intake)).toMatchObject({ kind: 'opened' });
  expect([
    findByRaw(connection, { raw: bytes }),
    findByRaw(connection, { raw: Buffer.from('Subject: x\r\n\r\nmail 1') }),
  ]).toEqual([FIRST, FIRST]);
});
