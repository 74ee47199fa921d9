/**
 * How long a loop over a mailbox may give no sign of life before a watchdog takes it for hung. Each step has limits of its own, and is given up
 * by them; this is for what nobody thought of, so it is wide.
 */
import type { Config } from '../config/config.js';

/** Milliseconds that a timer may ring late on a machine that has much else to do. */
export const STILL_ALIVE = 60_000;

/** Milliseconds for what has time limits of seconds, such as looking keys up and posting to webhooks. */
const BESIDE = 600_000;

/**
 * Milliseconds of the longest step of a pass: a message is asked for, read as whole and again without its documents and by its
 * header, and a receipt goes out.
 */
export function longestStep({ serverSeconds, readingSeconds }: Config['limits']): number {
  return 4 * (serverSeconds + readingSeconds) * 1000 + BESIDE;
}
