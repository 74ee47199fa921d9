/**
 * A moment as a person types it, read in the engineers' time zone. Pure.
 */
import { TZDate } from '@date-fns/tz';

/** RFC 3339 §5.6, the seconds and the offset left out where a person leaves them out. */
const MOMENT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Reads `2026-11-24`, `2026-11-24 15:30`, or either form of RFC 3339.
 * @param timeZone - in which a moment without an offset is meant
 * @param timeOf - an instant whose local time of day a date alone takes
 * @returns null for anything else, and for what is no date, such as 30 February
 */
export function parseMoment(text: string, timeZone: string, timeOf: Date): Date | null {
  const moment = readMoment(text, timeZone, timeOf);
  // Some hours of its first and last days are none of the year 0000 to 9999, beyond which RFC 3339 writes no instant.
  return moment !== null && /^\d/.test(moment.toISOString()) ? moment : null;
}

function readMoment(text: string, timeZone: string, timeOf: Date): Date | null {
  const parts = MOMENT.exec(text.trim());
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0] = parts.slice(1, 4).map(Number);
  const calendarDay = new Date(Date.UTC(year, month - 1, day));
  if (calendarDay.getUTCMonth() !== month - 1 || calendarDay.getUTCDate() !== day) return null;
  const local = new TZDate(timeOf.getTime(), timeZone);
  const hasTime = parts[4] !== undefined;
  const hour = hasTime ? Number(parts[4]) : local.getHours();
  const minute = hasTime ? Number(parts[5]) : local.getMinutes();
  const second = hasTime ? Number(parts[6] ?? 0) : local.getSeconds();
  if (hour > 23 || minute > 59 || second > 59) return null;
  const offset = parts[7];
  if (offset === undefined) {
    const milliseconds = hasTime ? 0 : local.getMilliseconds();
    return new Date(new TZDate(year, month - 1, day, hour, minute, second, milliseconds, timeZone).getTime());
  }
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  return new Date(utc - minutesOf(offset) * 60_000);
}

/** Minutes east of UTC. */
function minutesOf(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)));
}
