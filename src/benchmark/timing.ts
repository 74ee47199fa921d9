/** Timing an act, and printing what it took. */

const TIMES = 5;

/** Runs an act a few times and prints the fastest, with what is told of its outcome. */
export function measure<T>(name: string, act: () => T, told: (value: T) => string = () => ''): void {
  const runs = Array.from({ length: TIMES }, () => timed(act)).sort((a, b) => a.taken - b.taken);
  const [fastest] = runs;
  if (fastest !== undefined) say(name, `${milliseconds(fastest.taken)}  ${told(fastest.value)}`.trimEnd());
}

/** @returns what an act gives, and milliseconds */
export function timed<T>(act: () => T): { value: T; taken: number } {
  const start = performance.now();
  const value = act();
  return { value, taken: performance.now() - start };
}

/** Bytes, in words. */
export const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(0)} MB`;
/** Milliseconds, in words that stand under one another. */
export const milliseconds = (taken: number) => `${taken.toFixed(taken < 100 ? 1 : 0).padStart(8)} ms`;

/** Prints a line of the result. */
export function say(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(62)}${value}\n`);
}
