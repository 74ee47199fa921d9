import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../src/failure.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { explainDatabase } from '../../src/store/database-trouble.js';
import { markRefused, markSent, noteAnswer, noteAttempt, queuedReceipts } from '../../src/store/delivery.js';
import { openForReading } from '../../src/store/existing-database.js';
import { lockHolder, takeLock } from '../../src/store/lock.js';
import { findByRaw } from '../../src/store/messages.js';
import { queueReceipt, type ReceiptMail } from '../../src/store/outbox.js';
import { movePosition, readPosition } from '../../src/store/positions.js';
import { findReport, type NewReport, recordReport } from '../../src/store/reports.js';
import { countReports } from '../../src/store/summaries.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';
import { receiptStatuses } from './receipt-statuses.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const KEY = { mailbox: 'support@imap.example', folder: 'INBOX' };

let folder: string;
let file: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'data', 'inbox.sqlite');
  connection = openDatabase(clear(file));
});

afterEach(() => {
  if (connection.open) connection.close();
  rmSync(folder, { recursive: true });
});

function report(raw: string): NewReport {
  return {
    content: sampleReport({ attachments: [{ filename: '../../etc/passwd', contentType: 'text/plain' }] }),
    acknowledgeBy: NOW,
    discloseBy: NOW,
    message: newMessage({ raw: Buffer.from(raw), messageId: '<one@example.org>', sender: 'r@example.org' }),
    attachments: [
      {
        origin: 'decrypted',
        filename: '../../etc/passwd',
        contentType: 'text/plain',
        content: Buffer.from('x'),
      },
    ],
  };
}

const MAIL: ReceiptMail = {
  recipient: 'r@example.org',
  messageId: '<receipt.1@example.com>',
  inReplyTo: '<one@example.org>',
  references: ['<zero@example.org>', '<one@example.org>'],
  subject: '[TS-2026-0001] We have received your report',
  text: 'text',
  html: '<p>html</p>',
  encryptTo: null,
};

function failure(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('it did not fail');
}

describe('the database', () => {
  it('and its folder can be entered by nobody but their owner', () => {
    recordReport(connection, report('a'), 'TS', NOW);
    for (const path of [file, `${file}-wal`, `${file}-shm`]) {
      expect([path, statSync(path).mode & 0o777]).toEqual([path, 0o600]);
    }
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  });

  it('survives a power cut after every commit, and overwrites what is deleted', () => {
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(connection.pragma('synchronous', { simple: true })).toBe(2);
    expect(connection.pragma('secure_delete', { simple: true })).toBe(1);
    // 2 is MEMORY: no words of a report in temporary files.
    expect(connection.pragma('temp_store', { simple: true })).toBe(2);
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('of a newer version is refused and left as it is', () => {
    connection.pragma('user_version = 99');
    connection.close();
    expect(failure(() => openDatabase(clear(file)))).toMatchObject({ code: 'database' });
    const raw = new Database(file);
    expect(raw.pragma('user_version', { simple: true })).toBe(99);
    raw.close();
  });

  it('of another program is refused', () => {
    const other = join(folder, 'other.sqlite');
    const raw = new Database(other);
    raw.exec('CREATE TABLE theirs (x)');
    raw.close();
    expect(failure(() => openDatabase(clear(other))).message).toContain('another program');
  });

  it('that is damaged is named, and a backup asked for', () => {
    const broken = join(folder, 'broken.sqlite');
    writeFileSync(broken, 'this is no database, but it is long enough to have a header '.repeat(20));
    expect(failure(() => openDatabase(clear(broken)))).toMatchObject({ code: 'database' });
    expect(failure(() => openDatabase(clear(broken))).message).toContain('backup');
  });

  it('that does not exist yet is not made by a command that looks', () => {
    expect(failure(() => openForReading(clear(join(folder, 'none.sqlite'))))).toMatchObject({
      code: 'no-input',
    });
  });

  it.skipIf(process.getuid?.() === 0)('in a folder that can not be written is named', () => {
    chmodSync(folder, 0o500);
    const message = failure(() => openDatabase(clear(join(folder, 'x', 'y.sqlite')))).message;
    chmodSync(folder, 0o700);
    expect(message).toContain("Can't write the database");
  });
});

describe('a report', () => {
  it('gets the next number of its year', () => {
    expect(recordReport(connection, report('a'), 'TS', NOW).number).toBe('TS-2026-0001');
    expect(recordReport(connection, report('b'), 'TS', NOW).number).toBe('TS-2026-0002');
    expect(recordReport(connection, report('c'), 'TS', new Date('2027-01-01T00:00:00Z')).number).toBe(
      'TS-2027-0001',
    );
  });

  it('is known again by its bytes', () => {
    const { number } = recordReport(connection, report('the same bytes'), 'TS', NOW);
    expect(findByRaw(connection, { raw: Buffer.from('the same bytes') })).toBe(number);
    expect(findByRaw(connection, { raw: Buffer.from('other bytes') })).toBeNull();
  });

  it('can not be recorded twice', () => {
    recordReport(connection, report('a'), 'TS', NOW);
    expect(() => recordReport(connection, report('a'), 'TS', NOW)).toThrow(/UNIQUE/);
  });

  it('comes back as it was recorded, by its number in any case', () => {
    recordReport(connection, report('a'), 'TS', NOW);
    expect(findReport(connection, ' ts-2026-0001 ')?.content.summary).toBe('summary');
    expect(findReport(connection, 'TS-2026-0002')).toBeNull();
    expect(countReports(connection, {})).toBe(1);
  });

  it('is there with its raw bytes, its attachments and its receipt, or not at all', () => {
    const record = connection.transaction(() => {
      const { id } = recordReport(connection, report('a'), 'TS', NOW);
      queueReceipt(connection, id, 'receipt', { state: 'queued', mail: MAIL }, NOW);
      throw new Error('power cut');
    });
    expect(() => record()).toThrow('power cut');
    for (const table of [
      ...['reports', 'messages', 'attachments', 'receipts', 'report_numbers'],
      ...['report_summaries', 'search_index'],
    ]) {
      expect([table, connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([table, 0]);
    }
  });
});

describe('the outbox', () => {
  let id: number;

  /** Of the one receipt that is queued. */
  const receipt = () => queuedReceipts(connection, NOW)[0]?.id ?? 0;

  beforeEach(() => {
    id = recordReport(connection, report('a'), 'TS', NOW).id;
  });

  it('gives back the very mail that was queued', () => {
    queueReceipt(connection, id, 'receipt', { state: 'queued', mail: MAIL }, NOW);
    expect(queuedReceipts(connection, NOW)).toEqual([
      {
        id: expect.any(Number),
        number: 'TS-2026-0001',
        mail: MAIL,
        attempts: 0,
        lastAnswer: null,
        acceptedBefore: false,
      },
    ]);
  });

  it('gives a sent receipt to nobody again', () => {
    queueReceipt(connection, id, 'receipt', { state: 'queued', mail: MAIL }, NOW);
    noteAttempt(connection, receipt(), NOW);
    markSent(connection, receipt(), '250 ok', NOW);
    expect(queuedReceipts(connection, NOW)).toEqual([]);
    expect(receiptStatuses(connection).get('TS-2026-0001')).toMatchObject({ state: 'sent', sentAt: NOW });
  });

  it('keeps a deferred receipt with the words of the server', () => {
    queueReceipt(connection, id, 'receipt', { state: 'queued', mail: MAIL }, NOW);
    noteAttempt(connection, receipt(), NOW);
    noteAnswer(connection, receipt(), '451 later');
    expect(queuedReceipts(connection, NOW)).toMatchObject([{ attempts: 1 }]);
    expect(receiptStatuses(connection).get('TS-2026-0001')).toMatchObject({
      state: 'queued',
      lastAnswer: '451 later',
    });
  });

  it('gives up a refused receipt and remembers why', () => {
    queueReceipt(connection, id, 'receipt', { state: 'queued', mail: MAIL }, NOW);
    markRefused(connection, receipt(), '550 no such user', false);
    expect(queuedReceipts(connection, NOW)).toEqual([]);
    expect(receiptStatuses(connection).get('TS-2026-0001')).toMatchObject({ lastAnswer: '550 no such user' });
  });

  it('of a report is its first, and any that waits for a person or failed before one that arrived', () => {
    const take = (recipient: string, state: 'sent' | 'held') => {
      const mail = { ...MAIL, recipient, messageId: `<${recipient}>` };
      if (state === 'held') {
        queueReceipt(connection, id, 'receipt', { state, mail, reason: 'DMARC failed' }, NOW);
      } else {
        queueReceipt(connection, id, 'receipt', { state: 'queued', mail }, NOW);
        const last = queuedReceipts(connection, NOW).at(-1);
        markSent(connection, last?.id ?? 0, '250 OK', NOW);
      }
    };
    const status = () => receiptStatuses(connection).get('TS-2026-0001');
    take('first@example.org', 'sent');
    take('second@example.org', 'sent');
    expect(status()).toMatchObject({ state: 'sent', recipient: 'first@example.org' });
    take('third@example.org', 'held');
    take('fourth@example.org', 'sent');
    expect(status()).toMatchObject({ state: 'held', recipient: 'third@example.org' });
  });

  it('never sends a withheld receipt', () => {
    queueReceipt(connection, id, 'receipt', { state: 'withheld', reason: 'sent by a machine' }, NOW);
    expect(queuedReceipts(connection, NOW)).toEqual([]);
  });

  it('never holds the same receipt twice', () => {
    queueReceipt(connection, id, 'receipt', { state: 'queued', mail: MAIL }, NOW);
    expect(() => queueReceipt(connection, id, 'receipt', { state: 'queued', mail: MAIL }, NOW)).toThrow(
      /UNIQUE/,
    );
  });
});

describe('a position', () => {
  it('never moves back under the same UIDVALIDITY', () => {
    movePosition(connection, KEY, { uidValidity: '7', uid: 20 });
    movePosition(connection, KEY, { uidValidity: '7', uid: 5 });
    expect(readPosition(connection, KEY)).toEqual({ uidValidity: '7', uid: 20 });
  });

  it('starts over under a new one', () => {
    movePosition(connection, KEY, { uidValidity: '7', uid: 20 });
    movePosition(connection, KEY, { uidValidity: '8', uid: 3 });
    expect(readPosition(connection, KEY)).toEqual({ uidValidity: '8', uid: 3 });
  });

  it('of a folder never read is none', () => {
    expect(readPosition(connection, KEY)).toBeNull();
  });
});

describe('the lock', () => {
  it('is refused to a second holder, who learns of the first', () => {
    const lock = takeLock(file);
    const second = failure(() => takeLock(file));
    expect(second).toMatchObject({ code: 'busy' });
    expect(second.message).toContain(`process ${process.pid}`);
    lock.release();
    takeLock(file).release();
  });

  it.each(['a file', 'nothing'])('that is a link to %s is neither followed nor looked at', target => {
    const foreign = join(folder, 'foreign');
    if (target === 'a file') writeFileSync(foreign, '');
    const other = join(folder, 'other.sqlite');
    symlinkSync(foreign, `${other}.lock`);
    for (const act of [() => takeLock(other), () => lockHolder(other)]) {
      const refused = failure(act);
      expect(refused.code).toBe('database');
      expect(refused.message).toMatch(/other\.sqlite\.lock is a symbolic link.* delete it/);
    }
    expect(existsSync(foreign) && readFileSync(foreign).length).toBe(target === 'a file' ? 0 : false);
  });
});

it('what nobody foresaw at work on the database is called a defect, by its kind alone', () => {
  const failure = explainDatabase('/data/inbox.sqlite', new TypeError('wombat'));
  expect(failure.code).toBe('internal');
  expect(failure.message).toMatch(
    /^An unexpected TypeError\b.*, at work on \/data\/inbox\.sqlite\. This is a defect/,
  );
  expect(failure.message).not.toContain('wombat');
});
