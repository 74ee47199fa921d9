/** A database written by version 0.1.0, opened by this one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptFiles } from '../../src/store/attachments.js';
import { markBounced } from '../../src/store/bounces.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { queuedReceipts } from '../../src/store/delivery.js';
import { findByRaw, hashOf } from '../../src/store/messages.js';
import { first } from '../../src/store/migrations/0001-first.js';
import { threads } from '../../src/store/migrations/0002-threads.js';
import { words } from '../../src/store/migrations/0003-words.js';
import { attachedWords } from '../../src/store/migrations/0004-attached-words.js';
import { sentMails } from '../../src/store/migrations/0005-sent-mails.js';
import { restores } from '../../src/store/migrations/0006-restores.js';
import { readPosition } from '../../src/store/positions.js';
import type { ReportNumber } from '../../src/store/reports.js';
import { findReport } from '../../src/store/reports.js';
import { SCHEMA_VERSION } from '../../src/store/schema-version.js';
import { listSummaries } from '../../src/store/summaries.js';
import { openThreads } from '../../src/store/threads.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { receiptStatuses } from './receipt-statuses.js';

let folder: string;
let connection: Connection;

/** As 0.1.0 wrote a report: without the fields that came later. */
function oldContent(number: string): string {
  const { id, schema, state, stateReason, receivedAt, trigger, encryption, ...rest } = sampleReport({
    id: number,
  });
  const { furtherIds, foundIn, signature, protectedHeader, differences, replaySuspected, ...older } = rest;
  const { authentication, notes, related, followUps, ...extracted } = older;
  return JSON.stringify({ id, schema, state, stateReason, receivedAt, trigger, encryption, ...extracted });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migration-'));
  const file = join(folder, 'inbox.sqlite');
  const old = new Database(file);
  old.exec(first);
  old.pragma(`application_id = ${0x53656349}`);
  old.pragma('user_version = 1');
  old.prepare("INSERT INTO positions VALUES ('support@imap.example:993', 'INBOX', '7', 42)").run();
  old.prepare('INSERT INTO report_numbers VALUES (2026, 4)').run();
  for (const id of [1, 2, 3, 4]) {
    const number = `TS-2026-000${id}`;
    old
      .prepare('INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        id,
        number,
        'received',
        `2026-11-0${id}T09:00:00.000Z`,
        `2026-11-0${id}T09:05:00.000Z`,
        `2026-11-0${id + 1}T16:00:00.000Z`,
        `2027-02-0${id}T09:00:00.000Z`,
        oldContent(number),
      );
    const raw = Buffer.from(`raw ${id}`);
    old.prepare('INSERT INTO raw_messages VALUES (?, ?, 1, ?)').run(id, hashOf(raw), raw);
  }
  old.prepare("INSERT INTO attachments VALUES (1, 0, 'a.txt', 'text/plain', 1, 'h', x'616263')").run();
  const receipt = old.prepare(
    `INSERT INTO receipts (report_id, state, reason, recipient, message_id, in_reply_to, reference_ids, subject, text,
       html, attempts, last_answer, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const mail = (id: number) => [
    `Ada${id}@Example.org`,
    `<receipt.${id}@x>`,
    `<mail-${id}@x>`,
    '<a@x> <b@x>',
    's',
    't',
    'h',
  ];
  receipt.run(1, 'sent', null, ...mail(1), 1, '250 ok', '2026-11-01T09:06:00.000Z');
  receipt.run(2, 'queued', null, ...mail(2), 2, '451 later', null);
  receipt.run(3, 'refused', null, ...mail(3), 1, '550 no', null);
  receipt.run(4, 'withheld', 'sent by a machine', ...Array(7).fill(null), 0, null, null);
  old.close();
  connection = openDatabase(clear(file));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

it('keeps every report with its mail, its attachments and its receipt', () => {
  const reports = listSummaries(connection, { filter: {}, order: 'received', limit: null });
  expect(reports.map(({ number }) => number)).toEqual([1, 2, 3, 4].map(id => `TS-2026-000${id}`));
  expect(findReport(connection, 'TS-2026-0001')?.content).toEqual(sampleReport({ id: 'TS-2026-0001' }));
  expect(findByRaw(connection, { raw: Buffer.from('raw 3') })).toBe('TS-2026-0003');
  const [report] = reports;
  expect(report && keptFiles(connection, report.number)).toEqual([{ size: 3, cameEncrypted: true }]);
  expect([...receiptStatuses(connection)]).toMatchObject([
    ['TS-2026-0001', { state: 'sent', recipient: 'Ada1@Example.org' }],
    ['TS-2026-0002', { state: 'queued', attempts: 2, lastAnswer: '451 later' }],
    ['TS-2026-0003', { state: 'refused', lastAnswer: '550 no' }],
    ['TS-2026-0004', { state: 'withheld', reason: 'sent by a machine' }],
  ]);
  expect(readPosition(connection, { mailbox: 'support@imap.example:993', folder: 'INBOX' })?.uid).toBe(42);
});

it('sends what was queued as it was', () => {
  expect(queuedReceipts(connection, new Date())).toMatchObject([
    {
      number: 'TS-2026-0002',
      mail: { recipient: 'Ada2@Example.org', references: ['<a@x>', '<b@x>'], encryptTo: null },
    },
  ]);
});

it('knows the authors, the threads and the receipts of what was answered', () => {
  const threads = openThreads(connection);
  expect(threads.reportsInThread('<mail-1@x>')).toMatchObject([{ number: 'TS-2026-0001' }]);
  expect(threads.reportsInThread('<receipt.2@x>')).toMatchObject([{ number: 'TS-2026-0002' }]);
  expect(threads.hasAuthor({ id: 1, number: 'TS-2026-0001' as ReportNumber }, 'ada1@example.org', null)).toBe(
    true,
  );
  expect(threads.hasAuthor({ id: 4, number: 'TS-2026-0004' as ReportNumber }, null, null)).toBe(false);
  markBounced(connection, ['<receipt.1@x>'], '5.1.1', 'hash');
  expect(receiptStatuses(connection).get('TS-2026-0001')).toMatchObject({
    state: 'bounced',
    reason: '5.1.1',
  });
});

it('knows which receipts may have arrived, and keeps what is to be filed', () => {
  const file = join(folder, 'before.sqlite');
  const old = new Database(file);
  for (const migration of [first, threads, words, attachedWords, sentMails, restores]) old.exec(migration);
  old.pragma(`application_id = ${0x53656349}`);
  old.pragma('user_version = 6');
  old.exec(`
    INSERT INTO reports VALUES (1, 'TS-2026-0001', 'received', 'r', 'r', 'a', 'd', '{}');
    INSERT INTO receipts (id, report_id, kind, state, created_at, recipient, message_id, last_answer, sent_at) VALUES
      (1, 1, 'receipt', 'refused', 'c', 'a@x', '<1@x>', 'the connection broke after the mail was handed over, twice; it may have arrived', NULL),
      (2, 1, 'receipt', 'refused', 'c', 'a@x', '<2@x>', '550 no', NULL),
      (3, 1, 'receipt', 'sent', 'c', 'a@x', '<3@x>', '250 ok', 's'),
      (4, 1, 'receipt', 'sent', 'c', 'a@x', '<4@x>', '250 ok', 's');
    INSERT INTO sent_mails VALUES (3, 'due', x'6162', 'd', NULL), (4, 'given-up', NULL, NULL, 'full');
  `);
  old.close();
  const migrated = openDatabase(clear(file));
  const all = (sql: string) => migrated.prepare(sql).raw().all();
  expect(all('SELECT id, may_have_arrived FROM receipts ORDER BY id')).toEqual([
    [1, 1],
    [2, 0],
    [3, 0],
    [4, 0],
  ]);
  expect(all('SELECT receipt_id, state, bytes, due_at, last_answer FROM sent_mails')).toEqual([
    [3, 'due', Buffer.from('ab'), 'd', null],
    [4, 'given-up', null, null, 'full'],
  ]);
  expect(migrated.pragma('foreign_key_check')).toEqual([]);
  expect(migrated.pragma('integrity_check', { simple: true })).toBe('ok');
  migrated.close();
});

it('leaves a sound database', () => {
  expect(connection.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(connection.pragma('foreign_key_check')).toEqual([]);
  expect(connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'raw_messages'").get()).toBeUndefined();
});
