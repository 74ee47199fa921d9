/** How long a notice is tried again. Pure. */
import { growingPause } from '../growing-pause.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const LONGEST_PAUSE = 6 * HOUR;

/** Milliseconds from its making for which one is tried. After a weekend the digest has told its reader. */
const TRIED_FOR = 72 * HOUR;

/**
 * When to try again what was not taken.
 * @param attempts - so far
 * @param asked - seconds that the receiver asked to wait, or null
 * @returns a UTC instant, or null where it is to be given up
 */
export function nextTry(createdAt: Date, attempts: number, asked: number | null, now: Date): Date | null {
  const grown = growingPause(MINUTE, attempts - 1, LONGEST_PAUSE);
  const pause = Math.min(Math.max(grown, (asked ?? 0) * 1000), LONGEST_PAUSE);
  const next = now.getTime() + pause;
  return next - createdAt.getTime() > TRIED_FOR ? null : new Date(next);
}
