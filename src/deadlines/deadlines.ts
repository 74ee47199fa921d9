/**
 * Deadlines: when an engineer must have answered, and the latest day of disclosure. The rule: the answer is
 * due at the same local time on the next working day; mail that arrives outside a working day counts from the
 * start of the next one. Pure; the digest, the receipt and `show` all state these instants.
 */
import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { startOfDay } from 'date-fns/startOfDay';
import type { Calendar } from './calendar.js';

export interface Deadlines {
  readonly acknowledgeBy: Date;
  readonly discloseBy: Date;
}

/**
 * The deadlines of a report.
 * @param receivedAt - UTC instant the mail reached the mailbox
 * @param policy - as promised: working days to an answer, days to disclosure
 */
export function deadlinesOf(
  receivedAt: Date,
  policy: { readonly acknowledgeWorkingDays: number; readonly disclosureDays: number },
  calendar: Calendar,
): Deadlines {
  const arrived = new TZDate(receivedAt.getTime(), calendar.timeZone);
  const counted = calendar.isWorkingDay(arrived) ? arrived : startOfDay(nextWorkingDay(arrived, calendar));
  let due: TZDate = counted;
  for (let day = 0; day < policy.acknowledgeWorkingDays; day += 1) due = nextWorkingDay(due, calendar);
  return {
    acknowledgeBy: new Date(due.getTime()),
    discloseBy: new Date(addDays(arrived, policy.disclosureDays).getTime()),
  };
}

function nextWorkingDay(from: TZDate, calendar: Calendar): TZDate {
  let day = addDays(from, 1);
  while (!calendar.isWorkingDay(day)) day = addDays(day, 1);
  return day;
}

/** Languages that dates are written in, each as Intl knows it. */
const LOCALES = { en: 'en-GB', de: 'de-DE' };

/**
 * An instant as a person in the calendar's time zone reads it: "Wednesday, 25 November 2026, 14:03 CET".
 */
export function formatInstant(
  instant: Date,
  timeZone: string,
  language: keyof typeof LOCALES = 'en',
): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(instant);
}

/** The local day of an instant: "22 February 2027". */
export function formatDay(instant: Date, timeZone: string, language: keyof typeof LOCALES = 'en'): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(instant);
}
