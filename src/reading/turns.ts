/**
 * Who uses which thread. Each is given some ahead of what it is at: it answers them one after another, and need not wait for
 * this thread, which is often at work for longer than reading takes. Who waits is served in order, and further threads are
 * started only once several wait and it helps, because a start costs as much as reading some dozens of mails.
 */

/** Those who wait before another thread is started, the ones that were given to a thread ahead among them. */
const QUEUE_FOR_ANOTHER = 4;

/** Given to one thread at most, the one that it is at among them. */
export const MOST_GIVEN = 8;

/** What a turn came to. */
export type Turn<T> =
  /** `isSpent`: whether its thread is to serve no other. */
  | { readonly kind: 'over'; readonly value: T; readonly isSpent: boolean }
  /** Its thread was lost, over this one or another, and it wants its turn with the next, before all behind it. */
  | { readonly kind: 'again' };

export interface Turns<Thread> {
  /**
   * Acts with a thread, which may be at others yet.
   * @param isAlone - whether nothing else is to be given to the thread meanwhile
   * @throws what the act throws, and, where a thread had to be renewed, why it could not be
   */
  take<T>(act: (thread: Thread) => Promise<Turn<T>>, isAlone: boolean): Promise<T>;
}

/** A thread, or that one is to be started in its place. */
interface Place<Thread> {
  thread: Promise<Thread> | null;
  /** Resolves once the one before it has ended: two at once would take twice the memory. */
  ended: Promise<void>;
  given: number;
  isTakenAlone: boolean;
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
  type Waiting = { readonly isAlone: boolean; readonly go: (place: Place<Thread>) => void };
  const placeOf = (thread: Promise<Thread>): Place<Thread> => ({
    thread,
    ended: Promise.resolve(),
    given: 0,
    isTakenAlone: false,
  });
  const places = [placeOf(Promise.resolve(first))];
  const waiting: Waiting[] = [];
  let starting = 0;

  const hasRoom = ({ given, isTakenAlone }: Place<Thread>, isAlone: boolean) =>
    given === 0 || (!isAlone && !isTakenAlone && given < MOST_GIVEN);
  const serve = () => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const { isAlone, go } = next;
      const [place] = places.filter(one => hasRoom(one, isAlone)).sort((a, b) => a.given - b.given);
      if (place === undefined) break;
      waiting.shift();
      place.given += 1;
      place.isTakenAlone = isAlone;
      go(place);
    }
    addWhereItHelps();
  };
  const add = async () => {
    starting += 1;
    // Where it does not start, those that are there go on alone.
    const thread = await start().catch(() => null);
    starting -= 1;
    if (thread === null) return;
    places.push(placeOf(Promise.resolve(thread)));
    serve();
  };
  const addWhereItHelps = () => {
    const behind = places.reduce((sum, { given }) => sum + Math.max(0, given - 1), waiting.length);
    if (behind >= QUEUE_FOR_ANOTHER && places.length + starting < most && wouldHelp()) void add();
  };
  const acquire = (isAlone: boolean): Promise<Place<Thread>> =>
    new Promise(resolve => {
      waiting.push({ isAlone, go: resolve });
      serve();
    });

  const actAt = async <T>(
    place: Place<Thread>,
    act: (thread: Thread) => Promise<Turn<T>>,
  ): Promise<Turn<T>> => {
    place.thread ??= place.ended.then(start);
    const { thread } = place;
    const started = await thread.catch((error: unknown) => {
      if (place.thread === thread) place.thread = null;
      throw error;
    });
    const turn = await act(started);
    if (place.thread === thread && (turn.kind === 'again' || turn.isSpent)) {
      place.thread = null;
      place.ended = end(started);
    }
    // Ended, it has given back what it took. Who wants the next one must not wait here: those behind would be before it.
    if (turn.kind === 'over' && turn.isSpent) await place.ended;
    return turn;
  };

  return {
    async take(act, isAlone) {
      const place = await acquire(isAlone);
      try {
        for (;;) {
          const turn = await actAt(place, act);
          if (turn.kind === 'over') return turn.value;
        }
      } finally {
        place.given -= 1;
        place.isTakenAlone = false;
        serve();
      }
    },
  };
}
