/** Working days of places, against lists of their holidays that were not made with date-holidays. */
import { describe, expect, it } from 'vitest';
import { type CalendarSettings, createCalendar } from '../../src/deadlines/calendar.js';
import { plusDays, weekDayOf } from '../../src/deadlines/local-time.js';

/** Days from Monday to Friday that are free, or all days that are where the weekend is another. */
function freeDays(settings: CalendarSettings, year: number, weekend = [0, 6]): string[] {
  const calendar = createCalendar(settings);
  const free: string[] = [];
  for (let day = `${year}-01-01`; day < `${year + 1}-01-01`; day = plusDays(day, 1)) {
    if (!weekend.includes(weekDayOf(day)) && !calendar.isWorkingDay(day)) free.push(day.slice(5));
  }
  return free;
}

const HESSE = { timeZone: 'Europe/Berlin', country: 'DE', state: 'HE' };

describe('the ten holidays of Hesse', () => {
  // HFeiertagsG § 1.
  it.each<[number, string[]]>([
    [2026, ['01-01', '04-03', '04-06', '05-01', '05-14', '05-25', '06-04', '10-03', '12-25', '12-26']],
    [2027, ['01-01', '03-26', '03-29', '05-01', '05-06', '05-17', '05-27', '10-03', '12-25', '12-26']],
    [2028, ['01-01', '04-14', '04-17', '05-01', '05-25', '06-05', '06-15', '10-03', '12-25', '12-26']],
  ])('of %i', (year, holidays) => {
    // With a weekend of no day, what is free is a holiday.
    expect(freeDays({ ...HESSE, weekend: [] }, year, [])).toEqual(holidays);
  });
});

it.each<[string, CalendarSettings, number, string[]]>([
  [
    'Corpus Christi is none in Berlin, and Women’s Day is one',
    { timeZone: 'Europe/Berlin', country: 'DE', state: 'BE' },
    2027,
    ['01-01', '03-08', '03-26', '03-29', '05-06', '05-17'],
  ],
  [
    'Augsburg has its Peace Festival, as a region',
    { timeZone: 'Europe/Berlin', country: 'DE', state: 'BY', region: 'A' },
    2028,
    [
      '01-06',
      '04-14',
      '04-17',
      '05-01',
      '05-25',
      '06-05',
      '06-15',
      '08-08',
      '08-15',
      '10-03',
      '11-01',
      '12-25',
      '12-26',
    ],
  ],
  [
    'England has its substitute days after Christmas',
    { timeZone: 'Europe/London', country: 'GB', state: 'ENG' },
    2027,
    ['01-01', '03-26', '03-29', '05-03', '05-31', '08-30', '12-27', '12-28'],
  ],
  [
    'Northern Ireland has two days more',
    { timeZone: 'Europe/London', country: 'GB', state: 'NIR' },
    2026,
    ['01-01', '03-17', '04-03', '04-06', '05-04', '05-25', '07-13', '08-31', '12-25', '12-28'],
  ],
  [
    'Scotland works on Easter Monday',
    { timeZone: 'Europe/London', country: 'GB', state: 'SCT' },
    2026,
    ['01-01', '01-02', '04-03', '05-04', '05-25', '08-03', '11-30', '12-25', '12-28'],
  ],
  [
    'the United States have days observed before or after, also that of the next year',
    { timeZone: 'America/New_York', country: 'US' },
    2027,
    [
      '01-01',
      '01-18',
      '02-15',
      '05-31',
      '06-18',
      '07-05',
      '09-06',
      '10-11',
      '11-11',
      '11-25',
      '12-24',
      '12-31',
    ],
  ],
  [
    'Japan has a substitute day after three holidays, and a day between two',
    { timeZone: 'Asia/Tokyo', country: 'JP' },
    2026,
    [
      '01-01',
      '01-12',
      '02-11',
      '02-23',
      '03-20',
      '04-29',
      '05-04',
      '05-05',
      '05-06',
      '07-20',
      '08-11',
      '09-21',
      '09-22',
      '09-23',
      '10-12',
      '11-03',
      '11-23',
    ],
  ],
  [
    'half days of Iceland are worked',
    { timeZone: 'Atlantic/Reykjavik', country: 'IS' },
    2026,
    ['01-01', '04-02', '04-03', '04-06', '04-23', '05-01', '05-14', '05-25', '06-17', '08-03', '12-25'],
  ],
])('%s', (_name, place, year, expected) => {
  expect(freeDays(place, year)).toEqual(expected);
});

it('an Islamic feast is on the days it is named for, not on the evening before', () => {
  const weekend = ['friday', 'saturday'] as const;
  const riyadh = createCalendar({ timeZone: 'Asia/Riyadh', country: 'SA', weekend });
  const week = [
    '2026-05-25',
    '2026-05-26',
    '2026-05-27',
    '2026-05-28',
    '2026-05-29',
    '2026-05-30',
    '2026-05-31',
  ];
  expect(week.filter(riyadh.isWorkingDay)).toEqual(['2026-05-25', '2026-05-31']);
});

it("Turkey's feast of three and a half days frees three", () => {
  const istanbul = createCalendar({ timeZone: 'Europe/Istanbul', country: 'TR' });
  expect(['2026-03-19', '2026-03-20', '2026-03-23'].map(istanbul.isWorkingDay)).toEqual([true, false, true]);
});

it('a feast that begins in one year frees days of the next', () => {
  const riyadh = createCalendar({ timeZone: 'Asia/Riyadh', country: 'SA', weekend: ['friday', 'saturday'] });
  expect(['2007-01-01', '2007-01-02', '2007-01-03'].map(riyadh.isWorkingDay)).toEqual([false, false, true]);
});

it('a holiday is a whole day where the clock is set on it', () => {
  const brandenburg = { timeZone: 'Europe/Berlin', country: 'DE', state: 'BB', weekend: [] };
  // Easter Sunday, and the start of summer time.
  expect(createCalendar(brandenburg).isWorkingDay('2027-03-28')).toBe(false);
});

it('the weekend is that of the configuration', () => {
  const cairo = createCalendar({ timeZone: 'Africa/Cairo', country: 'EG', weekend: ['friday', 'saturday'] });
  expect(cairo.nextWorkingDay('2026-11-26')).toBe('2026-11-29');
  expect(cairo.lastWorkingDay('2026-11-29')).toBe('2026-11-26');
});

it('own days are free, and worked days go before all that is free', () => {
  const calendar = createCalendar({
    ...HESSE,
    extraDays: ['12-24', '2026-11-30..2026-12-04'],
    workedDays: ['2026-12-02', '2026-12-25', '2026-12-05'],
  });
  const days = ['11-30', '12-01', '12-02', '12-04', '12-05', '12-06', '12-24', '12-25', '12-26'];
  expect(days.filter(day => calendar.isWorkingDay(`2026-${day}`))).toEqual(['12-02', '12-05', '12-25']);
});

it('without a country only weekends are free', () => {
  const plain = createCalendar({ timeZone: 'UTC' });
  expect(plain.isWorkingDay('2026-12-25')).toBe(true);
  expect(plain.isWorkingDay('2026-12-26')).toBe(false);
});

it('a code is known in capitals and in small letters', () => {
  const small = createCalendar({ timeZone: 'Europe/Berlin', country: 'de', state: 'he' });
  expect(small.isWorkingDay('2026-06-04')).toBe(false);
});

it.each<[string, Omit<CalendarSettings, 'timeZone'>]>([
  ['XX', { country: 'XX' }],
  ['DE-ZZ', { country: 'DE', state: 'ZZ' }],
  ['DE-BY-ZZ', { country: 'DE', state: 'BY', region: 'ZZ' }],
])('%s is on no list and refused', (path, place) => {
  expect(() => createCalendar({ timeZone: 'UTC', ...place })).toThrow(path);
});

it('a calendar is refused whose only working day of the year is a holiday', () => {
  const settings = { ...HESSE, weekend: [], extraDays: ['01-02..12-31'] };
  expect(() => createCalendar(settings)).toThrow('no working day');
  expect(createCalendar({ ...settings, country: undefined, state: undefined }).timeZone).toBe(
    'Europe/Berlin',
  );
});

it('for a date of a broken clock no holidays are calculated', () => {
  const tokyo = createCalendar({ timeZone: 'Asia/Tokyo', country: 'JP' });
  expect(['2199-01-01', '9999-01-01'].map(tokyo.isWorkingDay)).toEqual([false, true]);
  expect(tokyo.nextWorkingDay('+275000-01-01')).toMatch(/^\+275000-01-0/);
});
