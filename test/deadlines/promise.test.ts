/** What holds of every due instant, in any zone, with any weekend and holidays. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calendar, createCalendar } from '../../src/deadlines/calendar.js';
import { deadlinesOf } from '../../src/deadlines/deadlines.js';
import { instantOf, localTimeOf, plusDays } from '../../src/deadlines/local-time.js';
import { WEEK_DAYS } from '../../src/deadlines/own-days.js';
import { workingHoursBefore } from '../../src/deadlines/working-hours.js';
import { workingTimeBetween } from './working-time.js';
import { ZONES } from './zones.js';

const WEEKENDS = [['saturday', 'sunday'], ['friday', 'saturday'], [], WEEK_DAYS.slice(1)] as const;
const EXTRA = [[], ['12-24'], ['12-27..01-02', '2026-08-03..2026-08-21']];
const HOURS = ['09:00-17:00', '00:00-24:00', '01:30-02:45'];
const PLACES = [{}, { country: 'SA' }, {}, { country: 'DE', state: 'HE' }, {}];

// Each zone with each list of own days; the other lists differ in length, so that their kinds meet.
const MADE = Array.from({ length: 3 * ZONES.length }, (_, at) =>
  createCalendar({
    timeZone: ZONES[at % ZONES.length] ?? 'UTC',
    ...PLACES[at % PLACES.length],
    weekend: WEEKENDS[at % WEEKENDS.length],
    extraDays: EXTRA[Math.floor(at / ZONES.length)],
    hours: HOURS[at % HOURS.length],
  }),
);
const calendars = fc.constantFrom(...MADE);
// Around the turn of 2011 too, when Apia skipped a day.
const instants = fc
  .oneof(
    fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2029, 0) }),
    fc.integer({ min: Date.UTC(2011, 11, 20), max: Date.UTC(2012, 0, 10) }),
  )
  .map(milliseconds => new Date(milliseconds));
const RUNS = { numRuns: 300 };

function dueAfter(received: Date, acknowledgeWorkingDays: number, calendar: Calendar): Date {
  return deadlinesOf(received, { acknowledgeWorkingDays, disclosureDays: 90 }, calendar).acknowledgeBy;
}

/** Counted a day at a time, both ends left out. */
function workingDaysBetween(from: string, to: string, calendar: Calendar): number {
  let count = 0;
  for (let day = plusDays(from, 1); day < to; day = plusDays(day, 1))
    count += calendar.isWorkingDay(day) ? 1 : 0;
  return count;
}

describe('an answer', () => {
  it('is due on a working day, not before the mail, with the promised working days between', () => {
    fc.assert(
      fc.property(instants, fc.nat(10), calendars, (received, promised, calendar) => {
        const due = dueAfter(received, promised, calendar);
        const arrived = localTimeOf(received, calendar.timeZone);
        const { day } = localTimeOf(due, calendar.timeZone);
        expect(calendar.isWorkingDay(day)).toBe(true);
        expect(due.getTime()).toBeGreaterThanOrEqual(received.getTime());
        const between = workingDaysBetween(arrived.day, day, calendar);
        if (calendar.isWorkingDay(arrived.day)) expect(between).toBe(Math.max(0, promised - 1));
        else expect(between).toBe(promised);
      }),
      RUNS,
    );
  });

  it('is due at the local time of arrival, or at the start of the day', () => {
    fc.assert(
      fc.property(instants, calendars, (received, calendar) => {
        const { timeZone } = calendar;
        const arrived = localTimeOf(received, timeZone);
        const due = dueAfter(received, 1, calendar);
        const time = calendar.isWorkingDay(arrived.day) ? arrived.time : 0;
        expect(due).toEqual(instantOf(localTimeOf(due, timeZone).day, time, timeZone));
      }),
      RUNS,
    );
  });

  it('is never due earlier for what arrives later by the clock', () => {
    const wait = fc.oneof(fc.nat(7_200_000), fc.nat(10 * 86_400_000));
    fc.assert(
      fc.property(instants, wait, fc.nat(3), calendars, (first, wait, promised, calendar) => {
        const second = new Date(first.getTime() + wait);
        const [one, other] = [first, second].map(instant => localTimeOf(instant, calendar.timeZone));
        // In an hour that a clock shows twice, a later mail may come at an earlier time.
        fc.pre(one !== undefined && other !== undefined);
        fc.pre(one.day < other.day || (one.day === other.day && one.time <= other.time));
        const [due, later] = [first, second].map(received => dueAfter(received, promised, calendar));
        expect(Number(later)).toBeGreaterThanOrEqual(Number(due));
      }),
      RUNS,
    );
  });
});

describe('working time', () => {
  it('before an instant is what passes until then, and no later start would do', () => {
    const hours = fc.integer({ min: 1, max: 400 }).map(tenths => tenths / 10);
    fc.assert(
      fc.property(instants, hours, calendars, (instant, hours, calendar) => {
        const from = workingHoursBefore(instant, hours, calendar);
        const needed = Math.round(hours * 3_600_000);
        expect(workingTimeBetween(from, instant, calendar)).toBe(needed);
        const later = new Date(from.getTime() + 1);
        expect(workingTimeBetween(later, instant, calendar)).toBe(needed - 1);
      }),
      { numRuns: 100 },
    );
  });

  it('adds up, and is no more than the time that passes', () => {
    const length = fc.nat(20 * 86_400_000);
    fc.assert(
      fc.property(instants, length, length, calendars, (from, one, other, calendar) => {
        const middle = new Date(from.getTime() + one);
        const to = new Date(middle.getTime() + other);
        const whole = workingTimeBetween(from, to, calendar);
        expect(workingTimeBetween(from, middle, calendar) + workingTimeBetween(middle, to, calendar)).toBe(
          whole,
        );
        expect(whole).toBeLessThanOrEqual(one + other);
      }),
      { numRuns: 100 },
    );
  });
});
