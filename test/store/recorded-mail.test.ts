/** A large mail is kept whole, with its files, as a small one is. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Attachment } from '../../src/message/message.js';
import { attachmentsOf } from '../../src/store/attachments.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { findByRaw, messagesOf } from '../../src/store/messages.js';
import { type NewReport, recordReport } from '../../src/store/reports.js';
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
