/** What is read for a digest: of closed reports those alone that something happened to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { digestOf } from '../../src/digest/digest.js';
import { readRecord } from '../../src/digest/record.js';
import { acknowledge } from '../../src/store/acknowledging.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { queueDigests } from '../../src/store/digest-mails.js';
import { dispatchRefused } from '../../src/store/dispatch-marks.js';
import { dueDispatches } from '../../src/store/dispatches.js';
import { disclosureMoves } from '../../src/store/history.js';
import { moveDisclosure, setStatus } from '../../src/store/life-changes.js';
import { queueReceipt } from '../../src/store/outbox.js';
import { recordReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';
import { clear } from '../store/clear.js';
import { newMessage } from '../store/new-message.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const HOUR = 3_600_000;
const hours = (count: number) => new Date(NOW.getTime() + count * HOUR);
const days = (count: number) => hours(24 * count);
const by = (now: Date) => ({ who: 'grace', now });

let folder: string;
let connection: Connection;
let count: number;

beforeEach(() => {
  count = 0;
  folder = mkdtempSync(join(tmpdir(), 'record-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

/** Records one more report. @returns the row's id */
function report(received: Date): number {
  count += 1;
  const { id, ...content } = sampleReport({ id: 'x', receivedAt: received.toISOString() });
  const message = newMessage({ raw: Buffer.from(`mail ${count}`) });
  const deadlines = {
    acknowledgeBy: new Date(received.getTime() + 24 * HOUR),
    discloseBy: new Date(received.getTime() + 90 * 24 * HOUR),
  };
  return recordReport(connection, { content, ...deadlines, message, attachments: [] }, 'TS', received).id;
}

function closed(received: Date, at: Date, to: 'rejected' | 'disclosed' = 'rejected'): number {
  const id = report(received);
  setStatus(connection, id, { from: 'received', to, reason: `reason ${id}` }, by(at));
  return id;
}

const read = () => readRecord(connection, days(-1), NOW);

it('open reports, those closed since, and closed ones whose receipt a person has to decide on', () => {
  report(days(-800));
  closed(days(-700), days(-600));
  const held = closed(days(-500), days(-400));
  closed(days(-300), hours(-2));
  const mail = {
    recipient: 'r@example.org',
    messageId: '<a@b>',
    inReplyTo: null,
    references: [],
    subject: 's',
    text: 't',
    html: 'h',
    encryptTo: null,
  };
  queueReceipt(connection, held, 'receipt', { state: 'held', mail, reason: 'why' }, NOW);
  const { reports, closingReasons } = read();
  expect(reports.map(({ receivedAt }) => receivedAt)).toEqual([days(-800), days(-500), days(-300)]);
  expect([...closingReasons]).toEqual([[reports[2]?.number, 'reason 4']]);
});

it('counts a week, and times of ninety days by when they were done', () => {
  const answered = (received: Date, at: Date) =>
    acknowledge(connection, report(received), at, 'grace', 'said', at);
  answered(days(-100), days(-91));
  answered(days(-90), days(-89));
  answered(days(-3), days(-2));
  closed(days(-40), days(-6), 'disclosed');
  closed(days(-40), days(-8), 'disclosed');
  const { counts, answers, disclosures } = read();
  expect(counts).toEqual({ received: 1, acknowledged: 1, closed: 1, disclosed: 1 });
  expect(answers.map(({ doneAt }) => doneAt)).toEqual([days(-2), days(-89)]);
  expect(disclosures.map(({ doneAt }) => doneAt)).toEqual([days(-6), days(-8)]);
});

it('moves of a disclosure are counted of open reports', () => {
  const [moved, gone] = [report(days(-2)), report(days(-2))];
  for (const id of [moved, moved, gone]) {
    moveDisclosure(connection, id, { from: days(10), to: days(20), reason: 'r' }, by(NOW));
  }
  report(days(-1));
  setStatus(connection, gone, { from: 'received', to: 'rejected', reason: 'r' }, by(NOW));
  expect([...disclosureMoves(connection).values()]).toEqual([2]);
});

it('a digest is queued for each engineer once a day and span, and tells no notice', () => {
  const queue = (targets: string[], since: string, day: string, again = false) =>
    queueDigests(connection, targets, { day, since, sinceAt: days(-1) }, 'example.test', again, NOW);
  expect(queue(['ada@x', 'ben@x'], '24h', '2026-11-24')).toEqual({ queued: ['ada@x', 'ben@x'], before: [] });
  expect(queue(['ada@x', 'cy@x'], '24h', '2026-11-24')).toEqual({ queued: ['cy@x'], before: ['ada@x'] });
  expect(queue(['ada@x'], '3d', '2026-11-24').queued).toEqual(['ada@x']);
  expect(queue(['ada@x'], '24h', '2026-11-25').queued).toEqual(['ada@x']);
  expect(queue(['ada@x'], '24h', '2026-11-24', true).queued).toEqual(['ada@x']);
  const due = dueDispatches(connection, 'mail', NOW);
  expect(due).toHaveLength(6);
  for (const { digestSince, notices, messageId } of due) {
    expect([digestSince, notices]).toEqual([days(-1), []]);
    expect(messageId).toMatch(/^<notice\.[0-9a-f]{40}@example\.test>$/);
  }
});

it('a digest that was given up is told of in the next ones, for a week', () => {
  queueDigests(
    connection,
    ['ada@x'],
    { day: '2026-11-24', since: '24h', sinceAt: days(-1) },
    'x.test',
    false,
    NOW,
  );
  dispatchRefused(connection, 1, '550 no such user');
  connection.prepare('UPDATE dispatches SET last_attempt = ?').run(NOW.toISOString());
  const failed = (now: Date) =>
    digestOf(readRecord(connection, days(-1), now), {
      since: days(-1),
      now,
      timeZone: 'UTC',
      disclosureDays: 90,
    }).failedNotices;
  expect(failed(NOW)).toEqual([{ id: null, notice: 'digest', to: 'ada@x', answer: '550 no such user' }]);
  expect(failed(days(8))).toEqual([]);
});
