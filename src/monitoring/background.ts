/**
 * Acts beside the passes, which wait for none of them: one of each name at a time, and the end waits for all.
 */

export interface Background {
  /** Begins an act, unless the last of its name goes on. */
  start(name: string, act: () => Promise<void>): void;
  /** Resolves when nothing goes on. */
  finished(): Promise<void>;
}

/** @param failed - told of what an act throws */
export function background(failed: (error: unknown) => void): Background {
  const going = new Map<string, Promise<void>>();
  return {
    start(name, act) {
      if (going.has(name)) return;
      const done = act()
        .catch(failed)
        .finally(() => going.delete(name));
      going.set(name, done);
    },
    async finished() {
      await Promise.all(going.values());
    },
  };
}
