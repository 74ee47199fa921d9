/**
 * Reading: raw bytes → Reading, in threads with limits on time and memory. Takes hostile bytes, gives an
 * outcome for every one of them, and promises to come back: a mail that exceeds a limit is an outcome too,
 * and the next mail gets a fresh thread.
 */
import { availableParallelism, totalmem } from 'node:os';
import { Failure } from '../failure.js';
import { idleness } from './idleness.js';
import { isLarge } from './large-mail.js';
import { learnedKeysFrom } from './learned-keys.js';
import type { ExplainedReading, LookedUpKey, ReaderSettings, Reading, UnreadableReason } from './reading.js';
import { type ReadingThread, startThread } from './thread.js';
import { inTurns } from './turns.js';
import type { Request } from './worker.js';

/** A message, or what gives it in memory of its own: that goes to the reading thread and is spent there. */
export type BytesToRead = Uint8Array | (() => Uint8Array);

export interface Reader {
  /** Of our keys, upper-case hexadecimal, in the order configured. */
  readonly fingerprints: readonly string[];
  /**
   * Reads one mail; several at once where they come faster than one thread reads and the caller's thread waits for it. Never
   * rejects for what the mail holds.
   * @param lookedUp - a key found for the sender on the network
   */
  read(bytes: BytesToRead, lookedUp?: LookedUpKey): Promise<Reading>;
  /** Records what the header tells of a mail that is not to be read further. */
  readHeader(bytes: BytesToRead, reason: UnreadableReason): Promise<Reading>;
  /** Has signatures of mails read from now on checked with a key, which the store keeps for an address. */
  learn(address: string, armored: string): void;
  /** The addresses whose keys were learned since the start, in that order; grows. */
  readonly learned: readonly string[];
  /**
   * For when nothing is being read and nothing is known to come: gives back what the threads take. The next mail starts them
   * anew, so a reader for long, whose next mail is not to wait, has none of this.
   */
  rest?(): Promise<void>;
  stop(): Promise<void>;
}

/** A reader that a person may ask how it reads. */
export interface ExplainingReader extends Reader {
  /** Reads one mail as `read` does, and gives the candidates of every field too. */
  explain(raw: Uint8Array): Promise<ExplainedReading>;
}

/** Twice what the heap of one may grow to. */
const BYTES_A_THREAD = 2_147_483_648;

/** Milliseconds the header alone may take, after the whole mail failed. */
const HEADER_TIME = 10_000;

/**
 * Starts a reading thread and unlocks the keys in it.
 * @param timeLimit - milliseconds one mail may take
 * @throws {Failure} `config` where a key can't be read or unlocked
 */
export async function startReader(settings: ReaderSettings, timeLimit: number): Promise<ExplainingReader> {
  const keys = learnedKeysFrom(settings.learnedKeys);
  const threads = new Set<ReadingThread>();
  let isStopped = false;

  /** It has to know what was learned since the first one started, and what is learned while it starts. */
  const start = async (): Promise<ReadingThread> => {
    if (isStopped) throw stopped();
    const learnedKeys = keys.all();
    const thread = await startThread({ ...settings, learnedKeys });
    if (isStopped) {
      await thread.end();
      throw stopped();
    }
    for (const { address, armored } of keys.all().slice(learnedKeys.length)) thread.teach(address, armored);
    threads.add(thread);
    return thread;
  };
  const end = async (thread: ReadingThread) => {
    threads.delete(thread);
    await thread.end();
  };
  const first = await start();
  const turns = inTurns(mostThreads(), first, start, end, idleness());

  const ask = (
    bytes: BytesToRead,
    requestFor: (given: Given) => Request,
    limit: number,
  ): Promise<ExplainedReading | UnreadableReason> => {
    // A large one would lie in memory while it waits, and has a thread of its own, which is ended behind it.
    const isAlone = typeof bytes === 'function' || isLarge(bytes);
    return turns.take<ExplainedReading | UnreadableReason>(async thread => {
      // One that is ended says nothing any more, not even that it is.
      if (isStopped) throw stopped();
      // What it is given may be empty here afterwards.
      const request = requestFor(given(bytes));
      const isSpent = request.kind === 'read' && isLarge(request.raw);
      const outcome = await thread.ask(request, limit);
      // Ended, it gives back what it took at once, before the mail is recorded.
      if (outcome.kind === 'answer' && outcome.answer.kind === 'reading')
        return { value: outcome.answer, isSpent };
      if (isStopped) throw stopped();
      if (outcome.kind === 'not-begun') return null;
      const value: UnreadableReason = outcome.kind === 'lost' ? outcome.reason : 'reader-crashed';
      return { value, isSpent: true };
    }, isAlone);
  };

  const readHeader = async (bytes: BytesToRead, reason: UnreadableReason): Promise<Reading> => {
    const answer = await ask(bytes, raw => ({ kind: 'read-header', ...raw, reason }), HEADER_TIME);
    return typeof answer === 'string'
      ? { kind: 'unreadable', trigger: 'unjudged', reason, header: null }
      : answer.reading;
  };

  const read = async (
    bytes: BytesToRead,
    lookedUp: LookedUpKey | null,
    explain: boolean,
  ): Promise<ExplainedReading> => {
    const request =
      (documents: boolean) =>
      (raw: Given): Request => ({
        kind: 'read',
        ...raw,
        documents,
        lookedUp,
        explain,
      });
    const answer = await ask(bytes, request(true), timeLimit);
    if (typeof answer !== 'string') return answer;
    // A file that hangs its library must not keep the words around it from being read.
    const plainly = await ask(bytes, request(false), timeLimit);
    if (typeof plainly !== 'string') return plainly;
    return { reading: await readHeader(bytes, plainly), candidates: null };
  };

  return {
    fingerprints: first.fingerprints,
    learned: keys.added,
    read: async (bytes, lookedUp) => (await read(bytes, lookedUp ?? null, false)).reading,
    explain: raw => read(raw, null, true),
    readHeader,
    learn: (address, armored) => {
      if (!keys.add({ address, armored })) return;
      for (const thread of threads) thread.teach(address, armored);
    },
    stop: async () => {
      isStopped = true;
      await Promise.all([...threads].map(end));
    },
  };
}

type Given = Pick<Extract<Request, { readonly kind: 'read' }>, 'raw' | 'isToSpend'>;

function given(bytes: BytesToRead): Given {
  return typeof bytes === 'function' ? { raw: bytes(), isToSpend: true } : { raw: bytes, isToSpend: false };
}

/** As many as there are cores, up to four, and as the memory bears where each of them reads the worst. */
function mostThreads(): number {
  // The limit of a container is 0 or beyond all memory where there is none.
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const bearable = Math.floor(Math.min(limit, totalmem()) / BYTES_A_THREAD);
  return Math.max(1, Math.min(4, availableParallelism(), bearable));
}

/** Nobody waits any more for what this says. */
function stopped(): Failure {
  return new Failure('internal', 'Reading was ended.');
}
