/**
 * Whether loops get on: each says how long it may be until its next beat. A loop that waits for a promise that never
 * settles stays silent while timers of the same process go on ringing, so a timer alone proves nothing. Pure but for the
 * clock that it is given.
 */

/** Bytes that earn a loop a second more, as they earn a server one before it is given up (mailbox/patience.ts). */
const LEAST_RATE = 1_000;

/** One loop's signs of life. */
export interface Pulse {
  /**
   * The loop gets on.
   * @param milliseconds - until its next beat at most, and a second more for each 1,000 bytes received meanwhile
   * @param received - counts the bytes that a connection received so far; none where it is left out
   */
  beat(milliseconds: number, received?: () => number): void;
  /** The loop has ended, and nothing more is expected of it. */
  end(): void;
}

export interface Liveness {
  /** @param name - of the loop, for `silent` */
  pulse(name: string): Pulse;
  /** The names of those that are silent for longer than they said. */
  silent(): string[];
}

interface Expected {
  readonly from: number;
  readonly milliseconds: number;
  readonly receivedBefore: number;
  readonly received: () => number;
}

/**
 * @param now - milliseconds of a clock that nobody sets and that stands still while the machine sleeps, as timers do
 */
export function liveness(now: () => number): Liveness {
  const loops = new Map<string, Expected>();
  return {
    pulse: name => ({
      beat(milliseconds, received = () => 0) {
        loops.set(name, { from: now(), milliseconds, receivedBefore: received(), received });
      },
      end() {
        loops.delete(name);
      },
    }),
    silent: () =>
      [...loops]
        .filter(([, { from, milliseconds, receivedBefore, received }]) => {
          const earned = ((received() - receivedBefore) / LEAST_RATE) * 1000;
          return now() - from > milliseconds + earned;
        })
        .map(([name]) => name),
  };
}
