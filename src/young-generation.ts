/**
 * How far V8 lets the part of a heap grow in which everything is made. Left to itself it soon holds some 20 MB in each thread,
 * which one mail does not need; kept small, a flood of mails takes a fifth more processor time.
 *
 * V8 has one flag for all threads of a process, looks at it whenever it would let one grow, and puts it back to how it
 * was where a thread starts. Where another version of V8 has no such flag, nothing is saved and nothing lost.
 */
import { setFlagsFromString } from 'node:v8';

/** By what it grows at a time: doubled as V8 would, or not at all. */
const USUAL = 2;
const NONE = 1;

let factor = USUAL;

/** Keeps it at a megabyte or two, or lets it grow as V8 would, in the threads that there are. */
export function keepYoungGenerationSmall(isSmall: boolean): void {
  factor = isSmall ? NONE : USUAL;
  applyToYoungGeneration();
}

/** The same as was said last, for a thread that has started since. */
export function applyToYoungGeneration(): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
