/**
 * Whether this thread waits for the reading. Where it is itself at work for most of the time, another reading thread would only
 * take the processor from it, and compile all code once more.
 */
import { availableParallelism } from 'node:os';
import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** Milliseconds over which it is looked at: the first mails take longer to read, because V8 has compiled nothing yet. */
const WINDOW = 10_000;

/** Milliseconds without a question after which what was before says nothing of now; a mail may hang for a minute. */
const FORGOTTEN = 300_000;

/** What tells of the time, and of how much of it this thread was at work. */
export type Clock = Pick<typeof performance, 'now' | 'eventLoopUtilization'>;

/**
 * @param cores - that there are: of two it has to stand idle for half of the time, of four for a quarter
 * @returns says whether this thread stood idle for long while it was asked, and no sooner than that can be told
 */
export function idleness(cores: number = availableParallelism(), clock: Clock = performance): () => boolean {
  let from: { readonly at: number; readonly utilization: EventLoopUtilization } | null = null;
  let asked = 0;
  return () => {
    const now = clock.now();
    const isForgotten = now - asked > FORGOTTEN;
    asked = now;
    if (from !== null && !isForgotten && now - from.at < WINDOW) return false;
    const before = isForgotten ? null : from;
    from = { at: now, utilization: clock.eventLoopUtilization() };
    if (before === null) return false;
    return clock.eventLoopUtilization(from.utilization, before.utilization).utilization <= 1 - 1 / cores;
  };
}
