/** A report that came through a mailing list and straight from its sender too: who gets its receipt, and that it is one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Intake, type Outcome, takeIn } from '../../src/intake.js';
import type { Authentication, NoAnswerReason } from '../../src/message/message.js';
import type { Reading } from '../../src/reading/reading.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { setStatus } from '../../src/store/life-changes.js';
import { purgeReport } from '../../src/store/purge.js';
import { type ReportNumber, rowOf } from '../../src/store/reports.js';
import { type ReadingFields, readingOf } from '../readings.js';
import { clear } from '../store/clear.js';
import { receiptStatuses } from '../store/receipt-statuses.js';
import { intakeReading } from './intake-reading.js';

const HOUR = 3_600_000;
const ID = '<both@example.org>';
const BY_LIST = { messageId: ID, text: 'The export is wrong.', noAnswer: 'bulk' } as const;
const DIRECT = { messageId: ID, text: 'The export is wrong.' };

let folder: string;
let connection: Connection;
let intake: Intake;
let now: Date;
let next: Reading;
let uid: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'direct-copy-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  now = new Date('2026-11-24T09:00:00Z');
  uid = 0;
  intake = intakeReading(
    connection,
    async () => next,
    () => now,
  );
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

/** Takes a mail in; no two have the same bytes. */
async function take(
  fields: ReadingFields | Reading,
  mailbox = 'support@imap.example',
  header = '',
): Promise<Outcome> {
  next = 'kind' in fields ? fields : readingOf(fields);
  uid += 1;
  const place = { folder: { mailbox, folder: 'INBOX' }, position: { uidValidity: '1', uid } };
  const raw = Buffer.from(`${header}X-Mail: ${uid}\r\n\r\n`);
  return takeIn({ raw, isComplete: true, foundIn: 'inbox', receivedAt: now, place }, intake);
}

/** The same mail with what our own server found of its sender. */
function judged(fields: ReadingFields, authentication: Authentication): Reading {
  const reading = readingOf(fields);
  return { ...reading, message: { ...reading.message, authentication } };
}

/** The first report. */
const FIRST = 'TS-2026-0001' as ReportNumber;

const close = () =>
  setStatus(
    connection,
    rowOf(connection, FIRST),
    { from: 'received', to: 'rejected' },
    { who: 'grace', now },
  );

const receipts = () =>
  connection
    .prepare(
      `SELECT kind || ' ' || state || coalesce(' to ' || recipient, '') || coalesce(' ' || substr(subject, 1, 14), '')
       FROM receipts ORDER BY id`,
    )
    .pluck()
    .all();
const reasons = () => connection.prepare('SELECT reason FROM receipts ORDER BY id').pluck().all();

const ANSWERED = ['receipt queued to researcher@example.org [TS-2026-0001]'];

describe('the copy that comes straight from its sender', () => {
  it('earns the receipt that the list’s copy got none of, with the number and the dates of the report', async () => {
    await take(BY_LIST);
    expect(receipts()).toEqual(['receipt withheld']);
    now = new Date(now.getTime() + 48 * HOUR);
    expect(await take(DIRECT)).toEqual({ kind: 'known', number: 'TS-2026-0001' });
    expect(receipts()).toEqual(ANSWERED);
    expect(connection.prepare('SELECT text FROM receipts').pluck().get()).toMatch(/22 February 2027/);
    expect([...receiptStatuses(connection)]).toMatchObject([['TS-2026-0001', { state: 'queued' }]]);
  });

  it.each<[string, ReadingFields, ReadingFields]>([
    ['to which the list put its footer', { ...BY_LIST, text: 'The export is wrong.\n-- \nThe list' }, DIRECT],
    [
      'in the same ciphertext',
      { ...BY_LIST, encryption: 'decrypted', ciphertexts: ['c'] },
      { ...DIRECT, encryption: 'decrypted', ciphertexts: ['c'] },
    ],
    [
      'in a ciphertext of its own',
      { ...BY_LIST, encryption: 'decrypted', ciphertexts: ['c'] },
      { ...DIRECT, encryption: 'decrypted', ciphertexts: ['d'] },
    ],
    [
      'in a ciphertext that does not open',
      { ...BY_LIST, encryption: 'undecryptable', ciphertexts: ['c'] },
      { ...DIRECT, encryption: 'undecryptable', ciphertexts: ['c'] },
    ],
  ])('earns it where it came %s', async (_name, list, direct) => {
    await take(list);
    await take(direct);
    expect(receipts()).toEqual(ANSWERED);
  });

  it('earns it where the list has our address, and wrote that into From', async () => {
    const munged = { ...BY_LIST, from: 'support@example.test', replyTo: 'researcher@example.org' };
    await take(munged, 'support@imap.example', 'List-Id: <support.example.test>\r\n');
    await take(DIRECT);
    expect(receipts()).toEqual(ANSWERED);
  });

  it('earns it in another mailbox too, and through a second list', async () => {
    await take(BY_LIST);
    await take({ ...BY_LIST, text: 'The export is wrong. Another footer.' });
    await take(DIRECT, 'product@imap.example');
    expect(receipts().filter(receipt => String(receipt).startsWith('receipt'))).toEqual(ANSWERED);
  });

  it('earns it once, however often and in whatever order copies come', async () => {
    const orders = [
      [BY_LIST, DIRECT, DIRECT],
      [BY_LIST, DIRECT, BY_LIST, DIRECT],
      [DIRECT, BY_LIST, DIRECT],
      [DIRECT, BY_LIST, BY_LIST],
    ];
    for (const [at, order] of orders.entries()) {
      const messageId = `<order.${at}@example.org>`;
      for (const copy of order) await take({ ...copy, messageId, text: `words ${at}` }, `box${uid % 2}@x`);
    }
    expect(receipts()).toEqual(
      orders.map((_, at) => `receipt queued to researcher@example.org [TS-2026-000${at + 1}]`),
    );
  });

  it('waits for a person where its sender may be forged, and nothing goes beside it', async () => {
    await take(BY_LIST);
    await take(judged(DIRECT, { dmarc: 'fail', spf: null, dkim: null }));
    await take(DIRECT);
    expect(receipts()).toEqual(['receipt held to researcher@example.org [TS-2026-0001]']);
    expect(reasons()).toEqual(['its sender may be forged (DMARC failed)']);
  });

  it.each<NoAnswerReason>(['auto-submitted', 'response-suppressed', 'not-addressed-to-us'])(
    'earns none where it is %s, and nor does any after it',
    async noAnswer => {
      await take(BY_LIST);
      await take({ ...DIRECT, noAnswer });
      await take(DIRECT);
      expect(receipts()).toEqual(['receipt withheld']);
      expect(reasons()).toEqual(['came through a mailing list or in bulk']);
    },
  );

  it('counts for the rates as any receipt', async () => {
    intake = { ...intake, rules: { ...intake.rules, perSenderPerHour: 1 } };
    await take({});
    await take(BY_LIST);
    await take(DIRECT);
    expect(receipts()).toEqual([
      'receipt queued to researcher@example.org [TS-2026-0001]',
      'receipt held to researcher@example.org [TS-2026-0002]',
    ]);
  });
});

describe('the receipt of a list’s copy is earned by none', () => {
  it('that somebody else sends', async () => {
    await take(BY_LIST);
    await take({ ...DIRECT, from: 'mallory@example.net' });
    expect(receipts()).toEqual(['receipt withheld', 'receipt queued to mallory@example.net [TS-2026-0002]']);
  });

  it('that somebody else sends in a report of their own', async () => {
    await take({ from: 'mallory@example.net', messageId: '<mallory@example.net>' });
    await take(BY_LIST);
    await take({
      ...DIRECT,
      from: 'mallory@example.net',
      references: ['<mallory@example.net>'],
      text: 'More.',
    });
    expect(receipts()).toEqual([
      'receipt queued to mallory@example.net [TS-2026-0001]',
      'receipt withheld',
      'follow-up queued to mallory@example.net [TS-2026-0001]',
    ]);
  });

  it('that somebody else sends with its ciphertext, or that contradicts itself inside', async () => {
    const sealed = { encryption: 'decrypted', ciphertexts: ['c'] } as const;
    await take({ ...BY_LIST, ...sealed });
    await take({ ...DIRECT, ...sealed, from: 'mallory@example.net' });
    await take({ ...DIRECT, encryption: 'decrypted', ciphertexts: ['d'], differences: ['from'] });
    expect(receipts()).toEqual(['receipt withheld', 'receipt withheld']);
    await take({ ...DIRECT, ...sealed });
    expect(receipts().at(-1)).toBe(ANSWERED[0]);
  });

  it('where that copy was a suspected replay itself', async () => {
    await take({
      messageId: '<ada@example.org>',
      from: 'ada@example.org',
      ciphertexts: ['c'],
      encryption: 'decrypted',
    });
    await take({ ...BY_LIST, ciphertexts: ['c'], encryption: 'decrypted' });
    await take({ ...DIRECT, text: 'Hello.' });
    expect(receipts().filter(receipt => String(receipt).includes('researcher'))).toEqual([]);
  });

  it('under another Message-ID, where it says the same', async () => {
    await take(BY_LIST);
    await take({ ...DIRECT, messageId: '<other@example.org>' });
    expect(receipts()).toEqual(['receipt withheld']);
  });

  it('where a person has answered the report or closed it', async () => {
    await take(BY_LIST);
    close();
    await take(DIRECT);
    expect(receipts()).toEqual(['receipt withheld']);
  });
});

describe('whoever guesses what is inside a captured ciphertext', () => {
  const captured = { encryption: 'decrypted', ciphertexts: ['captured'], text: 'secret' } as const;

  /** What they see: the numbers and dates of what comes back. */
  const seen = () =>
    connection.prepare("SELECT subject, text FROM receipts WHERE state = 'queued' ORDER BY id").all();

  async function attack(text: string, encryption: 'cleartext' | 'decrypted'): Promise<unknown[]> {
    const way = (ciphertext: string): ReadingFields =>
      encryption === 'cleartext' ? {} : { encryption, ciphertexts: [ciphertext] };
    await take({ messageId: '<captured@example.org>', ...captured });
    await take({ ...BY_LIST, text, ...way('one') });
    now = new Date(now.getTime() + 30 * HOUR);
    await take({ from: 'other@example.net' });
    await take({ ...DIRECT, text, ...way('two') });
    return seen();
  }

  it.each(['cleartext', 'decrypted'] as const)(
    'learns nothing by a list and a copy: %s',
    async encryption => {
      const right = await attack('secret', encryption);
      connection.close();
      rmSync(folder, { recursive: true });
      folder = mkdtempSync(join(tmpdir(), 'direct-copy-'));
      connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
      now = new Date('2026-11-24T09:00:00Z');
      intake = intakeReading(
        connection,
        async () => next,
        () => now,
      );
      const wrong = await attack('something else', encryption);
      expect(right).toEqual(wrong);
      expect(right).toHaveLength(3);
    },
  );
});

it('a purged report keeps nothing of what was awaited, and its copies stay unanswered', async () => {
  await take(BY_LIST);
  expect(connection.prepare('SELECT count(*) FROM awaited_copies').pluck().get()).toBe(1);
  close();
  const report = { id: rowOf(connection, FIRST), number: FIRST };
  expect(purgeReport(connection, report, new Date(now.getTime() + HOUR), { who: 'grace', now })).toBe(true);
  expect(connection.prepare('SELECT count(*) FROM awaited_copies').pluck().get()).toBe(0);
  await take(DIRECT);
  expect(receipts()).toEqual(['receipt withheld']);
});
