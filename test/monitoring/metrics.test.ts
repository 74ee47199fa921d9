/** What Prometheus is told, line by line. */
import { expect, it } from 'vitest';
import { exposition, METRICS } from '../../src/monitoring/metrics.js';
import type { Snapshot } from '../../src/monitoring/snapshot.js';
import { version } from '../../src/version.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);

const EMPTY: Snapshot = {
  now: NOW,
  figures: {
    reports: new Map(),
    unopened: new Map(),
    receipts: new Map(),
    oldestQueued: null,
    acknowledgements: { due: 0, overdue: 0 },
    disclosures: { due: 0, overdue: 0 },
    unreadMessages: 0,
    nearMisses: 0,
  },
  mailboxes: [{ name: 'support', kept: null }],
};

const FULL: Snapshot = {
  now: NOW,
  figures: {
    reports: new Map([
      ['received', 3],
      ['disclosed', 40],
    ]),
    unopened: new Map([['undecryptable', 1]]),
    receipts: new Map([
      ['sent', 41],
      ['queued', 2],
    ]),
    oldestQueued: secondsAgo(90),
    acknowledgements: { due: 3, overdue: 2 },
    disclosures: { due: 5, overdue: 4 },
    unreadMessages: 6,
    nearMisses: 7,
  },
  mailboxes: [
    {
      name: 'support',
      kept: {
        mailbox: 'support',
        attemptedAt: secondsAgo(5),
        lastGood: { at: secondsAgo(65), milliseconds: 1500 },
        outage: { since: secondsAgo(5), code: 'unreachable', message: 'words' },
        good: 10,
        failed: 2,
        lookedAt: 99,
        warnedOf: null,
      },
    },
    { name: 'the "new" one', kept: null },
  ],
};

/** Lines of values, by what stands before the value. */
async function told(snapshot: Snapshot): Promise<Map<string, string>> {
  const lines = (await exposition(snapshot)).split('\n').filter(line => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map(line => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]),
  );
}

it('of a record with everything in it', async () => {
  expect(Object.fromEntries(await told(FULL))).toMatchObject({
    [`security_inbox_info{version="${version}"}`]: '1',
    'security_inbox_mailbox_up{mailbox="support"}': '0',
    'security_inbox_last_good_pass_timestamp_seconds{mailbox="support"}': String(NOW.getTime() / 1000 - 65),
    'security_inbox_last_pass_timestamp_seconds{mailbox="support"}': String(NOW.getTime() / 1000 - 5),
    'security_inbox_pass_duration_seconds{mailbox="support"}': '1.5',
    'security_inbox_passes_total{mailbox="support",outcome="good"}': '10',
    'security_inbox_passes_total{mailbox="support",outcome="failed"}': '2',
    'security_inbox_passes_total{mailbox="the \\"new\\" one",outcome="good"}': '0',
    'security_inbox_messages_looked_at_total{mailbox="support"}': '99',
    'security_inbox_reports{status="received"}': '3',
    'security_inbox_reports{status="accepted"}': '0',
    'security_inbox_reports{status="disclosed"}': '40',
    'security_inbox_unopened_reports{state="undecryptable"}': '1',
    'security_inbox_unopened_reports{state="quarantined"}': '0',
    'security_inbox_receipts{state="sent"}': '41',
    'security_inbox_receipts{state="queued"}': '2',
    'security_inbox_receipts{state="held"}': '0',
    security_inbox_oldest_queued_receipt_age_seconds: '90',
    security_inbox_acknowledgements_due: '3',
    security_inbox_acknowledgements_overdue: '2',
    security_inbox_disclosures_due: '5',
    security_inbox_disclosures_overdue: '4',
    security_inbox_unread_messages: '6',
    security_inbox_near_misses: '7',
  });
});

it('a mailbox that was never read to its end has no instant of it, which an alert would take for 1970', async () => {
  const names = [...(await told(EMPTY)).keys()];
  expect(names.filter(name => /timestamp|duration|_up/.test(name))).toEqual([]);
  expect(names).toContain('security_inbox_passes_total{mailbox="support",outcome="good"}');
});

it('where nothing waits its age is nothing', async () => {
  expect((await told(EMPTY)).get('security_inbox_oldest_queued_receipt_age_seconds')).toBe('0');
});

it('each has its sort and its meaning above it, once', async () => {
  const text = await exposition(FULL);
  for (const [name, { kind, help }] of Object.entries(METRICS)) {
    expect(text.split(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${name}`)).toHaveLength(2);
  }
});

it('counters alone are called totals', () => {
  const totals = Object.entries(METRICS).filter(([name]) => name.endsWith('_total'));
  expect(totals.map(([, { kind }]) => kind)).toEqual(['counter', 'counter']);
  expect(Object.values(METRICS).filter(({ kind }) => kind === 'counter')).toHaveLength(totals.length);
});
