import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../src/deadlines/calendar.js';
import { dueNotices } from '../../src/notice/due.js';
import { mayBeDue } from '../../src/notice/nearly-due.js';
import { noticeKey, type WatchedReport } from '../../src/store/notices.js';
import type { ReportNumber } from '../../src/store/reports.js';

const CALENDAR = createCalendar({ timeZone: 'Europe/Berlin', country: 'DE', state: 'HE' });
const SETTINGS = { beforeDueHours: 4, days: [60, 80, 90] };

/** Arrived on Tuesday 24 November 2026 at noon in Berlin. */
function report(fields: Partial<WatchedReport> = {}): WatchedReport {
  return {
    id: 1,
    number: 'TS-2026-0001' as ReportNumber,
    receivedAt: new Date('2026-11-24T11:00:00Z'),
    acknowledgeBy: new Date('2026-11-25T11:00:00Z'),
    acknowledgedAt: null,
    discloseBy: new Date('2027-02-22T11:00:00Z'),
    isExtended: false,
    ...fields,
  };
}

const ANSWERED = { acknowledgedAt: new Date('2026-11-24T13:00:00Z') };

function due(now: string, fields: Partial<WatchedReport> = {}, told: string[] = [], settings = SETTINGS) {
  const before = new Set(told);
  const notices = dueNotices([report(fields)], before, settings, CALENDAR, new Date(now));
  // What the calendar is not asked for is never due.
  if (!mayBeDue(report(fields), before, settings, new Date(now))) expect(notices).toEqual([]);
  return notices.map(({ kind, occasion }) => `${kind} ${occasion}`);
}

const SOON = 'due-soon 2026-11-25T11:00:00.000Z';
const OVERDUE = 'overdue 2026-11-25T11:00:00.000Z';

describe('of a report', () => {
  it.each<[string, string, Partial<WatchedReport>, string[]]>([
    ['nothing is due while its answer has time', '2026-11-24T14:59:59Z', {}, []],
    ['the answer is due soon from four working hours before', '2026-11-24T15:00:00Z', {}, [SOON]],
    ['the answer is still due soon a moment before it is due', '2026-11-25T10:59:59Z', {}, [SOON]],
    ['the answer is overdue when its time has come', '2026-11-25T11:00:00Z', {}, [OVERDUE]],
    ['an answered one is never due soon', '2026-11-25T08:00:00Z', ANSWERED, []],
    ['an answered one is never overdue', '2026-11-26T11:00:00Z', ANSWERED, []],
    ['the 60th day comes at the same time of day', '2027-01-23T11:00:00Z', ANSWERED, ['days 60']],
    ['the 60th day has not come a moment before', '2027-01-23T10:59:59Z', ANSWERED, []],
    [
      'the 60th day comes an hour sooner where clocks were set forward',
      '2027-04-16T10:00:00Z',
      { ...ANSWERED, receivedAt: new Date('2027-02-15T11:00:00Z') },
      ['days 60'],
    ],
    ['the 80th day takes the place of the 60th', '2027-02-12T11:00:00Z', ANSWERED, ['days 80']],
    ['the 90th day takes the place of both', '2027-05-01T11:00:00Z', ANSWERED, ['days 90']],
    ['answer and age are told side by side', '2027-02-12T11:00:00Z', {}, [OVERDUE, 'days 80']],
    [
      'the day it was extended to comes with its first moment',
      '2027-03-30T22:00:00Z',
      { ...ANSWERED, isExtended: true, discloseBy: new Date('2027-03-31T10:00:00Z') },
      ['disclosure 2027-03-31'],
    ],
    [
      'the day it was extended to has not come the evening before',
      '2027-03-30T21:59:59Z',
      { ...ANSWERED, isExtended: true, discloseBy: new Date('2027-03-31T10:00:00Z') },
      ['days 90'],
    ],
    [
      'the day of disclosure that was not extended is the 90th day alone',
      '2027-02-22T12:00:00Z',
      ANSWERED,
      ['days 90'],
    ],
  ])('%s', (_name, now, fields, expected) => {
    expect(due(now, fields)).toEqual(expected);
  });

  it('what was told is not told again', () => {
    const key = noticeKey({ reportId: 1, kind: 'overdue', occasion: '2026-11-25T11:00:00.000Z' });
    expect(due('2026-11-26T11:00:00Z', {}, [key])).toEqual([]);
  });

  it('a told day hides the ones before it, also those that were never told', () => {
    expect(due('2027-02-13T11:00:00Z', ANSWERED, ['1 days 80'])).toEqual([]);
  });

  it('a day of disclosure that is moved once more is told once more', () => {
    const moved = { ...ANSWERED, isExtended: true, discloseBy: new Date('2027-04-30T10:00:00Z') };
    expect(due('2027-05-01T10:00:00Z', moved, ['1 disclosure 2027-03-31', '1 days 90'])).toEqual([
      'disclosure 2027-04-30',
    ]);
  });

  it('no hours before means no notice before', () => {
    expect(due('2026-11-25T10:00:00Z', {}, [], { ...SETTINGS, beforeDueHours: 0 })).toEqual([]);
  });
});

describe('whether the calendar is to be asked of a report', () => {
  const key = (kind: string, occasion: string) => `${report({}).id} ${kind} ${occasion}`;
  it.each<[string, string, Partial<WatchedReport>, string[], boolean]>([
    ['whose answer may be due soon', '2026-11-24T12:00:00Z', {}, [], true],
    [
      'of which that was told',
      '2026-11-24T16:00:00Z',
      {},
      [key('due-soon', '2026-11-25T11:00:00.000Z')],
      false,
    ],
    ['that is overdue', '2026-11-25T11:00:00Z', {}, [key('due-soon', '2026-11-25T11:00:00.000Z')], true],
    ['that was answered', '2026-11-26T11:00:00Z', ANSWERED, [], false],
    ['whose day comes tomorrow', '2027-01-23T10:00:00Z', ANSWERED, [], true],
    ['whose day came and was told', '2027-01-28T10:00:00Z', ANSWERED, [key('days', '60')], false],
    ['whose earlier day was overtaken', '2027-02-20T10:00:00Z', ANSWERED, [key('days', '80')], false],
    [
      'whose next day is told and may not have come',
      '2027-02-12T10:00:00Z',
      ANSWERED,
      [key('days', '80')],
      true,
    ],
    [
      'whose moved day is near',
      '2027-03-30T22:00:00Z',
      { ...ANSWERED, isExtended: true, discloseBy: new Date('2027-03-31T10:00:00Z') },
      [key('days', '90')],
      true,
    ],
  ])('%s', (_name, now, fields, told, expected) => {
    expect(mayBeDue(report(fields), new Set(told), SETTINGS, new Date(now))).toBe(expected);
  });
});
