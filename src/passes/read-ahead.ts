/**
 * Reading ahead: while a message is taken in, those behind it are downloaded and read. They are taken in in their order all
 * the same, each when it is its turn, and what was read ahead of a pass that ends is forgotten.
 */
import { availableParallelism } from 'node:os';

/** Items taken at once, at most. */
export const MOST_TOGETHER = 8;

/**
 * Messages that are ahead at once: enough to keep the reading threads at work while as many as go into one transaction are
 * taken in, and as many wait to be.
 */
const MOST_AHEAD = 2 * MOST_TOGETHER + 4 * Math.min(4, availableParallelism());

/** Bytes of them, and of what came out of them. One that is larger waits until it is alone. */
const MOST_BYTES = 16_777_216;

/** What was begun of an item. */
interface Underway<Begun> {
  readonly promise: Promise<Begun>;
  /** Resolves once it is done, or failed, which shows at its turn. */
  readonly isReady: Promise<void>;
  ready: { readonly value: Begun } | null;
  size: number;
}

/** Items that are begun before their turn. */
export interface Ahead<Item, Begun> {
  /**
   * Gives what was begun of the item whose turn it is, and drops what was begun of the one before.
   * @returns null where it is not wanted, before its turn and now
   * @throws what beginning it threw
   */
  take(item: Item): Promise<Begun | null>;
  /**
   * The same for the next item, where what was begun of it is done by now: nothing has to be waited for.
   * @returns null where it is not; its turn is then still to come
   */
  takeReady(item: Item): Begun | null;
  /** Waits until what was begun of some items is done, or failed; no longer than to the first of which nothing is begun. */
  untilDone(items: readonly Item[]): Promise<void>;
  /** Bytes of an item: those that came out of it, once it is done and they are more. */
  sizeOf(item: Item): number;
  /** Whether another is begun, or may yet be, behind the item whose turn it is. */
  hasMore(): boolean;
  /** Begins no more, and waits for the one that is being begun. */
  end(): Promise<void>;
}

/**
 * Begins items in their order and never two at once, up to some beyond the one whose turn it is.
 * @param items - with their sizes in bytes
 * @param wants - whether an item is to be begun; may be asked again at its turn
 * @param begin - resolves when the next may begin
 * @param doneWith - given what was begun of an item, resolves once it is done, with the bytes that came out of it; null where
 *   it is not to be taken with others
 */
export function goAhead<Item extends { readonly size: number }, Begun>(
  items: readonly Item[],
  wants: (item: Item) => boolean,
  begin: (item: Item) => Promise<Begun>,
  doneWith: (begun: Begun) => Promise<number> | null,
): Ahead<Item, Begun> {
  const begun = new Map<Item, Underway<Begun>>();
  let next = 0;
  let bytes = 0;
  let before: Item | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let isOver = false;

  const start = (item: Item): Promise<Begun> => {
    const promise = last.then(async () => {
      if (isOver) throw new Error('nothing is read ahead any more');
      return begin(item);
    });
    const isReady = promise.then(async value => {
      const took = await doneWith(value);
      if (took === null) return;
      one.ready = { value };
      const more = Math.max(0, took - one.size);
      one.size += more;
      if (begun.get(item) === one) bytes += more;
    });
    const one: Underway<Begun> = {
      promise,
      isReady: isReady.catch(() => undefined),
      ready: null,
      size: item.size,
    };
    // It shows at its turn, which comes before that of all behind it.
    last = promise.catch(() => {
      isOver = true;
    });
    begun.set(item, one);
    bytes += item.size;
    return promise;
  };
  const goOn = () => {
    for (let item = items[next]; item !== undefined && !isOver; item = items[next]) {
      const hasRoom = begun.size < MOST_AHEAD && bytes + item.size <= MOST_BYTES;
      if (begun.size > 0 && !hasRoom) return;
      next += 1;
      if (wants(item)) start(item);
    }
  };

  const turnTo = (item: Item) => {
    if (before !== null) {
      bytes -= begun.get(before)?.size ?? 0;
      begun.delete(before);
    }
    before = item;
    goOn();
  };

  return {
    async take(item) {
      turnTo(item);
      return begun.get(item)?.promise ?? (wants(item) ? start(item) : null);
    },
    takeReady(item) {
      const ready = begun.get(item)?.ready ?? null;
      if (ready === null) return null;
      turnTo(item);
      return ready.value;
    },
    async untilDone(of) {
      for (const item of of) {
        const one = begun.get(item);
        if (one === undefined) return;
        await one.isReady;
      }
    },
    sizeOf: item => begun.get(item)?.size ?? item.size,
    hasMore: () => next < items.length || begun.size > (before !== null && begun.has(before) ? 1 : 0),
    async end() {
      isOver = true;
      await last;
    },
  };
}
