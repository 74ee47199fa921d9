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
import type { Request } from './requests.js';
import { type ReadingThread, startThread } from './thread.js';
import { inTurns } from './turns.js';

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

  /**
   * Tries one way of reading a mail after another, each where the thread was lost over the one before.
   * @param reason - why the first way is the first
   */
  const ask = (
    bytes: BytesToRead,
    ways: readonly [Way, ...Way[]],
    reason: UnreadableReason = 'reader-crashed',
  ): Promise<ExplainedReading> => {
    let [way] = ways;
    const others = ways.slice(1);
    let why = reason;
    // A large one would lie in memory while it waits, and has a thread of its own, which is ended behind it.
    const isAlone = typeof bytes === 'function' || isLarge(bytes);
    return turns.take<ExplainedReading>(async thread => {
      // One that is ended says nothing any more, not even that it is.
      if (isStopped) throw stopped();
      // What it is given may be empty here afterwards.
      const request = way.requestFor(given(bytes), why);
      const isSpent = request.kind === 'read' && isLarge(request.raw);
      const outcome = await thread.ask(request, way.limit);
      // Ended, it gives back what it took at once, before the mail is recorded.
      if (outcome.kind === 'answer' && outcome.answer.kind === 'reading')
        return { kind: 'over', value: outcome.answer, isSpent };
      if (isStopped) throw stopped();
      if (outcome.kind === 'not-begun') return { kind: 'again' };
      const next = others.shift();
      if (next === undefined) return { kind: 'over', value: unreadable(why), isSpent: true };
      why = outcome.kind === 'lost' ? outcome.reason : 'reader-crashed';
      way = next;
      return { kind: 'again' };
    }, isAlone);
  };

  const read = (
    bytes: BytesToRead,
    lookedUp: LookedUpKey | null,
    explain: boolean,
  ): Promise<ExplainedReading> => {
    const way = (documents: boolean): Way => ({
      requestFor: raw => ({ kind: 'read', ...raw, documents, lookedUp, explain }),
      limit: timeLimit,
    });
    // A file that hangs its library must not keep the words around it from being read.
    return ask(bytes, [way(true), way(false), byHeader]);
  };

  return {
    fingerprints: first.fingerprints,
    learned: keys.added,
    read: async (bytes, lookedUp) => (await read(bytes, lookedUp ?? null, false)).reading,
    explain: raw => read(raw, null, true),
    readHeader: async (bytes, reason) => (await ask(bytes, [byHeader], reason)).reading,
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

function unreadable(reason: UnreadableReason): ExplainedReading {
  return { reading: { kind: 'unreadable', trigger: 'unjudged', reason, header: null }, candidates: null };
}

/** A way to read a mail. */
interface Way {
  /** @param reason - why the mail can't be read in the way before */
  readonly requestFor: (raw: Given, reason: UnreadableReason) => Request;
  /** Milliseconds. */
  readonly limit: number;
}

const byHeader: Way = {
  requestFor: (raw, reason) => ({ kind: 'read-header', ...raw, reason }),
  limit: HEADER_TIME,
};

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
