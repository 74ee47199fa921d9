/** Days as an operator writes them. */
import { describe, expect, it } from 'vitest';
import { areHours, hoursIn } from '../../src/deadlines/open-hours.js';
import { daysAmong, leavesWorkingDays, mistakeIn, WEEK_DAYS } from '../../src/deadlines/own-days.js';

describe('an entry', () => {
  it.each<[string, string, string[], string[]]>([
    ['names one day', '2026-12-24', ['2026-12-24'], ['2025-12-24', '2027-12-24', '2026-12-23']],
    ['without a year names the day of every year', '12-24', ['2026-12-24', '2027-12-24'], ['2026-12-25']],
    [
      'as a range holds both its ends',
      '2026-12-28..2027-01-02',
      ['2026-12-28', '2026-12-31', '2027-01-02'],
      ['2026-12-27', '2027-01-03', '2027-12-29'],
    ],
    ['as a yearly range', '08-01..08-14', ['2026-08-01', '2031-08-14'], ['2026-07-31', '2026-08-15']],
    [
      'over the end of each year',
      '12-27..01-02',
      ['2026-12-27', '2027-01-02', '2027-12-31'],
      ['2026-12-26', '2027-01-03', '2027-06-01'],
    ],
    ['names a leap day', '02-29', ['2028-02-29'], ['2027-02-28', '2027-03-01']],
  ])('%s', (_name, entry, within, outside) => {
    expect(mistakeIn(entry)).toBeNull();
    const isAmong = daysAmong(['2030-01-07', entry]);
    expect(within.filter(day => !isAmong(day))).toEqual([]);
    expect(outside.filter(isAmong)).toEqual([]);
  });

  it.each<[string, string]>([
    ['24.12.2026', 'must be a day'],
    ['2026-12-24..2026-12-26..2026-12-28', 'must be a day'],
    ['2026-12-24..', 'must be a day'],
    ['1926-12-24', 'must be a day'],
    ['2026-02-29', '2026-02-29 is no day'],
    ['13-01', '13-01 is no day'],
    ['04-31', '04-31 is no day'],
    ['2026-12-24..12-31', 'a year at one end'],
    ['2026-12-24..2026-12-23', 'ends before it begins'],
  ])('%s is refused', (entry, why) => {
    expect(mistakeIn(entry)).toContain(why);
  });
});

describe('working days are left', () => {
  const [sunday, ...rest] = WEEK_DAYS;
  it.each<[string, boolean, Parameters<typeof leavesWorkingDays>]>([
    ['by a usual weekend', true, [['saturday', 'sunday'], [], []]],
    ['by six days of weekend', true, [rest, [], []]],
    ['not by seven', false, [[sunday, ...rest], [], []]],
    ['by seven where a day of each year is worked', true, [[sunday, ...rest], [], ['05-04']]],
    ['not where only a leap day is worked', false, [[sunday, ...rest], [], ['02-29']]],
    ['not by all days of every year', false, [[], ['01-01..12-31'], []]],
    ['not by two ranges that meet', false, [[], ['02-01..11-30', '12-01..01-31'], []]],
    ['not by ranges of years far away', false, [[], ['2060-01-01..2061-01-02'], []]],
    ['by a year and no day more', true, [[], ['2061-01-01..2061-12-31'], []]],
    [
      'not where the only day left is a holiday',
      false,
      [[], ['01-02..12-31'], [], day => day.endsWith('01-01')],
    ],
  ])('%s', (_name, isLeft, settings) => {
    expect(leavesWorkingDays(...settings)).toBe(isLeft);
  });
});

describe('hours', () => {
  it.each(['09:00-17:00', '00:00-24:00', '23:58-23:59'])('%s are hours', text => {
    expect(areHours(text)).toBe(true);
  });
  it.each([
    '9-17',
    '9:00-17:00',
    '09:00-09:00',
    '17:00-09:00',
    '09:00-24:01',
    '24:00-24:00',
    '09:60-17:00',
    '',
  ])('"%s" are none', text => {
    expect(areHours(text)).toBe(false);
  });
  it('are read to the minute', () => {
    expect(hoursIn('08:30-24:00')).toEqual({ from: 30_600_000, to: 86_400_000 });
  });
});
