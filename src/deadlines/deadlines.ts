/**
 * Deadlines: when an engineer must have answered, and the latest day of disclosure. The rule: the answer is
 * due at the same local time on the next working day; mail that arrives outside a working day counts from the
 * start of the next one. Pure; the digest, the receipt and `show` all state these instants.
 *
 * Where a clock is set on the day that something is due, a time that it shows twice is the first of the two, and one
 * that it skips is the moment of the skip (`instantOf`): never later than a reader of either kind would expect.
 */
import type { Calendar } from './calendar.js';
import { instantOf, localTimeOf, plusDays } from './local-time.js';

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
  const { day, time } = localTimeOf(receivedAt, calendar.timeZone);
  return {
    acknowledgeBy: answerDue(receivedAt, policy.acknowledgeWorkingDays, calendar),
    discloseBy: instantOf(plusDays(day, policy.disclosureDays), time, calendar.timeZone),
  };
}

function answerDue(receivedAt: Date, workingDays: number, calendar: Calendar): Date {
  const { day, time } = localTimeOf(receivedAt, calendar.timeZone);
  const isWorked = calendar.isWorkingDay(day);
  // Not by way of the clock, which may have shown this time once before.
  if (isWorked && workingDays === 0) return new Date(receivedAt);
  let due = isWorked ? day : calendar.nextWorkingDay(day);
  for (let count = 0; count < workingDays; count += 1) due = calendar.nextWorkingDay(due);
  return instantOf(due, isWorked ? time : 0, calendar.timeZone);
}

/** Languages that dates are written in, each as Intl knows it. */
const LOCALES = { en: 'en-GB', de: 'de-DE' };

type Language = keyof typeof LOCALES;

const DAY_WORDS = { day: 'numeric', month: 'long', year: 'numeric' } as const;

const dayIn = formatters(DAY_WORDS);
const instantIn = formatters({
  ...DAY_WORDS,
  weekday: 'long',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

/**
 * An instant as a person in the calendar's time zone reads it: "Wednesday, 25 November 2026, 14:03 CET".
 */
export function formatInstant(instant: Date, timeZone: string, language: Language = 'en'): string {
  return instantIn(timeZone, language).format(instant);
}

/** The local day of an instant: "22 February 2027". */
export function formatDay(instant: Date, timeZone: string, language: Language = 'en'): string {
  return dayIn(timeZone, language).format(instant);
}

/** Made once for a zone and language, which takes a hundred times as long as to write one date. */
function formatters(words: Intl.DateTimeFormatOptions) {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (timeZone: string, language: Language): Intl.DateTimeFormat => {
    const name = `${language} ${timeZone}`;
    const format = made.get(name) ?? new Intl.DateTimeFormat(LOCALES[language], { ...words, timeZone });
    made.set(name, format);
    return format;
  };
}
