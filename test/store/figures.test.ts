/** The numbers that monitoring tells are those that the digest tells. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { digestOf } from '../../src/digest/digest.js';
import { readRecord } from '../../src/digest/record.js';
import type { Report } from '../../src/report/schema.js';
import { acknowledge } from '../../src/store/acknowledging.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { markRefused, markSent } from '../../src/store/delivery.js';
import { figuresOf } from '../../src/store/figures.js';
import { setStatus } from '../../src/store/life-changes.js';
import { noteNearMiss } from '../../src/store/near-misses.js';
import { type NewReceipt, queueReceipt } from '../../src/store/outbox.js';
import { recordReport } from '../../src/store/reports.js';
import { passOver } from '../../src/store/unread.js';
import { SENT_BY_MACHINE } from '../../src/store/withheld.js';
import { sampleReport } from '../report/sample.js';
import { clear } from './clear.js';
import { newMessage } from './new-message.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const DAY = 86_400_000;
const days = (count: number) => new Date(NOW.getTime() + count * DAY);
const BY = { who: 'grace', now: NOW };

let folder: string;
let connection: Connection;
let count = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'figures-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

/** Records a report that is to be answered the day after it came. @returns the row's id */
function report(received: Date, fields: Partial<Report> = {}): number {
  count += 1;
  const content = sampleReport({ ...fields, receivedAt: received.toISOString() });
  const promised = {
    acknowledgeBy: new Date(received.getTime() + DAY),
    discloseBy: new Date(received.getTime() + 90 * DAY),
  };
  const message = newMessage({ raw: Buffer.from(`mail ${count}`), receivedAt: received });
  return recordReport(connection, { content, ...promised, message, attachments: [] }, 'TS', received).id;
}

function receipt(reportId: number, at: Date, state: NewReceipt['state'] = 'queued', reason = ''): void {
  count += 1;
  const mail = {
    recipient: 'ada@example.org',
    messageId: `<${count}@example.test>`,
    inReplyTo: null,
    references: [],
    subject: 's',
    text: 't',
    html: 'h',
    encryptTo: null,
  };
  const made =
    state === 'queued' ? { state, mail } : state === 'held' ? { state, mail, reason } : { state, reason };
  queueReceipt(connection, reportId, 'receipt', made, at);
}

const figures = () => figuresOf(connection, NOW);

it('an empty record has nothing of anything', () => {
  expect(figures()).toEqual({
    reports: new Map(),
    unopened: new Map(),
    receipts: new Map(),
    oldestQueued: null,
    acknowledgements: { due: 0, overdue: 0 },
    disclosures: { due: 0, overdue: 0 },
    unreadMessages: 0,
    nearMisses: 0,
  });
});

it('reports count by their status, and the open ones that could not be opened by why', () => {
  report(days(-1));
  report(days(-1), { state: 'undecryptable' });
  report(days(-1), { state: 'quarantined' });
  setStatus(
    connection,
    report(days(-1), { state: 'quarantined' }),
    { from: 'received', to: 'rejected', reason: 'none of ours' },
    BY,
  );
  expect(figures()).toMatchObject({
    reports: new Map([
      ['received', 3],
      ['rejected', 1],
    ]),
    unopened: new Map([
      ['undecryptable', 1],
      ['quarantined', 1],
    ]),
  });
});

it('receipts count by their state, and the oldest that is to go says since when it waits', () => {
  receipt(report(days(-9)), days(-9));
  markSent(connection, 1, 'OK', days(-9));
  receipt(report(days(-8)), days(-8));
  markRefused(connection, 2, 'no such user', false);
  receipt(report(days(-7)), days(-7), 'held', 'too many');
  receipt(report(days(-3)), days(-3));
  receipt(report(days(-2)), days(-2));
  expect(figures()).toMatchObject({
    receipts: new Map([
      ['held', 1],
      ['queued', 2],
      ['refused', 1],
      ['sent', 1],
    ]),
    oldestQueued: days(-3),
  });
});

it('an answer is owed until it was given, and none to a machine', () => {
  report(days(-3));
  report(days(-0.5));
  acknowledge(connection, report(days(-3)), days(-2), 'grace', 'said', NOW);
  setStatus(connection, report(days(-3)), { from: 'received', to: 'rejected', reason: 'none of ours' }, BY);
  receipt(report(days(-3)), days(-3), 'withheld', SENT_BY_MACHINE['auto-submitted']);
  receipt(report(days(-3)), days(-3), 'withheld', 'no address to answer to');
  // A machine's first, which a person's mail joined: its receipt waits.
  const joined = report(days(-3));
  receipt(joined, days(-3), 'withheld', SENT_BY_MACHINE['auto-submitted']);
  receipt(joined, days(-2));
  expect(figures().acknowledgements).toEqual({ due: 4, overdue: 3 });

  const settings = { since: days(-1), now: NOW, timeZone: 'UTC', disclosureDays: 90 };
  const { toDo } = digestOf(readRecord(connection, days(-1), NOW), settings);
  const overdue = toDo.filter(({ reasons }) => reasons.some(({ kind }) => kind === 'answer-overdue'));
  expect(overdue).toHaveLength(3);
});

it('a disclosure is due as long as the report is open', () => {
  report(days(-91));
  report(days(-10));
  setStatus(connection, report(days(-91)), { from: 'received', to: 'disclosed' }, BY);
  expect(figures().disclosures).toEqual({ due: 2, overdue: 1 });
});

it('what waits for a person without being a report counts too', () => {
  const folder = { mailbox: 'support@imap.example.test:993', folder: 'INBOX' };
  passOver(connection, folder, { uidValidity: '1', uid: 4 }, 'internal error', NOW);
  const seen = { from: 'bob@example.com', subject: 'Vulnerability', receivedAt: NOW };
  noteNearMiss(connection, folder, { uidValidity: '1', uid: 5 }, seen, NOW);
  expect(figures()).toMatchObject({ unreadMessages: 1, nearMisses: 1 });
});
