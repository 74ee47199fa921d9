/**
 * One reading thread as the pipeline sees it: started with the keys, asked one thing at a time.
 */
import { Worker } from 'node:worker_threads';
import { errorCode, Failure } from '../failure.js';
import { applyToYoungGeneration } from '../young-generation.js';
import type { ReaderSettings, UnreadableReason } from './reading.js';
import type { Answer, Request } from './worker.js';

/** A thread that is ready to read. */
export interface ReadingThread {
  readonly worker: Worker;
  /** Of our keys, upper-case hexadecimal, in the order configured. */
  readonly fingerprints: readonly string[];
}

/** What asking a thread came to. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'lost'; readonly reason: UnreadableReason };

/** Megabytes of heap a mail may take; bytes of messages themselves are outside of it. */
const HEAP_MEGABYTES = 1024;

/**
 * Megabytes of it for what was made last: half of what Node.js would take, which is soon touched and never given back. With a
 * quarter a flood of mails takes more processor time.
 */
const YOUNG_MEGABYTES = 24;

/** Milliseconds. */
const TIME_TO_START = 60_000;

/**
 * Starts a thread and unlocks the keys in it.
 * @throws {Failure} `config` where a key can't be read or unlocked
 */
export async function startThread(settings: ReaderSettings): Promise<ReadingThread> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
  // Between two mails nobody else listens, and an unheard error would end the process.
  worker.on('error', () => undefined);
  worker.once('online', applyToYoungGeneration);
  // The thread must not keep a finished command alive.
  worker.unref();
  const outcome = await exchange(worker, null, TIME_TO_START);
  if (outcome.kind === 'answer' && outcome.answer.kind === 'ready') {
    return { worker, fingerprints: outcome.answer.fingerprints };
  }
  await worker.terminate();
  if (outcome.kind === 'answer' && outcome.answer.kind === 'refused') {
    throw new Failure(outcome.answer.code, outcome.answer.message);
  }
  throw new Failure(
    'internal',
    'The thread that reads mail did not start. Try again, and report this if it stays.',
  );
}

/** What a request takes with it, and is not copied. */
function spentBy(request: Request): ArrayBuffer[] {
  if (request.kind === 'learn' || !request.isToSpend) return [];
  const { buffer } = request.raw;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}

/** Sends a request, if any, and waits for one answer, the thread's end, or the time limit in milliseconds. */
export function exchange(worker: Worker, request: Request | null, limit: number): Promise<Outcome> {
  return new Promise(resolve => {
    const settle = (outcome: Outcome) => {
      clearTimeout(timer);
      worker.removeListener('message', onMessage);
      worker.removeListener('error', onError);
      worker.removeListener('exit', onExit);
      resolve(outcome);
    };
    const onMessage = (answer: Answer) => settle({ kind: 'answer', answer });
    const onError = (error: unknown) =>
      settle({
        kind: 'lost',
        reason: errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out-of-memory' : 'reader-crashed',
      });
    const onExit = () => settle({ kind: 'lost', reason: 'reader-crashed' });
    const timer = setTimeout(() => settle({ kind: 'lost', reason: 'took-too-long' }), limit);
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    if (request) worker.postMessage(request, spentBy(request));
  });
}
