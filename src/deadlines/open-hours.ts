/**
 * The hours of a working day as an operator writes them: "09:00-17:00".
 */

/** On the clock of the calendar's zone, in milliseconds since midnight. */
export interface OpenHours {
  readonly from: number;
  readonly to: number;
}

export const DEFAULT_HOURS = '09:00-17:00';

const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Whether hours are written rightly, and end after they begin. */
export function areHours(text: string): boolean {
  if (!HOURS.test(text)) return false;
  const { from, to } = hoursIn(text);
  return from < to;
}

/**
 * @param text - as `areHours` accepts it
 */
export function hoursIn(text: string): OpenHours {
  const [from = '', to = ''] = text.split('-');
  return { from: clock(from), to: clock(to) };
}

function clock(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}
