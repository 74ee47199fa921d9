/**
 * An act that several ask for and that must not run beside itself.
 */

/**
 * Has an act run one at a time. Who asks while it runs waits for the next time, which is one for all who ask meanwhile.
 */
export function oneAtATime(act: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return () => {
    next ??= last
      .catch(() => undefined)
      .then(() => {
        next = null;
        last = act();
        return last;
      });
    return next;
  };
}
