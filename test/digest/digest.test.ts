import { describe, expect, it } from 'vitest';
import { makeDigest } from '../../src/digest/digest.js';
import { digestText } from '../../src/digest/digest-text.js';
import type { Report } from '../../src/report/schema.js';
import type { ReceiptStatus } from '../../src/store/outbox.js';
import type { ReportNumber, StoredReport } from '../../src/store/reports.js';
import { sampleReport } from '../report/sample.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);

function stored(number: string, recorded: number, due: number, content: Partial<Report> = {}): StoredReport {
  return {
    number: number as ReportNumber,
    recordedAt: hours(recorded),
    acknowledgeBy: hours(due),
    discloseBy: hours(2160),
    content: sampleReport({
      id: number,
      receivedAt: hours(recorded).toISOString(),
      summary: `summary of ${number}`,
      ...content,
    }),
  };
}

const reports = [
  stored('TS-1', -48, -24),
  stored('TS-2', -2, 22, { missing: ['steps'] }),
  stored('TS-3', -1, 10, { state: 'undecryptable', stateReason: 'another key', missing: ['steps'] }),
  stored('TS-4', -1, 30, { state: 'quarantined', stateReason: 'too many parts' }),
];
const receipts = new Map<string, ReceiptStatus>([
  ['TS-1', { state: 'sent', recipient: 'r@example.org', sentAt: NOW }],
  ['TS-2', { state: 'refused', recipient: 'r@example.org', lastAnswer: '550 no\u001b[31m such user' }],
  ['TS-3', { state: 'queued', attempts: 2, lastAnswer: '451 later' }],
  ['TS-4', { state: 'withheld', reason: 'sent by a machine' }],
]);
const ids = (entries: readonly { id: string }[]) => entries.map(entry => entry.id);

describe('the digest', () => {
  const digest = makeDigest(reports, receipts, hours(-24), NOW);

  it('calls new what was recorded since', () => {
    expect(ids(digest.new)).toEqual(['TS-2', 'TS-3', 'TS-4']);
  });

  it('puts the most urgent first, and says what is overdue', () => {
    expect(ids(digest.waiting)).toEqual(['TS-1', 'TS-3', 'TS-2', 'TS-4']);
    expect(digest.waiting.map(entry => entry.overdue)).toEqual([true, false, false, false]);
  });

  it('calls incomplete only what could be read', () => {
    expect(digest.incomplete).toMatchObject([{ id: 'TS-2', missing: ['steps'] }]);
  });

  it('shows what a person has to look at, each with its reason', () => {
    expect(digest.undecryptable).toMatchObject([{ id: 'TS-3', reason: 'another key' }]);
    expect(digest.quarantined).toMatchObject([{ id: 'TS-4', reason: 'too many parts' }]);
    expect(digest.receipts.failed).toMatchObject([{ id: 'TS-2' }]);
    expect(digest.receipts.queued).toMatchObject([{ id: 'TS-3', attempts: 2, answer: '451 later' }]);
    expect(digest.receipts.withheld).toMatchObject([{ id: 'TS-4', reason: 'sent by a machine' }]);
  });

  it('says all of it in text, in the time zone of its readers', () => {
    const text = digestText(digest, 'Europe/Berlin');
    expect(text).toContain('2026-11-24 13:00 (Europe/Berlin)');
    expect(text).toContain('overdue since 2026-11-23 13:00');
    for (const words of [
      'missing: steps',
      'another key',
      'too many parts',
      '451 later',
      'sent by a machine',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toContain('550 no\\u{1b}[31m such user');
  });

  it('of an empty record says so', () => {
    const text = digestText(makeDigest([], new Map(), hours(-24), NOW), 'UTC');
    expect(text).toContain('nothing since 2026-11-23 12:00');
  });
});
