/**
 * Reading ahead: while a message is taken in, those behind it are downloaded and read. They are taken in in their order all
 * the same, each when it is its turn, and what was read ahead of a pass that ends is forgotten.
 */
import { availableParallelism } from 'node:os';

/**
 * Messages that are ahead at once: enough to keep the reading threads at work while as many as go into one transaction are
 * taken in.
 */
const MOST_AHEAD = 8 + 4 * Math.min(4, availableParallelism());

/** Bytes of them. One that is larger waits until it is alone. */
const MOST_BYTES = 16_777_216;

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
 * @param isDone - whether an item that was begun is done
 */
export function goAhead<Item extends { readonly size: number }, Begun>(
  items: readonly Item[],
  wants: (item: Item) => boolean,
  begin: (item: Item) => Promise<Begun>,
  isDone: (begun: Begun) => boolean,
): Ahead<Item, Begun> {
  const begun = new Map<Item, { readonly promise: Promise<Begun>; value?: Begun }>();
  let next = 0;
  let bytes = 0;
  let before: Item | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let isOver = false;

  const start = (item: Item): Promise<Begun> => {
    const promise = last.then(async () => {
      if (isOver) throw new Error('nothing is read ahead any more');
      const value = await begin(item);
      one.value = value;
      return value;
    });
    const one: { readonly promise: Promise<Begun>; value?: Begun } = { promise };
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
    if (before !== null && begun.delete(before)) bytes -= before.size;
    before = item;
    goOn();
  };

  return {
    async take(item) {
      turnTo(item);
      return begun.get(item)?.promise ?? (wants(item) ? start(item) : null);
    },
    takeReady(item) {
      const value = begun.get(item)?.value;
      if (value === undefined || !isDone(value)) return null;
      turnTo(item);
      return value;
    },
    hasMore: () => next < items.length || begun.size > (before !== null && begun.has(before) ? 1 : 0),
    async end() {
      isOver = true;
      await last;
    },
  };
}
