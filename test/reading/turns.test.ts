/** Which thread reads: some given ahead, more threads only for a queue, and another in place of one that is spent. */
import { describe, expect, it } from 'vitest';
import { inTurns, MOST_GIVEN, type Turn } from '../../src/reading/turns.js';

const soon = () => new Promise(resolve => setImmediate(resolve));

type How = 'served' | 'spends' | 'alone' | 'alone and spends' | 'lost';

/**
 * Threads by number, each of which answers in order, what it is given, and not what is behind one that it is spent with.
 * @param refuses - whether the next can't be started
 */
function counted(most: number, refuses: () => boolean = () => false, wouldHelp: () => boolean = () => true) {
  const happened: string[] = [];
  let started = 1;
  const last = new Map<number, Promise<boolean>>();
  const given = new Map<number, number>();
  const alone = new Set<number>();
  let mostGiven = 0;
  const intruders: number[] = [];
  const turns = inTurns(
    most,
    0,
    async () => {
      await soon();
      if (refuses()) throw new Error('does not start');
      happened.push(`start ${started}`);
      started += 1;
      return started - 1;
    },
    async thread => {
      await soon();
      happened.push(`end ${thread}`);
    },
    wouldHelp,
  );
  const act = async (thread: number, how: How): Promise<Turn<number>> => {
    const count = (given.get(thread) ?? 0) + 1;
    given.set(thread, count);
    mostGiven = Math.max(mostGiven, count);
    if (alone.has(thread) || (how.startsWith('alone') && count > 1)) intruders.push(thread);
    if (how.startsWith('alone')) alone.add(thread);
    const isLost = (last.get(thread) ?? Promise.resolve(false)).then(async wasLost => {
      for (let step = 0; step < 5; step += 1) await soon();
      return wasLost || how.endsWith('spends');
    });
    const wasLost = last.get(thread);
    last.set(thread, isLost);
    const isSpent = await isLost;
    given.set(thread, (given.get(thread) ?? 1) - 1);
    if (how.startsWith('alone')) alone.delete(thread);
    return (await wasLost) ? { kind: 'again' } : { kind: 'over', value: thread, isSpent };
  };
  const use = (how: How = 'served') => {
    let isToLose = how === 'lost';
    return turns.take<number>(async thread => {
      if (!isToLose) return act(thread, how === 'lost' ? 'served' : how);
      const { kind } = await act(thread, 'spends');
      isToLose = kind === 'again';
      return { kind: 'again' };
    }, how.startsWith('alone'));
  };
  return { use, happened, intruders, started: () => started, mostGiven: () => mostGiven };
}

const many = (count: number, use: () => Promise<number>) =>
  Promise.all(Array.from({ length: count }, () => use()));

describe('a reading thread', () => {
  it('is one where mails come one by one', async () => {
    const { use, started } = counted(4);
    for (let turn = 0; turn < 10; turn += 1) expect(await use()).toBe(0);
    expect(started()).toBe(1);
  });

  it('is given some mails ahead, and no more', async () => {
    const { use, mostGiven } = counted(1);
    await many(60, use);
    expect(mostGiven()).toBe(MOST_GIVEN);
  });

  it('has nothing beside a mail that is to be alone, however many wait before and behind it', async () => {
    const { use, intruders, mostGiven } = counted(2);
    const before = many(30, use);
    const alone = use('alone');
    const behind = many(30, use);
    await Promise.all([before, alone, behind]);
    expect([intruders, mostGiven()]).toEqual([[], MOST_GIVEN]);
  });

  it('is joined by others where several wait, up to as many as there may be', async () => {
    const { use, started } = counted(3);
    const served = await many(60, use);
    expect(new Set(served)).toEqual(new Set([0, 1, 2]));
    expect(started()).toBe(3);
  });

  it('is joined by another where those wait that it was given ahead', async () => {
    const { use, started } = counted(2);
    await many(4, use);
    expect(started()).toBe(1);
    await many(5, use);
    expect(started()).toBe(2);
  });

  it('stays alone while another would not help, however many wait', async () => {
    let wouldHelp = false;
    const { use, started } = counted(
      3,
      () => false,
      () => wouldHelp,
    );
    await many(60, use);
    expect(started()).toBe(1);
    wouldHelp = true;
    await many(60, use);
    expect(started()).toBe(3);
  });

  it('stays alone where no other starts, and serves them all', async () => {
    const { use } = counted(3, () => true);
    expect(new Set(await many(20, use))).toEqual(new Set([0]));
  });

  it('that is spent is ended, and the next mail gets another, which starts once it has', async () => {
    const { use, happened } = counted(1);
    const [first, second] = await Promise.all([use('alone and spends'), use()]);
    expect([first, second]).toEqual([0, 1]);
    expect(happened).toEqual(['end 0', 'start 1']);
  });

  it('that is spent leaves what it was given behind that to another, in the order of their turns', async () => {
    const { use, happened } = counted(1);
    const order: number[] = [];
    const note = (name: number, how: How) =>
      use(how).then(thread => {
        order.push(name);
        return thread;
      });
    const hows: How[] = ['served', 'spends', 'served', 'spends', 'served', 'alone', 'served'];
    const served = await Promise.all(hows.map((how, name) => note(name, how)));
    expect(served).toEqual([0, 0, 1, 1, 2, 2, 2]);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(happened).toEqual(['end 0', 'start 1', 'end 1', 'start 2']);
  });

  it('that is lost over a mail is followed by one that is given this mail first', async () => {
    const { use, happened } = counted(1);
    const order: number[] = [];
    const hows: How[] = ['served', 'lost', 'served', 'lost', 'served'];
    await Promise.all(hows.map((how, name) => use(how).then(() => order.push(name))));
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(happened).toEqual(['end 0', 'start 1', 'end 1', 'start 2']);
  });

  it('that can’t be renewed is tried again with the next mail', async () => {
    let isRefused = true;
    const { use } = counted(1, () => isRefused);
    await use('spends');
    await expect(use()).rejects.toThrow('does not start');
    isRefused = false;
    expect(await use()).toBe(1);
  });
});
