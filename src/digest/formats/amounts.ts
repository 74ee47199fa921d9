/** Lengths of time and shares in words. */
import { counted } from '../../counted.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A length of time with as much as a person wants to know: "45 min", "5 h 20 min", "3 days".
 * @param milliseconds - not negative
 */
export function lengthOfTime(milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  if (milliseconds < 2 * DAY) {
    const rest = minutes % 60;
    return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
  }
  return counted(Math.round(milliseconds / DAY), 'day');
}

/** Time to a deadline in days: "12 days left", "due today", "5 days over". @param daysLeft - whole days, negative once past */
export function timeLeft(daysLeft: number): string {
  if (daysLeft === 0) return 'due today';
  return daysLeft > 0 ? `${counted(daysLeft, 'day')} left` : `${counted(-daysLeft, 'day')} over`;
}

/** "95%". @param share - from 0 to 1 */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
