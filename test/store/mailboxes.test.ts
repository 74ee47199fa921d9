/** Which mailbox on record a configured one is, where names, places or both change, and what becomes of its receipts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { releaseReceipts } from '../../src/store/decisions.js';
import { queuedReceipts } from '../../src/store/delivery.js';
import {
  type ConfiguredMailbox,
  type KnownMailbox,
  matchMailboxes,
  registerMailboxes,
} from '../../src/store/mailboxes.js';
import { queueReceipt } from '../../src/store/outbox.js';
import { receiptStatus } from '../../src/store/receipt-status.js';
import { type ReportNumber, recordReport } from '../../src/store/reports.js';
import { keepInDoubt } from '../../src/store/sent-mails.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';

const A: KnownMailbox = { id: 1, name: 'a', account: 'a@h:993', folder: 'INBOX' };
const B: KnownMailbox = { id: 2, name: 'b', account: 'b@h:993', folder: 'INBOX' };
const { id: _a, ...a } = A;
const { id: _b, ...b } = B;

it.each([
  ['the same', [a, b], [1, 2]],
  ['in another order', [b, a], [2, 1]],
  ['a new name', [{ ...a, name: 'new' }, b], [1, 2]],
  ['another account under the name', [{ ...a, account: 'a@other:993' }, b], [1, 2]],
  ['another folder under the name', [{ ...a, folder: 'Alerts' }, b], [1, 2]],
  [
    'names exchanged: the place counts',
    [
      { ...a, name: 'b' },
      { ...b, name: 'a' },
    ],
    [1, 2],
  ],
  [
    'another name and another place: it is new',
    [{ name: 'c', account: 'c@h:993', folder: 'INBOX' }, b],
    [null, 2],
  ],
  ['one gone, and its name given to the other: the place counts', [{ ...b, name: 'a' }], [2]],
  ['a further folder of an account', [a, { ...a, name: 'c', folder: 'Alerts' }], [1, null]],
])('%s', (_name, configured, expected) => {
  expect(matchMailboxes([A, B], configured).map(found => found?.id ?? null)).toEqual(expected);
});

describe('a receipt that may have been sent', () => {
  const NOW = new Date('2026-11-24T12:00:00Z');
  const ELSEWHERE = "may have been sent from the mailbox's earlier place";
  let folder: string;
  let connection: Connection;
  let doubtful: ReportNumber;
  let untried: ReportNumber;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
    configure(a);
    doubtful = answered('doubtful');
    const [receipt] = queuedReceipts(connection, NOW);
    keepInDoubt(connection, receipt?.id ?? 0, Buffer.from('the receipt'));
    untried = answered('untried');
  });

  afterEach(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  const configure = (...mailboxes: ConfiguredMailbox[]) => registerMailboxes(connection, mailboxes, NOW);

  function answered(name: string): ReportNumber {
    const content = sampleReport({});
    const message = newMessage({ raw: Buffer.from(name) });
    const report = { content, acknowledgeBy: NOW, discloseBy: NOW, message, attachments: [] };
    const { id, number } = recordReport(connection, report, 'TS', NOW);
    const words = { inReplyTo: null, references: [], subject: 's', text: 't', html: 'h', encryptTo: null };
    const mail = { recipient: `${name}@example.org`, messageId: `<${name}@example.test>`, ...words };
    queueReceipt(connection, id, 'receipt', { state: 'queued', mail }, NOW, 1);
    return number;
  }

  const queued = () => queuedReceipts(connection, NOW).map(({ number }) => number);

  it.each<[string, ConfiguredMailbox[][]]>([
    ['has another account', [[{ ...a, account: 'a@other:993' }]]],
    ['has another account after it was away', [[b], [b, { ...a, account: 'a@other:993' }]]],
    ['gives its name to another on record', [[a, b], [{ ...b, name: 'a' }]]],
  ])('waits for a person where its mailbox %s, and goes when it is released', (_name, steps) => {
    for (const step of steps) configure(...step);
    expect(receiptStatus(connection, doubtful)).toMatchObject({ state: 'held', reason: ELSEWHERE });
    expect(queued()).toEqual([untried]);
    expect(releaseReceipts(connection, doubtful, NOW)).toHaveLength(1);
    configure(...(steps.at(-1) ?? []));
    expect(queued()).toEqual([doubtful, untried]);
  });

  it.each<[string, ConfiguredMailbox[]]>([
    ['stays', [a, b]],
    ['has a new name', [{ ...a, name: 'new' }]],
    ['has another folder of the same account, and so the same Sent folder', [{ ...a, folder: 'Alerts' }]],
  ])('stays in the outbox where its mailbox %s', (_name, mailboxes) => {
    configure(...mailboxes);
    expect(queued()).toEqual([doubtful, untried]);
  });
});

it('a start looks through neither the reports nor the receipts from end to end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  try {
    registerMailboxes(connection, [a, b], new Date());
    const asked: string[] = [];
    const watched = new Proxy(connection, {
      get(target, name) {
        if (name === 'transaction') return Reflect.get(target, name).bind(target);
        if (name !== 'prepare') return Reflect.get(target, name);
        return (sql: string) => {
          asked.push(sql);
          return target.prepare(sql);
        };
      },
    });
    registerMailboxes(watched, [a, b], new Date());
    expect(asked.filter(sql => sql.includes('receipts'))).not.toEqual([]);
    for (const sql of asked) {
      const plan = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`);
      const steps = plan.all(...(sql.match(/\?/g) ?? []).map(() => 'x')) as { detail: string }[];
      const scans = steps
        .map(({ detail }) => detail)
        .filter(detail => /^SCAN (?:reports|receipts)$/.test(detail));
      expect([sql, scans]).toEqual([sql, []]);
    }
  } finally {
    connection.close();
    rmSync(folder, { recursive: true });
  }
});
