/** A database from before mails were known by the number they were told, opened by this program. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openApparentThreads } from '../../src/store/apparent-threads.js';
import { awaitCopy } from '../../src/store/awaited-copies.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { recordMessage } from '../../src/store/messages.js';
import { type NewReceipt, queueReceipt } from '../../src/store/outbox.js';
import { giveFurtherNumber, recordReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const ADA = 'ada@example.org';

let folder: string;
let connection: Connection;

const mail = (id: string) => newMessage({ raw: Buffer.from(id), messageId: `<${id}@x>`, sender: ADA });

const answerTo = (id: string, number: string): NewReceipt => ({
  state: 'queued',
  mail: {
    recipient: ADA,
    messageId: `<receipt.${id}@x>`,
    inReplyTo: `<${id}@x>`,
    references: [],
    subject: `[${number}] We have received your report`,
    text: '',
    html: '',
    encryptTo: null,
  },
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'apparent-'));
  const file = join(folder, 'inbox.sqlite');
  const old = openDatabase(clear(file));
  const promise = { acknowledgeBy: NOW, discloseBy: NOW };
  const report = { content: sampleReport(), ...promise, message: mail('first'), attachments: [] };
  const { id, number } = recordReport(old, report, 'TS', NOW);
  queueReceipt(old, id, 'receipt', answerTo('first', number), NOW);
  recordMessage(old, id, 'copy', mail('second'));
  queueReceipt(old, id, 'receipt', answerTo('second', giveFurtherNumber(old, id, 'TS', NOW)), NOW);
  recordMessage(old, id, 'copy', mail('list'));
  const third = giveFurtherNumber(old, id, 'TS', NOW);
  const withheld = queueReceipt(old, id, 'receipt', { state: 'withheld', reason: 'came by a list' }, NOW);
  awaitCopy(old, withheld, { messageId: '<list@x>', sender: ADA }, { number: third, ...promise });
  recordMessage(old, id, 'follow-up', mail('reply'));
  old.exec(
    `DROP TRIGGER remainder_of_changed_mail; DROP TRIGGER remainder_of_deleted_mail; DROP TRIGGER remainder_of_deleted_file;
     DROP INDEX messages_by_remainder; DROP INDEX attachments_by_remainder;
     ALTER TABLE messages DROP COLUMN remainder_id; ALTER TABLE attachments DROP COLUMN remainder_id;
     DROP TABLE remainder_pieces; DROP TABLE remainders;
     DROP TABLE published_documents; DROP TABLE advisories; DROP TABLE advisory_revisions; DROP TABLE apparent_standings; DROP INDEX receipts_by_reply;
     ALTER TABLE receipts DROP COLUMN told_number; ALTER TABLE ciphertexts DROP COLUMN inside`,
  );
  old.pragma('user_version = 18');
  old.close();
  connection = openDatabase(clear(file));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

it.each([
  ['first', 'TS-2026-0001', 'report'],
  ['second', 'TS-2026-0002', 'report'],
  ['list', 'TS-2026-0003', 'report'],
  ['reply', 'TS-2026-0001', 'follow-up'],
])('the %s mail shows under %s', (id, number, role) => {
  const { messagesWithId, reportsInThread } = openApparentThreads(connection);
  expect(messagesWithId(`<${id}@x>`)).toMatchObject([{ report: { id: 1, number }, role, sender: ADA }]);
  expect(reportsInThread(`<${id}@x>`)).toEqual([{ id: 1, number }]);
});

it('a receipt shows under the number that it names, and its mail’s sender as author there', () => {
  const { reportsInThread, hasAuthor } = openApparentThreads(connection);
  for (const [id, number] of [
    ['first', 'TS-2026-0001'],
    ['second', 'TS-2026-0002'],
  ]) {
    const [report] = reportsInThread(`<receipt.${id}@x>`);
    expect(report).toEqual({ id: 1, number });
    expect(report && hasAuthor(report, ADA, null)).toBe(true);
    expect(report && hasAuthor(report, 'other@example.org', null)).toBe(false);
  }
});
