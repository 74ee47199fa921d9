/**
 * Working days by country, state and time zone. Pure: the same instant gives the same answer on every machine.
 */
import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { format } from 'date-fns/format';
import { isWeekend } from 'date-fns/isWeekend';
import Holidays from 'date-holidays';

/** Where the engineers work. */
export interface CalendarSettings {
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2; without it only weekends are free. */
  readonly country?: string | undefined;
  readonly state?: string | undefined;
}

export interface Calendar {
  readonly timeZone: string;
  /** Whether the local day of an instant is a working day. */
  isWorkingDay(instant: Date): boolean;
}

/**
 * Makes the calendar of a place.
 * @throws {RangeError} where date-holidays does not know the country or state
 */
export function createCalendar({ timeZone, country, state }: CalendarSettings): Calendar {
  const holidays = country ? new Holidays() : null;
  if (holidays && country) {
    const known = state ? holidays.getStates(country)?.[state] : holidays.getCountries()[country];
    if (!known) throw new RangeError(`no holiday calendar for ${state ? `${country}-${state}` : country}`);
    if (state) holidays.init(country, state);
    else holidays.init(country);
  }
  const years = new Map<number, ReadonlySet<string>>();

  const holidaysOf = (year: number): ReadonlySet<string> => {
    const known = years.get(year);
    if (known) return known;
    const days = new Set(
      holidays
        ?.getHolidays(year)
        .filter(day => day.type === 'public')
        .flatMap(daysOf) ?? [],
    );
    years.set(year, days);
    return days;
  };

  return {
    timeZone,
    isWorkingDay(instant) {
      const local = new TZDate(instant.getTime(), timeZone);
      return !isWeekend(local) && !holidaysOf(local.getFullYear()).has(format(local, 'yyyy-MM-dd'));
    },
  };
}

/** A holiday as local days; `date` is its first day in local time, and some last several. */
function daysOf(holiday: { date: string; start: Date; end: Date }): string[] {
  const first = new Date(`${holiday.date.slice(0, 10)}T00:00:00Z`);
  const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000));
  return Array.from({ length }, (_, index) => addDays(first, index).toISOString().slice(0, 10));
}
