/** What is begun before its turn: in order, never two at once, and no more than may lie about. */
import { availableParallelism } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ahead, goAhead, MOST_TOGETHER } from '../../src/passes/read-ahead.js';

/** Lets what goes on beside the test go on. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(resolve => setImmediate(resolve));
}

interface Item {
  readonly name: number;
  readonly size: number;
}

const items = (count: number, size = 1): Item[] =>
  Array.from({ length: count }, (_, name) => ({ name, size }));
const MEGABYTE = 1_048_576;

/** Notes what is begun, and whether two are at once. */
function watched(
  of: readonly Item[],
  wants: (item: Item) => boolean = () => true,
  fails: number | null = null,
  doneWith: (item: number) => Promise<number> | null = () => Promise.resolve(0),
) {
  const begun: number[] = [];
  let atOnce = 0;
  let most = 0;
  const begin = async (item: Item) => {
    begun.push(item.name);
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise(resolve => setImmediate(resolve));
    atOnce -= 1;
    if (item.name === fails) throw new Error('the connection broke');
    return item.name;
  };
  const ahead = goAhead(of, wants, begin, doneWith);
  return { ahead, begun, most: () => most };
}

async function takeAll(ahead: Ahead<Item, number>, of: readonly Item[]): Promise<(number | null)[]> {
  const taken: (number | null)[] = [];
  for (const item of of) taken.push(await ahead.take(item));
  return taken;
}

describe('items ahead of their turn', () => {
  it('are each begun once, in order and never two at once, whatever their sizes and whoever is wanted', async () => {
    const item = fc.record({ size: fc.integer({ min: 0, max: 40 * MEGABYTE }), wanted: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 40 }), async list => {
        const of = list.map(({ size }, name) => ({ name, size }));
        const { ahead, begun, most } = watched(of, ({ name }) => list[name]?.wanted === true);
        const wanted = of.filter(({ name }) => list[name]?.wanted).map(({ name }) => name);
        expect(await takeAll(ahead, of)).toEqual(list.map(({ wanted: is }, name) => (is ? name : null)));
        expect(begun).toEqual(wanted);
        expect(most()).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are there until the last that is wanted has its turn', async () => {
    const of = items(4);
    const { ahead } = watched(of, ({ name }) => name === 0 || name === 2);
    const more: boolean[] = [];
    for (const item of of) {
      await ahead.take(item);
      more.push(ahead.hasMore());
    }
    expect(more).toEqual([true, true, false, false]);
  });

  it('may be there where no more may lie about', async () => {
    const of = items(2, 12 * MEGABYTE);
    const { ahead } = watched(of);
    const [first] = of;
    if (first) await ahead.take(first);
    expect(ahead.hasMore()).toBe(true);
  });

  it('are some, and not all', async () => {
    const of = items(200);
    const { ahead, begun } = watched(of);
    await ahead.take(of[0] as Item);
    await turns(400);
    expect(begun.length).toBe(2 * MOST_TOGETHER + 4 * Math.min(4, availableParallelism()));
  });

  it('are no more bytes than 16 MiB, but for one that is larger and alone', async () => {
    const of = [...items(3, 6 * MEGABYTE), { name: 3, size: 50 * MEGABYTE }, { name: 4, size: 1 }];
    const { ahead, begun } = watched(of);
    const settled = async () => {
      await turns(20);
      return [...begun];
    };
    await ahead.take(of[0] as Item);
    expect(await settled()).toEqual([0, 1]);
    await ahead.take(of[1] as Item);
    expect(await settled()).toEqual([0, 1, 2]);
    await ahead.take(of[2] as Item);
    expect(await settled()).toEqual([0, 1, 2]);
    await ahead.take(of[3] as Item);
    expect(await settled()).toEqual([0, 1, 2, 3]);
  });

  it('that become wanted before their turn are begun at it', async () => {
    const of = items(3);
    let isKnown = false;
    const { ahead } = watched(of, ({ name }) => name !== 2 || isKnown);
    await ahead.take(of[0] as Item);
    await ahead.take(of[1] as Item);
    isKnown = true;
    expect(await ahead.take(of[2] as Item)).toBe(2);
  });

  it('fail at their turn, when those before are taken, and those behind are not begun', async () => {
    const of = items(6);
    const { ahead, begun } = watched(of, () => true, 2);
    expect([await ahead.take(of[0] as Item), await ahead.take(of[1] as Item)]).toEqual([0, 1]);
    await expect(ahead.take(of[2] as Item)).rejects.toThrow('the connection broke');
    await ahead.end();
    expect(begun).toEqual([0, 1, 2]);
  });

  it('are not begun any more after the end', async () => {
    const of = items(6);
    const { ahead, begun } = watched(of);
    await ahead.take(of[0] as Item);
    await ahead.end();
    const before = begun.length;
    await turns(20);
    expect(begun.length).toBe(before);
  });

  it('are taken with the one before them where they are done, up to the first that is not', async () => {
    const of = items(6);
    const never = new Promise<never>(() => undefined);
    const done: Record<number, Promise<number> | null> = { 2: never, 5: null };
    const { ahead } = watched(
      of,
      ({ name }) => name !== 3,
      null,
      name => (name in done ? (done[name] ?? null) : Promise.resolve(0)),
    );
    await ahead.take(of[0] as Item);
    expect(ahead.takeReady(of[1] as Item)).toBeNull();
    await turns(20);
    expect(of.slice(1).map(item => ahead.takeReady(item))).toEqual([1, null, null, 4, null]);
    expect(await ahead.take(of[2] as Item)).toBe(2);
  });

  it('can be waited for, up to one of which nothing is begun', async () => {
    const of = items(4);
    const done: (() => void)[] = [];
    const { ahead } = watched(
      of,
      ({ name }) => name !== 2,
      null,
      name => new Promise<number>(resolve => done.splice(name, 0, () => resolve(0))),
    );
    await ahead.take(of[0] as Item);
    let isOver = false;
    const waiting = ahead.untilDone(of.slice(1)).then(() => {
      isOver = true;
    });
    await turns(20);
    expect([isOver, done.length]).toEqual([false, 3]);
    done[1]?.();
    await waiting;
    expect(of.slice(1).map(item => ahead.takeReady(item))).toEqual([1, null, null]);
  });

  it('count for what came out of them once they are done', async () => {
    const of = items(8, MEGABYTE);
    const { ahead, begun } = watched(
      of,
      () => true,
      null,
      name => Promise.resolve(name === 2 ? 12 * MEGABYTE : 0),
    );
    await ahead.take(of[0] as Item);
    // All eight are begun at once, before anything is known of them.
    await turns(400);
    expect([begun.length, ahead.sizeOf(of[2] as Item), ahead.sizeOf(of[3] as Item)]).toEqual([
      8,
      12 * MEGABYTE,
      MEGABYTE,
    ]);
  });

  it('are not begun where what came out of those before leaves no room', async () => {
    const of = items(60, MEGABYTE / 8);
    const { ahead, begun } = watched(
      of,
      () => true,
      null,
      name => Promise.resolve(name === 1 ? 15 * MEGABYTE : 0),
    );
    await ahead.take(of[0] as Item);
    await turns(400);
    const before = begun.length;
    expect(before).toBeLessThan(60);
    ahead.takeReady(of[1] as Item);
    await turns(400);
    expect(begun.length).toBe(before);
    ahead.takeReady(of[2] as Item);
    await turns(400);
    expect(begun.length).toBeGreaterThan(before);
  });

  it('are not waited for once they failed, which shows at their turn', async () => {
    const of = items(3);
    const { ahead } = watched(of, () => true, 1);
    await ahead.take(of[0] as Item);
    await ahead.untilDone(of.slice(1));
    await expect(ahead.take(of[1] as Item)).rejects.toThrow('the connection broke');
  });

  it('are begun on while others are taken that are done, and counted no more once they are', async () => {
    const of = items(4, 6 * MEGABYTE);
    const { ahead, begun } = watched(of);
    await ahead.take(of[0] as Item);
    await turns(20);
    expect(begun).toEqual([0, 1]);
    expect(ahead.takeReady(of[1] as Item)).toBe(1);
    await turns(20);
    expect(begun).toEqual([0, 1, 2]);
  });
});
