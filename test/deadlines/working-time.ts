/**
 * The working time between two instants, counted day by day: what looking back by working hours has to agree with.
 */
import type { Calendar } from '../../src/deadlines/calendar.js';
import { instantOf, localTimeOf, plusDays } from '../../src/deadlines/local-time.js';

/** @returns milliseconds; 0 where the second is not after the first */
export function workingTimeBetween(from: Date, to: Date, calendar: Calendar): number {
  const { hours, timeZone } = calendar;
  const last = localTimeOf(to, timeZone).day;
  let passed = 0;
  for (let { day } = localTimeOf(from, timeZone); day <= last; day = plusDays(day, 1)) {
    if (!calendar.isWorkingDay(day)) continue;
    const opens = Math.max(instantOf(day, hours.from, timeZone).getTime(), from.getTime());
    const closes = Math.min(instantOf(day, hours.to, timeZone).getTime(), to.getTime());
    passed += Math.max(0, closes - opens);
  }
  return passed;
}
