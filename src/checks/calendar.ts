/**
 * The calendar that working days are counted by: that its place is known, and has holidays this year and the next.
 */
import { type Calendar, type CalendarSettings, createCalendar } from '../deadlines/calendar.js';
import { formatInstant } from '../deadlines/deadlines.js';
import { type LocalDay, localTimeOf, plusDays } from '../deadlines/local-time.js';
import { type CheckResult, failure, ok, warning } from './result.js';

/** Looks at the years that promises made today fall into. */
export function checkCalendar(settings: CalendarSettings, now: Date): CheckResult {
  const id = 'calendar';
  let calendar: Calendar;
  try {
    calendar = createCalendar(settings);
  } catch (error) {
    return failure(
      id,
      'config',
      `The calendar can't be used: ${error instanceof Error ? error.message : 'unknown error'}.`,
      'Name calendar.country and calendar.state by their ISO codes, as in "DE" and "HE", and leave working days.',
    );
  }
  const { timeZone, country, state } = settings;
  const says = `In ${timeZone} it is ${formatInstant(now, timeZone)}`;
  if (country === undefined) {
    return warning(
      id,
      `${says}. No calendar.country is configured, so public holidays count as working days.`,
      'Name the country, and its state where it has holidays of its own, or list free days in calendar.extraDays.',
    );
  }
  const place = [country, state].filter(part => part !== undefined).join('-');
  const year = Number(localTimeOf(now, timeZone).day.slice(0, 4));
  const without = createCalendar({ ...settings, country: undefined, state: undefined, region: undefined });
  const counts = [year, year + 1].map(each => ({ each, days: holidaysIn(each, calendar, without) }));
  const empty = counts.find(({ days }) => days === 0);
  if (empty) {
    return warning(
      id,
      `${says}. For ${place} no public holiday of ${empty.each} is known that falls on a working day.`,
      'Update security-inbox, or list free days in calendar.extraDays.',
    );
  }
  const words = counts.map(({ each, days }) => `${days} in ${each}`).join(' and ');
  return ok(id, `${says}. Of working days in ${place}, holidays take ${words}.`);
}

/** Days that the country's holidays take from a year's working days. */
function holidaysIn(year: number, calendar: Calendar, without: Calendar): number {
  let count = 0;
  for (let day: LocalDay = `${year}-01-01`; day.startsWith(`${year}`); day = plusDays(day, 1)) {
    if (without.isWorkingDay(day) && !calendar.isWorkingDay(day)) count += 1;
  }
  return count;
}
