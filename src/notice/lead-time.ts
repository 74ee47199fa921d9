/**
 * The instant some working hours before another. Pure.
 */
import { TZDate } from '@date-fns/tz';
import { startOfDay } from 'date-fns/startOfDay';
import type { Calendar } from '../deadlines/calendar.js';

const HOUR = 3_600_000;

/** Days that are gone back over; no place has so many holidays in a row. */
const MAX_DAYS = 60;

/**
 * Counts back over working days, each of which has all its hours, and passes over the others.
 * @param hours - working hours, at most a few days of them
 */
export function workingHoursBefore(instant: Date, hours: number, calendar: Calendar): Date {
  let at = new TZDate(instant.getTime(), calendar.timeZone);
  let left = hours * HOUR;
  for (let day = 0; day < MAX_DAYS; day += 1) {
    // A day's first instant belongs to it, but its hours lie behind it: those before are of the day before.
    const start = startOfDay(new TZDate(at.getTime() - 1, calendar.timeZone));
    if (calendar.isWorkingDay(start)) {
      const there = at.getTime() - start.getTime();
      if (there >= left) return new Date(at.getTime() - left);
      left -= there;
    }
    at = start;
  }
  return new Date(at.getTime());
}
