/**
 * Local days and times of day, and the instants they are. Days are calendar dates, "2026-11-25"; times of day are
 * milliseconds on the clock since midnight. The one place that knows what a clock does when it is set.
 */
import { tzOffset } from '@date-fns/tz';

/** A date of the calendar, "2026-11-25". */
export type LocalDay = string;

export interface LocalTime {
  readonly day: LocalDay;
  /** Milliseconds that the clock shows since midnight, 0 to 86,399,999. */
  readonly time: number;
}

const MINUTE = 60_000;
/** What a day has on the clock. */
export const DAY = 86_400_000;
/** No zone is farther from UTC than 14 hours, or than 26 from another. */
const FARTHEST = 26 * 60 * MINUTE;

/** What the clocks of a zone show at an instant. */
export function localTimeOf(instant: Date, timeZone: string): LocalTime {
  const shown = shownAt(instant.getTime(), timeZone);
  const day = Math.floor(shown / DAY);
  return { day: toDay(day * DAY), time: shown - day * DAY };
}

/**
 * The first instant at which the clocks of a zone show that time of that day or a later one. So a time that a clock
 * passes twice is the first of the two; one that is skipped is the moment of the skip; and so is a day that is
 * skipped, as Apia's 30 December 2011. Later times are thus never earlier instants.
 * @param time - milliseconds on the clock; 86,400,000 is the end of the day
 */
export function instantOf(day: LocalDay, time: number, timeZone: string): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`) + time;
  const [before, after] = [wanted - FARTHEST, wanted + FARTHEST];
  const exact = [before, after]
    .map(near => wanted - offsetAt(near, timeZone))
    .filter(candidate => shownAt(candidate, timeZone) === wanted);
  return new Date(exact.length > 0 ? Math.min(...exact) : skipBetween(before, after, wanted, timeZone));
}

/** Whether a zone has that day at all. */
export function isDay(day: LocalDay, timeZone: string): boolean {
  return localTimeOf(instantOf(day, 0, timeZone), timeZone).day === day;
}

/** The date so many days later, or earlier. */
export function plusDays(day: LocalDay, days: number): LocalDay {
  return toDay(Date.parse(`${day}T00:00:00Z`) + days * DAY);
}

/** The day of the week, 0 for Sunday. */
export function weekDayOf(day: LocalDay): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** @param shown - as an instant, were the clock in UTC */
function toDay(shown: number): LocalDay {
  // Years past 9999 have more digits.
  return new Date(shown).toISOString().replace(/T.*/, '');
}

/** What the clock shows, as an instant were it in UTC. */
function shownAt(instant: number, timeZone: string): number {
  return instant + offsetAt(instant, timeZone);
}

function offsetAt(instant: number, timeZone: string): number {
  return Math.round(tzOffset(timeZone, new Date(instant)) * MINUTE);
}

/** Where a clock is set forward past a time, between two instants with no other change: by halves. */
function skipBetween(before: number, after: number, wanted: number, timeZone: string): number {
  let [early, late] = [before, after];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (shownAt(middle, timeZone) >= wanted) late = middle;
    else early = middle;
  }
  return late;
}
