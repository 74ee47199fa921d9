/**
 * One reading thread as the pipeline sees it: started with the keys, asked one thing at a time.
 */
import { Worker } from 'node:worker_threads';
import { Failure } from '../failure.js';
import { applyToYoungGeneration } from '../young-generation.js';
import { answersOf, type Outcome } from './answers.js';
import type { ReaderSettings } from './reading.js';
import type { Request } from './worker.js';

/** A thread that is ready to read. */
export interface ReadingThread {
  /** Of our keys, upper-case hexadecimal, in the order configured. */
  readonly fingerprints: readonly string[];
  /**
   * Has a request done behind those asked before.
   * @param limit - milliseconds, from when it is done with those
   */
  ask(request: Request, limit: number): Promise<Outcome>;
  /** Has signatures of mails asked about from now on checked with a key. */
  teach(address: string, armored: string): void;
  /** Ends it whatever it is at. */
  end(): Promise<void>;
}

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
  worker.once('online', applyToYoungGeneration);
  // The thread must not keep a finished command alive.
  worker.unref();
  const asked = answersOf(worker);
  const outcome = await asked.next(TIME_TO_START);
  if (outcome.kind === 'answer' && outcome.answer.kind === 'ready') {
    return {
      fingerprints: outcome.answer.fingerprints,
      ask(request, limit) {
        worker.postMessage(request, spentBy(request));
        return asked.next(limit);
      },
      teach: (address, armored) => worker.postMessage({ kind: 'learn', address, armored } satisfies Request),
      async end() {
        await worker.terminate();
      },
    };
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
