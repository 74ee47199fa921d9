/** How long something still holds, in the words that every check of an expiry says it in. */
import { counted } from '../counted.js';

/** Milliseconds. */
const DAY = 86_400_000;

/** Whole days from now until an instant; negative where it is past. */
export function daysUntil(instant: Date, now: Date): number {
  return Math.floor((instant.getTime() - now.getTime()) / DAY);
}

/** An instant some days from now. */
export function inDays(days: number, now: Date): Date {
  return new Date(now.getTime() + days * DAY);
}

/** "2027-03-01, in 92 days", or "2026-01-02, 330 days ago". */
export function dayAndDistance(instant: Date, now: Date): string {
  const day = instant.toISOString().slice(0, 10);
  if (instant <= now) return `${day}, ${counted(daysUntil(now, instant), 'day')} ago`;
  return `${day}, in ${counted(daysUntil(instant, now), 'day')}`;
}
