/**
 * Working days by time zone, country, state and what an operator adds. Pure: the same day gives the same answer on
 * every machine, whatever zone its own clock is in.
 *
 * A day is free on the weekend, on a public holiday, and where `extraDays` names it; unless `workedDays` names it,
 * which goes before all of them. Of date-holidays only the type `public` counts: `bank` and `observance` are days on
 * which most people work. A holiday that begins in the afternoon, as Christmas Eve in Iceland, leaves its day a
 * working day. Islamic and Jewish days begin at the sunset before; the day named is the one that is free.
 *
 * date-holidays takes longer to load than a poll that finds nothing, so it is loaded with the first day that is asked for;
 * whether it knows a place is known without it (`places.ts`).
 */
import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { remembering } from '../remembering.js';
import { DAY, isDay, type LocalDay, plusDays } from './local-time.js';
import { DEFAULT_HOURS, hoursIn, type OpenHours } from './open-hours.js';
import { daysAmong, isWeekDay, leavesWorkingDays, type WeekDay } from './own-days.js';
import { type Place, placeOf } from './places.js';

/** Where and when the engineers work. */
export interface CalendarSettings {
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2; without it only weekends are free. */
  readonly country?: string | undefined;
  /** ISO 3166-2, without its country. */
  readonly state?: string | undefined;
  /** A part of the state, where date-holidays has one: "A" for Augsburg in DE, BY. */
  readonly region?: string | undefined;
  /** Saturday and Sunday where it is left out. */
  readonly weekend?: readonly WeekDay[] | undefined;
  /** Free days beside holidays, as `own-days.ts` reads them. */
  readonly extraDays?: readonly string[] | undefined;
  /** Days that are worked though they would be free. */
  readonly workedDays?: readonly string[] | undefined;
  /** "09:00-17:00" */
  readonly hours?: string | undefined;
}

export interface Calendar {
  readonly timeZone: string;
  /** When work begins and ends on a working day. */
  readonly hours: OpenHours;
  /** Whether a local day is a working day. A day that the zone skips is none. */
  isWorkingDay(day: LocalDay): boolean;
  /** The first working day after a day. */
  nextWorkingDay(day: LocalDay): LocalDay;
  /** The last working day before a day. */
  lastWorkingDay(day: LocalDay): LocalDay;
}

/** A search ends in any case; `leavesWorkingDays` has made sure that it finds one. */
const FARTHEST_DAYS = 3 * 366;

/**
 * Makes the calendar of a place.
 * @throws {RangeError} where date-holidays does not know the place, or no working day is left
 */
export function createCalendar(settings: CalendarSettings): Calendar {
  const { timeZone, weekend = ['saturday', 'sunday'], extraDays = [], workedDays = [] } = settings;
  const isHoliday = holidaysOf(placeOf(settings));
  if (!leavesWorkingDays(weekend, extraDays, workedDays, isHoliday)) {
    throw new RangeError('free days leave no working day for over a year');
  }
  const [isExtra, isWorked] = [daysAmong(extraDays), daysAmong(workedDays)];

  const isFree = (day: LocalDay) => isWeekDay(weekend, day) || isExtra(day) || isHoliday(day);
  const isWorkingDay = remembering(
    MOST_REMEMBERED,
    (day: LocalDay) => (isWorked(day) || !isFree(day)) && isDay(day, timeZone),
  );
  const workingDayFrom = (day: LocalDay, step: 1 | -1): LocalDay => {
    for (let days = 1; days <= FARTHEST_DAYS; days += 1) {
      const found = plusDays(day, days * step);
      if (isWorkingDay(found)) return found;
    }
    throw new RangeError(`no working day near ${day}`);
  };
  return {
    timeZone,
    hours: hoursIn(settings.hours ?? DEFAULT_HOURS),
    isWorkingDay,
    nextWorkingDay: day => workingDayFrom(day, 1),
    lastWorkingDay: day => workingDayFrom(day, -1),
  };
}

/** Days asked for at once: the mails of a flood, and the statistics of a year, ask for the same ones again and again. */
const MOST_REMEMBERED = 1000;

/** For a date that a broken clock wrote into a mail: date-holidays may calculate without end on a year far away. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2199];

function holidaysOf(place: Place | null) {
  let holidays: Holidays | null = null;
  const days = new Set<LocalDay>();
  const read = new Set<number>();
  const readYear = (year: number) => {
    if (read.has(year) || year < FIRST_YEAR || year > LAST_YEAR) return;
    read.add(year);
    holidays ??= place && openHolidays(place);
    for (const holiday of holidays?.getHolidays(year) ?? []) {
      if (holiday.type === 'public') for (const day of daysOf(holiday)) days.add(day);
    }
  };
  return (day: LocalDay): boolean => {
    const year = Number(day.slice(0, 4));
    // A feast of several days may begin in the year before.
    readYear(year - 1);
    readYear(year);
    return days.has(day);
  };
}

function openHolidays([country, state, region]: Place): Holidays {
  const require = createRequire(import.meta.url);
  const Library: typeof Holidays = require('date-holidays');
  if (state === undefined) return new Library(country);
  return region === undefined ? new Library(country, state) : new Library(country, state, region);
}

const HOUR = 3_600_000;

/**
 * The whole days of a holiday. `date` is its first day by name, where `start` is the sunset before it for some; an
 * hour is lent for a day that is one short. Turkey's feasts have 90 hours: an afternoon and three days.
 */
function daysOf({ date, start, end }: { date: string; start: Date; end: Date }): LocalDay[] {
  const length = Math.floor((end.getTime() - start.getTime() + HOUR) / DAY);
  return Array.from({ length }, (_, index) => plusDays(date.slice(0, 10), index));
}
