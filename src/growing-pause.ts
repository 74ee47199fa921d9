/** How long to wait before what failed is tried again: each time twice as long as before, up to an end. Pure. */

/** Doublings after which every pause in use has long reached its end; 2 to the power of thousands is no number. */
const MOST_DOUBLINGS = 20;

/**
 * @param first - the first pause, in milliseconds
 * @param times - pauses before this one; from 0
 * @param longest - in milliseconds
 * @returns milliseconds
 */
export function growingPause(first: number, times: number, longest: number): number {
  return Math.min(first * 2 ** Math.min(Math.max(times, 0), MOST_DOUBLINGS), longest);
}
