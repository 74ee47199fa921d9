/**
 * One reading thread as the pipeline sees it: started with the keys, asked one thing at a time.
 */
import { Worker } from 'node:worker_threads';
import { setNewThread } from '../engine.js';
import { Failure } from '../failure.js';
import { answersOf, type Outcome } from './answers.js';
import { isMuchContent, type ReaderSettings } from './reading.js';
import { READY, type Request, type Told } from './requests.js';

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
  worker.once('online', setNewThread);
  // The thread must not keep a finished command alive.
  worker.unref();
  const answers = answersOf(worker);
  let asked: number = READY;
  const tell = (message: Told, takes: ArrayBuffer[] = []) => worker.postMessage(message, takes);
  const outcome = await answers.to(READY, TIME_TO_START);
  if (outcome.kind === 'answer' && outcome.answer.kind === 'ready') {
    return {
      fingerprints: outcome.answer.fingerprints,
      async ask(request, limit) {
        asked += 1;
        tell({ kind: 'asked', number: asked, request }, spentBy(request));
        const outcome = await answers.to(asked, limit);
        // While this thread is at work itself, what lies here unheard stays little.
        if (
          outcome.kind === 'answer' &&
          outcome.answer.kind === 'reading' &&
          isMuchContent(outcome.answer.reading)
        )
          tell({ kind: 'heard' });
        return outcome;
      },
      teach: (address, armored) => tell({ kind: 'learn', address, armored }),
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
  if (!request.isToSpend) return [];
  const { buffer } = request.raw;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}
