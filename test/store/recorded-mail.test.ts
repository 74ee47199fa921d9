/** A large mail is kept whole, with its files, as a small one is. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Attachment } from '../../src/message/message.js';
import { attachmentsOf, keptFiles, replaceAttachments } from '../../src/store/attachments.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { setStatus } from '../../src/store/life-changes.js';
import { bodyHash, findByRaw, messagesOf } from '../../src/store/messages.js';
import { purgeReport } from '../../src/store/purge.js';
import { type NewReport, recordReport } from '../../src/store/reports.js';
import { bytesOf, rewriteMessage } from '../../src/store/rereading.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const LARGE = 9_000_000;

let folder: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recorded-mail-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function largeReport(contents: readonly Uint8Array[], filesAreSpent: boolean): NewReport {
  const attachments = contents.map((content, at): Attachment => {
    return { origin: 'decrypted', filename: `${at}.bin`, contentType: 'application/octet-stream', content };
  });
  const message = newMessage({ raw: randomBytes(LARGE) });
  return {
    content: sampleReport({}),
    acknowledgeBy: NOW,
    discloseBy: NOW,
    message,
    attachments,
    filesAreSpent,
  };
}

const record = (report: NewReport) =>
  connection.transaction(() => recordReport(connection, report, 'TS', NOW).number).immediate();
const cacheSize = () => connection.pragma('cache_size', { simple: true });

it('with every byte, where several files lie in one buffer and are not needed any more', () => {
  const whole = randomBytes(LARGE);
  const files = [whole.subarray(0, 4_000_000), whole.subarray(4_000_000)];
  const before = files.map(file => Buffer.from(file));
  const report = largeReport(files, true);
  const usual = cacheSize();
  const number = record(report);
  const [mail] = messagesOf(connection, number);
  expect(Buffer.from(mail?.bytes ?? []).equals(report.message.raw)).toBe(true);
  const kept = attachmentsOf(connection, number).map(({ bytes }) => Buffer.from(bytes));
  expect(kept.map((file, at) => before[at]?.equals(file))).toEqual([true, true]);
  expect(files.map(({ byteLength }) => byteLength)).toEqual([0, 0]);
  expect(cacheSize()).toBe(usual);
});

it('and files that are needed again stay', () => {
  const file = randomBytes(LARGE);
  const before = Buffer.from(file);
  record(largeReport([file], false));
  expect(before.equals(file)).toBe(true);
});

it('or not at all', () => {
  const report = largeReport([randomBytes(LARGE)], true);
  const pages = connection.pragma('page_count', { simple: true }) as number;
  const usual = cacheSize();
  // Room for the files, and not for the mail.
  connection.pragma(`max_page_count = ${pages + Math.ceil((LARGE * 1.5) / 4096)}`);
  expect(() => record(report)).toThrow(/full/);
  expect(findByRaw(connection, { raw: report.message.raw })).toBeNull();
  expect(connection.prepare('SELECT count(*) FROM attachments').pluck().get()).toBe(0);
  expect(cacheSize()).toBe(usual);
});

it('in pieces, told by its size, and gone with its report’s words', () => {
  const file = randomBytes(LARGE);
  const report = largeReport([file], false);
  const number = record(report);
  const pieces = connection.prepare('SELECT count(*) FROM remainder_pieces').pluck();
  expect(pieces.get()).toBeGreaterThan(4);
  expect(keptFiles(connection, number)).toEqual([{ size: LARGE, cameEncrypted: true }]);

  const closed = new Date('2026-11-25T12:00:00Z');
  setStatus(connection, 1, { from: 'received', to: 'rejected' }, { who: 'alan', now: closed });
  const by = { who: 'grace', now: new Date('2027-11-25T12:00:00Z') };
  expect(purgeReport(connection, { id: 1, number }, by.now, by)).toBe(true);
  expect(pieces.get()).toBe(0);
  expect(connection.prepare('SELECT purged_body FROM messages').pluck().get()).toBe(bodyHash(report.message));
});

it('in pieces that go when it is read again and comes to other files', () => {
  const number = record(largeReport([randomBytes(LARGE)], false));
  const file = randomBytes(LARGE);
  const content = { origin: 'decrypted', filename: null, contentType: 'a/b', content: file } as const;
  const remainders = connection.prepare('SELECT count(*) FROM remainders').pluck();
  const before = remainders.get();
  const raw = randomBytes(LARGE + 1);
  connection
    .transaction(() => {
      replaceAttachments(connection, 1, 1, [content]);
      rewriteMessage(connection, 1, newMessage({ raw }));
    })
    .immediate();
  expect(remainders.get()).toBe(before);
  expect(attachmentsOf(connection, number).map(({ bytes }) => file.equals(bytes))).toEqual([true]);
  expect(Buffer.from(bytesOf(connection, 1) ?? []).equals(raw)).toBe(true);
});
