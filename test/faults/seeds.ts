/**
 * Chance that can be had again: every random choice of these tests comes from a printed seed.
 */

/** A source of chance, the same for the same seed. */
export interface Chance {
  /** An integer from 0 to below a bound. */
  below(bound: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** Marsaglia's xorshift over 32 bits. @param seed - any integer */
export function chanceOf(seed: number): Chance {
  // Multiplied, since neighbouring small states give neighbouring first numbers; never 0, which stays 0.
  let state = Math.imul(seed ^ 0x5bf03635, 0x9e3779b1) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let warm = 0; warm < 8; warm += 1) next();
  const below = (bound: number): number => next() % bound;
  return { below, pick: choices => choices[below(choices.length)] ?? choices[0] };
}

/**
 * The seeds of a run: FAULT_SEED alone where it is set, else as many as wanted from a start.
 */
export function seedsOf(count: number, from = 1): number[] {
  const only = process.env.FAULT_SEED;
  if (only !== undefined) return [Number(only)];
  return Array.from({ length: count }, (_, index) => from + index);
}
