import { describe, expect, it } from 'vitest';
import { percentile, type ReportTimes, statisticsOf } from '../../src/deadlines/statistics.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-02T09:00:00Z');
const at = (hours: number) => new Date(START + hours * HOUR);
const NOW = at(100);

/** Received at 0, to be answered by 24 and disclosed by 200. */
function report(fields: Partial<ReportTimes> = {}): ReportTimes {
  return {
    receivedAt: at(0),
    acknowledgeBy: at(24),
    acknowledgedAt: null,
    discloseBy: at(200),
    disclosedAt: null,
    isClosed: false,
    ...fields,
  };
}

const answered = (hours: number) => report({ acknowledgedAt: at(hours) });

describe('one report counts as', () => {
  it.each<[string, ReportTimes, string, number | null]>([
    ['in time, answered before', answered(2), 'inTime', 1],
    ['in time, answered at the instant promised', answered(24), 'inTime', 1],
    ['late, answered after', answered(25), 'late', 0],
    ['overdue, open and past due', report(), 'overdue', 0],
    ['pending, open and due now', report({ acknowledgeBy: NOW }), 'pending', null],
    ['owed nothing, closed without an answer', report({ isClosed: true }), 'notOwed', null],
    ['late, closed after a late answer', report({ isClosed: true, acknowledgedAt: at(30) }), 'late', 0],
  ])('%s', (_name, one, outcome, shareInTime) => {
    const none = { inTime: 0, late: 0, overdue: 0, pending: 0, notOwed: 0 };
    expect(statisticsOf([one], NOW).acknowledgement).toMatchObject({ ...none, [outcome]: 1, shareInTime });
  });
});

it('a report that nobody answered lowers the share, and has no time to its answer', () => {
  const { acknowledgement } = statisticsOf([answered(1), answered(3), answered(30), report()], NOW);
  expect(acknowledgement).toEqual({
    inTime: 2,
    late: 1,
    overdue: 1,
    pending: 0,
    notOwed: 0,
    shareInTime: 0.5,
    median: 3 * HOUR,
    percentile90: 30 * HOUR,
  });
});

it('disclosure is measured by its own promise', () => {
  const disclosed = (hours: number) =>
    report({ acknowledgedAt: at(1), disclosedAt: at(hours), isClosed: true });
  const rejected = report({ acknowledgedAt: at(1), isClosed: true });
  const { disclosure } = statisticsOf([disclosed(50), disclosed(300), rejected, answered(1)], at(400));
  expect(disclosure).toEqual({
    inTime: 1,
    late: 1,
    overdue: 1,
    pending: 0,
    notOwed: 1,
    shareInTime: 1 / 3,
    median: 50 * HOUR,
    percentile90: 300 * HOUR,
  });
});

it('of no reports nothing is claimed', () => {
  const { acknowledgement } = statisticsOf([], NOW);
  expect(acknowledgement).toMatchObject({ shareInTime: null, median: null, percentile90: null });
});

describe('a percentile by nearest rank', () => {
  it.each<[string, number[], number, number | null]>([
    ['of none is none', [], 50, null],
    ['of one is it', [7], 90, 7],
    ['the median of two is the smaller', [9, 1], 50, 1],
    ['the median of three is the middle one', [9, 1, 5], 50, 5],
    ['sorts by size and not by digits', [100, 20, 3], 50, 20],
    ['the 90th of ten is the ninth', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90, 9],
    ['the 90th of eleven is the tenth', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 90, 10],
    ['the hundredth is the largest', [2, 8, 4], 100, 8],
  ])('%s', (_name, values, percent, expected) => {
    expect(percentile(values, percent)).toBe(expected);
  });
});
