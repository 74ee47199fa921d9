/**
 * Days and moments as a person types them for a filter, in the time zone of the people who read it.
 */
import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { startOfDay } from 'date-fns/startOfDay';
import { Failure } from '../failure.js';

/** A stretch of time, `end` exclusive. */
export interface Span {
  readonly start: Date;
  readonly end: Date;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const AGO = /^(\d{1,4})\s*([hdw])$/;
const HOURS = { h: 1, d: 24, w: 168 } as const;
const HOUR = 3_600_000;

/**
 * What `--due` asks for: `overdue` is before now; `today`, a date and `7d` (today and the seven days after it) are whole
 * days.
 * @throws {Failure} `usage`
 */
export function dueDays(typed: string, now: Date, timeZone: string): { dueFrom?: Date; dueBefore: Date } {
  const word = typed.trim().toLowerCase();
  if (word === 'overdue') return { dueBefore: now };
  const days = /^(\d{1,3})d$/.exec(word)?.[1];
  const first = word === 'today' || days !== undefined ? now : localDay(word, timeZone);
  if (first === null) throw wrongMoment('--due', typed, 'today, overdue, 7d or a date such as 2026-11-24');
  const { start } = dayOf(first, timeZone);
  return { dueFrom: start, dueBefore: daysAfter(start, Number(days ?? 0) + 1, timeZone) };
}

/**
 * A moment in the past: `24h`, `3d`, `1w` ago, a local day, or an ISO 8601 instant.
 * @returns a whole day where a day was typed, else a moment without length
 * @throws {Failure} `usage`
 */
export function momentOf(option: string, typed: string, now: Date, timeZone: string): Span {
  const word = typed.trim();
  const day = localDay(word, timeZone);
  if (day !== null) return dayOf(day, timeZone);
  const instant = ago(word, now) ?? new Date(/^\d{4}-\d{2}-\d{2}T/.test(word) ? word : Number.NaN);
  if (Number.isFinite(instant.getTime())) return { start: instant, end: instant };
  throw wrongMoment(option, typed, '24h, 3d, 1w or a date such as 2026-11-24');
}

/** Reads `24h`, `3d` or `1w`, of days of 24 hours. @returns null for anything else */
export function ago(typed: string, now: Date): Date | null {
  const [, count, unit] = AGO.exec(typed.trim().toLowerCase()) ?? [];
  if (unit !== 'h' && unit !== 'd' && unit !== 'w') return null;
  return new Date(now.getTime() - Number(count) * HOURS[unit] * HOUR);
}

/** @returns null where it is no date of the calendar */
function localDay(typed: string, timeZone: string): Date | null {
  const [, year, month, day] = (DAY.exec(typed) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new TZDate(year, month - 1, day, timeZone);
  return date.getMonth() === month - 1 && date.getDate() === day ? new Date(date.getTime()) : null;
}

function dayOf(instant: Date, timeZone: string): Span {
  const start = new Date(startOfDay(new TZDate(instant.getTime(), timeZone)).getTime());
  return { start, end: daysAfter(start, 1, timeZone) };
}

/** Local days: one of them may have 23 hours, or 25. */
function daysAfter(start: Date, count: number, timeZone: string): Date {
  return new Date(addDays(new TZDate(start.getTime(), timeZone), count).getTime());
}

function wrongMoment(option: string, typed: string, possible: string): Failure {
  return new Failure('usage', `${option} ${JSON.stringify(typed)} is no time. Possible: ${possible}.`);
}
