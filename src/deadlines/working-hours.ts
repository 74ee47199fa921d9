/**
 * Working time: what of a stretch of time lies in the hours of working days. Counted as time that passes, so that an
 * hour in which a clock is set is no longer and no shorter than any other. Pure.
 */
import type { Calendar } from './calendar.js';
import { instantOf, type LocalDay, localTimeOf } from './local-time.js';

const HOUR = 3_600_000;

/**
 * The latest instant with so much working time between it and another: "four working hours before the answer is due".
 * @param hours - 0 or more, with a fraction; 0 gives the instant itself
 */
export function workingHoursBefore(instant: Date, hours: number, calendar: Calendar): Date {
  let missing = Math.round(hours * HOUR);
  if (missing <= 0) return new Date(instant);
  let { day } = localTimeOf(instant, calendar.timeZone);
  for (;;) {
    const { from, to } = openOn(day, calendar);
    const end = Math.min(to, instant.getTime());
    if (end - from >= missing) return new Date(end - missing);
    missing -= Math.max(0, end - from);
    day = calendar.lastWorkingDay(day);
  }
}

/** The instants between which a day is worked; the same one twice where it is not. */
function openOn(day: LocalDay, calendar: Calendar): { from: number; to: number } {
  const { hours, timeZone } = calendar;
  const from = instantOf(day, hours.from, timeZone).getTime();
  if (!calendar.isWorkingDay(day)) return { from, to: from };
  return { from, to: instantOf(day, hours.to, timeZone).getTime() };
}
