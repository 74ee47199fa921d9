/**
 * What a reading thread answers to what it is asked: one after another, each within its limit.
 */
import type { Worker } from 'node:worker_threads';
import { errorCode } from '../failure.js';
import type { UnreadableReason } from './reading.js';
import type { Answer, Numbered } from './requests.js';

/** What asking a thread came to. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'lost'; readonly reason: UnreadableReason }
  /** It was lost before it came to this. */
  | { readonly kind: 'not-begun' };

export interface Answers {
  /**
   * Waits for the answer to what was asked behind all before.
   * @param number - of the question; no two have the same
   * @param limit - milliseconds, from when the one before is answered
   */
  to(number: number, limit: number): Promise<Outcome>;
}

interface Awaited {
  readonly number: number;
  readonly limit: number;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * What a thread answers, in the order asked. It is lost with its end, with the first answer that takes too long, and with one
 * that got lost or is not to what it was asked; then nothing that it says is heard any more.
 */
export function answersOf(worker: Pick<Worker, 'on'>): Answers {
  let awaited: Awaited[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isLost = false;
  let why: UnreadableReason = 'reader-crashed';
  const watch = () => {
    clearTimeout(timer);
    const [first] = awaited;
    if (first) timer = setTimeout(() => setImmediate(loseLate, first), first.limit);
  };
  /** What it said while this thread was itself at work is heard before. */
  const loseLate = (late: Awaited) => {
    if (awaited[0] === late) lose('took-too-long');
  };
  const lose = (reason: UnreadableReason) => {
    isLost = true;
    const [first, ...behind] = awaited;
    awaited = [];
    watch();
    first?.settle({ kind: 'lost', reason });
    for (const { settle } of behind) settle({ kind: 'not-begun' });
  };
  worker.on('message', ({ number, answer }: Numbered) => {
    const [first] = awaited;
    if (first === undefined) return;
    // The words of one mail must never be taken for those of another.
    if (first.number !== number) return lose('reader-crashed');
    awaited.shift();
    watch();
    first.settle({ kind: 'answer', answer });
  });
  worker.on('messageerror', () => lose('reader-crashed'));
  // It ends behind its error, when all that it answered before has been heard.
  worker.on('error', (error: unknown) => {
    if (errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') why = 'out-of-memory';
  });
  worker.on('exit', () => lose(why));
  return {
    to: (number, limit) =>
      new Promise(settle => {
        if (isLost) return settle({ kind: 'not-begun' });
        awaited.push({ number, limit, settle });
        if (awaited.length === 1) watch();
      }),
  };
}
