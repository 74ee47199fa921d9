/**
 * How V8 works for a few mails, where memory counts, and for a flood of them, where time does.
 *
 * It has one set of flags for all threads of a process and looks at them as it goes. Their names are those of its version, and
 * of one that it does not know it complains on standard error: a version that they were not tried with is left as it is.
 */
import { setFlagsFromString } from 'node:v8';

export type Expected = 'none' | 'few' | 'flood';

/**
 * How much of its byte code a function runs before V8 makes better machine code of it: eight times what is usual. Of a
 * thousand functions that it made some of in a flood, most had run for the longest part; compiling them took a fifth of all
 * processor time, and with one large mail 10 MB.
 */
const SELDOM_COMPILED: readonly (readonly [version: RegExp, flag: string])[] = [
  // Node.js 20: in bytes.
  [/^11\.3\./, '--interrupt-budget=540672'],
  // Node.js 21 to 25: times its own length.
  [/^(?:11\.8|12\.4|12\.9|13\.6|14\.1)\./, '--invocation-count-for-turbofan=24000'],
];

/**
 * The flags that a version of V8 is to be given.
 * @param version - as `process.versions.v8` has it
 * @returns none where it is not known
 */
export function flagsFor(mails: Expected, version: string): readonly string[] {
  const [, seldomCompiled] = SELDOM_COMPILED.find(([known]) => known.test(version)) ?? [];
  if (seldomCompiled === undefined) return [];
  // By what the part of a heap in which everything is made grows at a time: not at all, or doubled as V8 would. Left to itself it
  // soon holds some 20 MB in each thread, which one mail does not need; kept at a megabyte or two, a flood takes a fifth more
  // processor time.
  const youngGeneration = `--semi-space-growth-factor=${mails === 'flood' ? 2 : 1}`;
  // V8 keeps Node.js's own modules compiled for the flags that it started with: those loaded later would be compiled anew, where
  // no mail is to be read.
  return mails === 'none' ? [youngGeneration] : [youngGeneration, seldomCompiled];
}

let expected: Expected = 'flood';

/** Sets all threads that there are to how many mails are expected. How seldom V8 compiles stays so. */
export function expectMails(mails: Expected): void {
  expected = mails;
  setNewThread();
}

/** The same as was said last, for a thread that has started since: V8 puts back how far a heap grows where one starts. */
export function setNewThread(): void {
  for (const flag of flagsFor(expected, process.versions.v8)) setFlagsFromString(flag);
}
