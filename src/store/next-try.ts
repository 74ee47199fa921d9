/**
 * When a receipt that was put off is tried again. Pure.
 *
 * RFC 5321 §4.5.4.1 asks for at least half an hour between tries, and says that a sender does well to try twice in the
 * first hour and every two or three after it. Greylisting, which most deferrals are, opens after some minutes, and a
 * reporter waits: so the first tries come sooner, and the later ones with longer pauses.
 */

const MINUTE = 60_000;

/** Minutes after the first deferral, the second, and so on; after the last of them that one counts. */
const STEPS = [1, 5, 15, 30, 60, 120, 240] as const;

const LONGEST_STEP = STEPS[STEPS.length - 1] ?? 0;

/**
 * @param deferrals - how often it was put off, this time included; from 1
 * @param now - UTC instant of the deferral
 * @returns UTC instant from which it is due
 */
export function nextTry(deferrals: number, now: Date): Date {
  const step = STEPS[Math.max(1, deferrals) - 1] ?? LONGEST_STEP;
  return new Date(now.getTime() + step * MINUTE);
}

/**
 * The latest instant that a deferral can ask for. What waits for a later one was put off while the clock ran ahead,
 * and is due.
 */
export function latestTry(now: Date): Date {
  return new Date(now.getTime() + LONGEST_STEP * MINUTE);
}
