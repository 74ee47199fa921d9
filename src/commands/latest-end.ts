/**
 * The latest end of a watch that was asked to end: whatever is in hand then, the process goes. Nothing is lost: what was
 * not finished is known by its marks, and the next start goes on there.
 */

/** Milliseconds after SIGTERM at which the process ends: systemd would end it after 90 s. */
const LATEST_END = 75_000;

/**
 * Has the process end in time.
 * @param stopping - aborted when it is asked to end
 * @param end - ends it
 */
export function endInTime(stopping: AbortSignal, end: () => void): void {
  stopping.addEventListener('abort', () => setTimeout(end, LATEST_END).unref(), { once: true });
}
