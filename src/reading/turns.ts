/**
 * Who uses which thread: each serves one at a time, those who wait are served in their order, and further threads are
 * started only once several wait and it helps, because a start costs as much as reading some dozens of mails.
 */

/** Those who wait before another thread is started. */
const QUEUE_FOR_ANOTHER = 4;

/** What a turn came to, and whether its thread can serve another. */
export interface Turn<T> {
  readonly value: T;
  readonly isSpent: boolean;
}

export interface Turns<Thread> {
  /**
   * Acts with a thread when one is free.
   * @throws what the act throws, and, where a thread had to be renewed, why it could not be
   */
  take<T>(act: (thread: Thread) => Promise<Turn<T>>): Promise<T>;
}

/**
 * @param most - threads at once
 * @param first - started already
 * @param start - starts another
 * @param end - ends one that is spent
 * @param wouldHelp - asked, whenever several wait, whether they would be done with sooner if there were another
 */
export function inTurns<Thread>(
  most: number,
  first: Thread,
  start: () => Promise<Thread>,
  end: (thread: Thread) => Promise<void>,
  wouldHelp: () => boolean,
): Turns<Thread> {
  /** A thread, or that one is to be started in its place. */
  type Place = { thread: Thread | null };
  const free: Place[] = [{ thread: first }];
  const waiting: ((place: Place) => void)[] = [];
  let places = 1;

  const release = (place: Place) => {
    const next = waiting.shift();
    if (next) next(place);
    else free.push(place);
    addWhereItHelps();
  };
  const add = async () => {
    places += 1;
    // Where it does not start, those that are there go on alone.
    const thread = await start().catch(() => null);
    if (thread !== null) release({ thread });
  };
  const addWhereItHelps = () => {
    if (waiting.length >= QUEUE_FOR_ANOTHER && places < most && wouldHelp()) void add();
  };
  const acquire = (): Place | Promise<Place> => {
    const place = free.pop();
    if (place) return place;
    return new Promise(resolve => {
      waiting.push(resolve);
      addWhereItHelps();
    });
  };

  return {
    async take(act) {
      const place = await acquire();
      try {
        place.thread ??= await start();
        const { value, isSpent } = await act(place.thread);
        if (isSpent) {
          const { thread } = place;
          place.thread = null;
          await end(thread);
        }
        return value;
      } finally {
        release(place);
      }
    },
  };
}
