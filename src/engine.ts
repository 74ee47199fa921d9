/**
 * How V8 works for a few mails, where memory counts, and for a flood of them, where time does.
 *
 * It has one set of flags for all threads of a process and looks at them as it goes. Where another version of it has no such
 * flag, nothing is saved and nothing lost.
 */
import { setFlagsFromString } from 'node:v8';

export type Expected = 'few' | 'flood';

const FLAGS: Readonly<Record<Expected, readonly string[]>> = {
  // The part of a heap in which everything is made stays at a megabyte or two. Left to itself it soon holds some 20 MB in each
  // thread, which one mail does not need.
  few: ['--semi-space-growth-factor=1'],
  flood: [
    // As V8 has it: kept small, a flood takes a fifth more processor time.
    '--semi-space-growth-factor=2',
    // Byte code, in bytes, that a function runs before V8 looks whether to make better machine code of it: four times what it
    // usually is. Of a thousand functions that were, most had run for the longest part, and compiling them took a tenth of
    // all processor time.
    '--interrupt-budget=270336',
  ],
};

let expected: Expected = 'flood';

/** Sets all threads that there are to how many mails are expected. What is set for a flood alone stays as it is after it. */
export function expectMails(mails: Expected): void {
  expected = mails;
  setNewThread();
}

/** The same as was said last, for a thread that has started since: V8 puts back how far a heap grows where one starts. */
export function setNewThread(): void {
  for (const flag of FLAGS[expected]) setFlagsFromString(flag);
}
