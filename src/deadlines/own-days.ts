/**
 * Days as an operator writes them: "2026-12-24", "12-24" for every year, and either as a range, "12-27..01-01",
 * both ends within it. Pure.
 */
import type { LocalDay } from './local-time.js';
import { plusDays, weekDayOf } from './local-time.js';

/** Days of the week as they are written, Sunday first as `weekDayOf` counts. */
export const WEEK_DAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type WeekDay = (typeof WEEK_DAYS)[number];

/** A day, or a range of days. */
interface Span {
  readonly first: string;
  readonly last: string;
  /** Written without a year. */
  readonly isYearly: boolean;
}

const DATE = /^(?:20\d{2}-)?\d{2}-\d{2}$/;

/**
 * What is wrong with an entry.
 * @returns a sentence's end for the operator, or null where it is right
 */
export function mistakeIn(entry: string): string | null {
  const ends = entry.split('..');
  if (ends.length > 2 || !ends.every(end => DATE.test(end))) {
    return 'must be a day, "2026-12-24" or "12-24" for every year, or two of them as a range, "12-27..12-31"';
  }
  const wrong = ends.find(end => !isDate(end));
  if (wrong !== undefined) return `${wrong} is no day of the calendar`;
  const [first = '', last = first] = ends;
  if (first.length !== last.length) return 'has a year at one end of the range only';
  return first.length > 5 && last < first ? 'ends before it begins' : null;
}

/** @returns whether a day is among the entries, which `mistakeIn` found nothing wrong with */
export function daysAmong(entries: readonly string[]): (day: LocalDay) => boolean {
  const spans = entries.map(toSpan);
  return day => spans.some(span => isWithin(span, day));
}

/** The longest stretch without a working day that a calendar may have, in days. */
const LONGEST_CLOSURE = 365;

/** More days than the public holidays of any place take in a year and a day. */
const MORE_THAN_HOLIDAYS = 60;

/**
 * Whether weekends, own days and holidays leave a working day at least once a year, in every year.
 * @param isHoliday - none, where it is left out; asked only where own days leave so few that holidays may take the rest
 */
export function leavesWorkingDays(
  weekend: readonly WeekDay[],
  extraDays: readonly string[],
  workedDays: readonly string[],
  isHoliday: (day: LocalDay) => boolean = () => false,
): boolean {
  // Two days of every week are more than holidays take.
  if (extraDays.length === 0 && new Set(weekend).size <= WEEK_DAYS.length - 2) return true;
  const [isFree, isWorked] = [daysAmong(extraDays), daysAmong(workedDays)];
  const days = everyDay([...extraDays, ...workedDays]).map(day => ({
    day,
    isSurely: isWorked(day),
    isOpen: isWorked(day) || !(isWeekDay(weekend, day) || isFree(day)),
  }));
  if (fewestOpen(days.map(({ isOpen }) => isOpen)) > MORE_THAN_HOLIDAYS) return true;
  return fewestOpen(days.map(({ day, isSurely, isOpen }) => isSurely || (isOpen && !isHoliday(day)))) > 0;
}

/** The days to look at: where no entry names a year, every year is much like another; four hold a leap day. */
function everyDay(entries: readonly string[]): LocalDay[] {
  const years = entries
    .flatMap(entry => entry.split('..'))
    .filter(end => end.length > 5)
    .map(end => Number(end.slice(0, 4)));
  const end = `${Math.max(2029, ...years) + 3}-01-01`;
  const days: LocalDay[] = [];
  for (let day = `${Math.min(2026, ...years) - 1}-01-01`; day < end; day = plusDays(day, 1)) days.push(day);
  return days;
}

/** The fewest open days of any stretch that is longer than a closure may be. */
function fewestOpen(days: readonly boolean[]): number {
  let open = 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [index, isOpen] of days.entries()) {
    open += Number(isOpen) - Number(days[index - LONGEST_CLOSURE - 1] ?? false);
    if (index >= LONGEST_CLOSURE) fewest = Math.min(fewest, open);
  }
  return fewest;
}

/** Whether a day is one of those of the week. */
export function isWeekDay(days: readonly WeekDay[], day: LocalDay): boolean {
  const name = WEEK_DAYS[weekDayOf(day)];
  return name !== undefined && days.includes(name);
}

function isDate(text: string): boolean {
  // A leap year, where none is named: 29 February comes at least sometimes.
  const full = text.length === 5 ? `2028-${text}` : text;
  const date = new Date(`${full}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(full);
}

function toSpan(entry: string): Span {
  const [first = '', last = first] = entry.split('..');
  return { first, last, isYearly: first.length === 5 };
}

function isWithin({ first, last, isYearly }: Span, day: LocalDay): boolean {
  const name = isYearly ? day.slice(5) : day;
  // Over the end of the year, as 12-27..01-01.
  return last < first ? name >= first || name <= last : name >= first && name <= last;
}
