/**
 * How V8 works for a few mails, where memory counts, and for a flood of them, where time does.
 *
 * It has one set of flags for all threads of a process and looks at them as it goes. Where another version of it has no such
 * flag, nothing is saved and nothing lost.
 */
import { setFlagsFromString } from 'node:v8';

export type Expected = 'none' | 'few' | 'flood';

/**
 * By what the part of a heap in which everything is made grows at a time: not at all, or doubled as V8 would. Left to itself it
 * soon holds some 20 MB in each thread, which one mail does not need; kept at a megabyte or two, a flood takes a fifth more
 * processor time.
 */
const SMALL = '--semi-space-growth-factor=1';
const USUAL = '--semi-space-growth-factor=2';

/**
 * Bytes of byte code that a function runs before V8 looks whether to make better machine code of it: eight times what it usually
 * is. Of a thousand functions that it made some of in a flood, most had run for the longest part; compiling them took a
 * fifth of all processor time, and with one large mail 10 MB. Not set where no mail is to be read: V8 keeps Node.js's own
 * modules compiled for the flags that it started with, and those that are loaded later would be compiled anew.
 */
const SELDOM_COMPILED = '--interrupt-budget=540672';

const FLAGS: Readonly<Record<Expected, readonly string[]>> = {
  none: [SMALL],
  few: [SMALL, SELDOM_COMPILED],
  flood: [USUAL, SELDOM_COMPILED],
};

let expected: Expected = 'flood';

/** Sets all threads that there are to how many mails are expected. How seldom V8 compiles stays so. */
export function expectMails(mails: Expected): void {
  expected = mails;
  setNewThread();
}

/** The same as was said last, for a thread that has started since: V8 puts back how far a heap grows where one starts. */
export function setNewThread(): void {
  for (const flag of FLAGS[expected]) setFlagsFromString(flag);
}
