/**
 * The keys that were learned for addresses, as a reader keeps them for the threads it starts: the first of an address counts,
 * and one that is learned while a thread starts has to be told to it afterwards.
 */
import type { ReaderSettings } from './reading.js';

type LearnedKey = ReaderSettings['learnedKeys'][number];

export interface LearnedKeys {
  /** All of them, with those from the beginning. */
  all(): readonly LearnedKey[];
  /** @returns whether it is new */
  add(key: LearnedKey): boolean;
  /** The addresses of those that were added, in that order; grows. */
  readonly added: readonly string[];
}

/** @param known - from the beginning */
export function learnedKeysFrom(known: readonly LearnedKey[]): LearnedKeys {
  const keys = new Map(known.map(key => [key.address, key]));
  const added: string[] = [];
  return {
    all: () => [...keys.values()],
    add(key) {
      if (keys.has(key.address)) return false;
      keys.set(key.address, key);
      added.push(key.address);
      return true;
    },
    added,
  };
}
