/**
 * Reading: raw bytes → Reading, in a thread with limits on time and memory. Takes hostile bytes, gives an
 * outcome for every one of them, and promises to come back: a mail that exceeds a limit is an outcome too,
 * and the next mail gets a fresh thread.
 */
import { Worker } from 'node:worker_threads';
import { errorCode, Failure } from '../failure.js';
import type { ExplainedReading, LookedUpKey, ReaderSettings, Reading, UnreadableReason } from './reading.js';
import type { Answer, Request } from './worker.js';

export interface Reader {
  /** Of our keys, upper-case hexadecimal, in the order configured. */
  readonly fingerprints: readonly string[];
  /**
   * Reads one mail; mails are read one after another. Never rejects for what the mail holds.
   * @param lookedUp - a key found for the sender on the network
   */
  read(raw: Uint8Array, lookedUp?: LookedUpKey): Promise<Reading>;
  /** Records what the header tells of a mail that is not to be read further. */
  readHeader(raw: Uint8Array, reason: UnreadableReason): Promise<Reading>;
  /** Has signatures of the mails after this one checked with a key, which the store keeps for an address. */
  learn(address: string, armored: string): void;
  stop(): Promise<void>;
}

/** A reader that a person may ask how it reads. */
export interface ExplainingReader extends Reader {
  /** Reads one mail as `read` does, and gives the candidates of every field too. */
  explain(raw: Uint8Array): Promise<ExplainedReading>;
}

/** Megabytes of heap a mail may take; bytes of messages themselves are outside of it. */
const HEAP_MEGABYTES = 1024;

/** Milliseconds the header alone may take, after the whole mail failed. */
const HEADER_TIME = 10_000;

type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'lost'; readonly reason: UnreadableReason };

/**
 * Starts the reading thread and unlocks the keys in it.
 * @param timeLimit - milliseconds one mail may take
 * @throws {Failure} `config` where a key can't be read or unlocked
 */
export async function startReader(settings: ReaderSettings, timeLimit: number): Promise<ExplainingReader> {
  const learnedKeys = new Map(settings.learnedKeys.map(({ address, armored }) => [address, armored]));
  // Of a thread that is renewed: it has to know what was learned since the first one started.
  const currentSettings = (): ReaderSettings => ({
    ...settings,
    learnedKeys: [...learnedKeys].map(([address, armored]) => ({ address, armored })),
  });
  let thread = await startThread(settings);
  let queue: Promise<unknown> = Promise.resolve();

  const renew = async () => {
    await thread.worker.terminate();
    thread = await startThread(currentSettings());
  };

  const ask = async (request: Request, limit: number): Promise<ExplainedReading | UnreadableReason> => {
    const outcome = await exchange(thread.worker, request, limit);
    if (outcome.kind === 'answer' && outcome.answer.kind === 'reading') return outcome.answer;
    await renew();
    return outcome.kind === 'lost' ? outcome.reason : 'reader-crashed';
  };

  const readHeader = async (raw: Uint8Array, reason: UnreadableReason): Promise<Reading> => {
    const answer = await ask({ kind: 'read-header', raw, reason }, HEADER_TIME);
    return typeof answer === 'string'
      ? { kind: 'unreadable', trigger: 'unjudged', reason, header: null }
      : answer.reading;
  };

  const read = async (
    raw: Uint8Array,
    lookedUp: LookedUpKey | null,
    explain: boolean,
  ): Promise<ExplainedReading> => {
    const request = { kind: 'read', raw, lookedUp, explain } as const;
    const answer = await ask({ ...request, documents: true }, timeLimit);
    if (typeof answer !== 'string') return answer;
    // A file that hangs its library must not keep the words around it from being read.
    const plainly = await ask({ ...request, documents: false }, timeLimit);
    if (typeof plainly !== 'string') return plainly;
    return { reading: await readHeader(raw, plainly), candidates: null };
  };

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = queue.then(act);
    queue = turn.catch(() => undefined);
    return turn;
  };

  return {
    fingerprints: thread.fingerprints,
    read: (raw, lookedUp) => inTurn(async () => (await read(raw, lookedUp ?? null, false)).reading),
    explain: raw => inTurn(() => read(raw, null, true)),
    readHeader: (raw, reason) => inTurn(() => readHeader(raw, reason)),
    learn: (address, armored) => {
      if (learnedKeys.has(address)) return;
      learnedKeys.set(address, armored);
      void inTurn(async () => {
        thread.worker.postMessage({ kind: 'learn', address, armored } satisfies Request);
      });
    },
    stop: async () => {
      await thread.worker.terminate();
    },
  };
}

interface Thread {
  readonly worker: Worker;
  readonly fingerprints: readonly string[];
}

async function startThread(settings: ReaderSettings): Promise<Thread> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
  });
  // Between two mails nobody else listens, and an unheard error would end the process.
  worker.on('error', () => undefined);
  // The thread must not keep a finished command alive.
  worker.unref();
  const outcome = await exchange(worker, null, 60_000);
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

/** Sends a request, if any, and waits for one answer, the thread's end, or the time limit in milliseconds. */
function exchange(worker: Worker, request: Request | null, limit: number): Promise<Outcome> {
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
    if (request) worker.postMessage(request);
  });
}
