/** What a digest says of a record. */
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/digest/digest.js';
import type { DigestRecord } from '../../src/digest/record.js';
import type { Life } from '../../src/life/life.js';
import type { ReportSummary } from '../../src/store/summaries.js';
import { SENT_BY_MACHINE } from '../../src/store/withheld.js';
import { JUST_RECEIVED } from '../life/just-received.js';
import { sampleRecord } from './sample-record.js';
import { sampleSummary } from './sample-summary.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const HOUR = 3_600_000;
const hours = (count: number) => new Date(NOW.getTime() + count * HOUR);
const days = (count: number) => hours(24 * count);

const make = (record: DigestRecord, timeZone = 'Europe/Berlin') =>
  digestOf(record, { since: days(-1), now: NOW, timeZone, disclosureDays: 90 });
const life = (fields: Partial<Life>) => ({ life: { ...JUST_RECEIVED, ...fields } });
const report = (number: string, received: Date, fields: Partial<ReportSummary> = {}) =>
  sampleSummary(number, {
    receivedAt: received,
    recordedAt: received,
    acknowledgeBy: days(1),
    discloseBy: days(50),
    ...fields,
  });
const ids = (entries: readonly { id: string }[]) => entries.map(({ id }) => id);

describe('a report', () => {
  it.each([
    ['Europe/Berlin', '2026-11-23T23:30:00Z', 0],
    ['Europe/Berlin', '2026-11-23T22:30:00Z', 1],
    ['UTC', '2026-11-23T23:30:00Z', 1],
    ['Pacific/Auckland', '2026-11-24T10:30:00Z', 1],
  ])('is as old as days of the calendar have begun in %s since %s', (timeZone, received, age) => {
    const { open } = make(sampleRecord({ reports: [report('TS-1', new Date(received))] }), timeZone);
    expect(open).toMatchObject([{ ageDays: age, receivedAt: new Date(received).toISOString() }]);
  });

  it.each([
    ['later today', hours(5), 0],
    ['earlier today', hours(-5), -1],
    ['five days ago', days(-5), -5],
    ['tomorrow early', new Date('2026-11-25T00:10:00Z'), 1],
    ['an hour of summer time away', new Date('2027-03-29T11:30:00Z'), 125],
  ])('whose disclosure is due %s says so in days', (_name, discloseBy, daysLeft) => {
    const { open } = make(sampleRecord({ reports: [report('TS-1', days(-80), { discloseBy })] }));
    expect(open).toMatchObject([{ daysLeft }]);
  });

  it.each<[string, Partial<ReportSummary>, string | null]>([
    ['as nobody stated it', {}, null],
    ['as its reporter stated it', { stated: { rating: 'high', score: 8.2 } }, 'high 8.2'],
    ['as its vector comes to', { computed: { rating: 'low', score: 3.1 } }, 'low 3.1 (vector)'],
    [
      'as an engineer judged it',
      { stated: { rating: 'high', score: 8.2 }, ...life({ severity: 'low' }) },
      'low',
    ],
    [
      'as an engineer’s vector comes to',
      life({ severity: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }),
      'high 7.5',
    ],
  ])('has its severity %s', (_name, fields, severity) => {
    expect(make(sampleRecord({ reports: [report('TS-1', days(-1), fields)] })).open).toMatchObject([
      { severity },
    ]);
  });
});

describe('the lists', () => {
  const closed = (hoursAgo: number, fields: Partial<Life> = {}) =>
    life({ status: 'rejected', closedAt: hours(-hoursAgo), ...fields });
  const made = make(
    sampleRecord({
      reports: [
        report('TS-1', days(-9)),
        report('TS-2', hours(-9), closed(2)),
        report('TS-3', hours(-8)),
        report('TS-4', hours(-7)),
        report('TS-5', days(-5), closed(30)),
        report(
          'TS-6',
          days(-4),
          closed(3, { status: 'duplicate', duplicateOf: 'TS-1', acknowledgedAt: hours(-4) }),
        ),
      ],
      closingReasons: new Map([
        ['TS-2', 'not ours'],
        ['TS-6', 'the same file'],
      ]),
    }),
  );

  it('hold what is new, the newest first, and what is open, the oldest first', () => {
    expect(ids(made.new)).toEqual(['TS-4', 'TS-3']);
    expect(ids(made.open)).toEqual(['TS-1', 'TS-3', 'TS-4']);
    expect(made.open.map(({ isNew }) => isNew)).toEqual([false, true, true]);
  });

  it('hold what was closed since, with its reason, and it stands nowhere else', () => {
    expect(made.closed).toMatchObject([
      { id: 'TS-2', status: 'rejected', reason: 'not ours', acknowledgedAt: null, owesAnswer: false },
      { id: 'TS-6', reason: 'it repeats TS-1: the same file', acknowledgedAt: hours(-4).toISOString() },
    ]);
    const { closed: list, ...others } = made;
    for (const id of ['TS-2', 'TS-5', 'TS-6']) expect(JSON.stringify(others)).not.toContain(id);
  });
});

it('what is no report and was not told is listed too', () => {
  const { unreadMessages, failedNotices } = make(
    sampleRecord({
      unread: [
        {
          mailbox: 'u@h:1',
          folder: 'INBOX',
          uidValidity: '1',
          uid: 7,
          firstSeen: hours(-3),
          attempts: 2,
          lastTried: hours(-1),
          lastWords: 'NO internal error',
          isAskedFor: false,
        },
      ],
      failedNotices: [
        {
          number: sampleSummary('TS-1').number,
          kind: 'due-soon',
          channel: 'mail',
          target: 'ada@example.test',
          triedAt: hours(-1),
          answer: '550 no',
        },
      ],
      failedDigests: [{ target: 'ben@example.test', triedAt: hours(-1), answer: '550 no' }],
    }),
  );
  expect(unreadMessages).toEqual([
    { folder: 'INBOX', uid: 7, since: hours(-3).toISOString(), attempts: 2, answer: 'NO internal error' },
  ]);
  expect(failedNotices).toEqual([
    { id: 'TS-1', notice: 'answer due soon', to: 'ada@example.test', answer: '550 no' },
    { id: null, notice: 'digest', to: 'ben@example.test', answer: '550 no' },
  ]);
});

describe('the numbers', () => {
  const done = (number: string, taken: number, promised: number) => ({
    number,
    receivedAt: days(-3),
    by: new Date(days(-3).getTime() + promised * HOUR),
    doneAt: new Date(days(-3).getTime() + taken * HOUR),
  });

  it('are those of the record, with how long it took, in time, late, or overdue still', () => {
    const { numbers } = make(
      sampleRecord(
        {
          reports: [
            report('TS-1', days(-900), { acknowledgeBy: days(-899), discloseBy: days(-800) }),
            report('TS-2', hours(-1)),
            report('TS-3', days(-2), { acknowledgeBy: days(-1) }),
          ],
          counts: { received: 4, acknowledged: 3, closed: 2, disclosed: 1 },
          answers: [done('TS-9', 30, 24), done('TS-8', 4, 24), done('TS-7', 2, 24)],
        },
        { receipt: { 'TS-3': { state: 'withheld', reason: SENT_BY_MACHINE['machine-address'] } } },
      ),
    );
    expect(numbers).toMatchObject({
      ...{
        days: 7,
        timingDays: 90,
        received: 4,
        acknowledged: 3,
        closed: 2,
        disclosed: 1,
        open: 3,
        overdue: 1,
      },
      timeToAcknowledge: { count: 4, median: 4 * HOUR, percentile90: 30 * HOUR, shareInTime: 0.5 },
      timeToDisclose: { count: 1, median: null, percentile90: null, shareInTime: 0 },
    });
    expect(ids(numbers.acknowledgements)).toEqual(['TS-9', 'TS-8', 'TS-7']);
  });

  it('of an empty record are none', () => {
    expect(make(sampleRecord()).numbers.timeToAcknowledge).toEqual({
      count: 0,
      median: null,
      percentile90: null,
      shareInTime: null,
    });
  });
});
