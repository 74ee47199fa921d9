/**
 * What anybody can bring about as often as they like, told once at once, and then once a minute how often it came: nobody fills
 * the log's disk by it.
 */

/** Milliseconds. */
export const EVERY = 60_000;

export interface Summing<Kind extends string> {
  /** It came once more. */
  came(kind: Kind): void;
  /** Tells what is not told yet. */
  end(): void;
}

/** @param tell - that something came, so many times since it was last told */
export function summing<Kind extends string>(tell: (kind: Kind, times: number) => void): Summing<Kind> {
  /** Of each kind that was told within the minute: how often it came since, and when that is told. */
  const since = new Map<Kind, { times: number; timer: NodeJS.Timeout }>();
  const wait = (kind: Kind) => {
    const timer = setTimeout(() => settle(kind), EVERY);
    // Whoever ends meanwhile calls end().
    timer.unref();
    since.set(kind, { times: 0, timer });
  };
  const settle = (kind: Kind) => {
    const times = since.get(kind)?.times ?? 0;
    since.delete(kind);
    if (times === 0) return;
    tell(kind, times);
    wait(kind);
  };
  return {
    came(kind) {
      const one = since.get(kind);
      if (one !== undefined) {
        one.times += 1;
        return;
      }
      tell(kind, 1);
      wait(kind);
    },
    end() {
      for (const [kind, { times, timer }] of since) {
        clearTimeout(timer);
        if (times > 0) tell(kind, times);
      }
      since.clear();
    },
  };
}
