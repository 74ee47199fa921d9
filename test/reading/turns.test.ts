/** Which thread reads: one at a time each, more only for a queue, and another in place of one that is spent. */
import { describe, expect, it } from 'vitest';
import { inTurns, type Turn } from '../../src/reading/turns.js';

const soon = () => new Promise(resolve => setImmediate(resolve));

/** Threads by number, of which `refuses` says whether the next can't be started. */
function counted(most: number, refuses: () => boolean = () => false, wouldHelp: () => boolean = () => true) {
  let started = 1;
  const ended: number[] = [];
  const busy = new Set<number>();
  const clashes: number[] = [];
  const turns = inTurns(
    most,
    0,
    async () => {
      await soon();
      if (refuses()) throw new Error('does not start');
      started += 1;
      return started - 1;
    },
    async thread => {
      ended.push(thread);
    },
    wouldHelp,
  );
  const use = (isSpent = false) =>
    turns.take<number>(async (thread): Promise<Turn<number>> => {
      if (busy.has(thread)) clashes.push(thread);
      busy.add(thread);
      for (let step = 0; step < 5; step += 1) await soon();
      busy.delete(thread);
      return { value: thread, isSpent };
    });
  return { use, clashes, ended, started: () => started };
}

describe('a reading thread', () => {
  it('is one where mails come one by one', async () => {
    const { use, started } = counted(4);
    for (let turn = 0; turn < 10; turn += 1) expect(await use()).toBe(0);
    expect(started()).toBe(1);
  });

  it('is joined by others where several wait, up to as many as there may be', async () => {
    const { use, started, clashes } = counted(3);
    const served = await Promise.all(Array.from({ length: 60 }, () => use()));
    expect(new Set(served)).toEqual(new Set([0, 1, 2]));
    expect([started(), clashes]).toEqual([3, []]);
  });

  it('stays alone while another would not help, however many wait', async () => {
    let wouldHelp = false;
    const { use, started } = counted(
      3,
      () => false,
      () => wouldHelp,
    );
    const many = () => Promise.all(Array.from({ length: 60 }, () => use()));
    await many();
    expect(started()).toBe(1);
    wouldHelp = true;
    await many();
    expect(started()).toBe(3);
  });

  it('stays alone where no other starts, and serves them all', async () => {
    const { use, clashes } = counted(3, () => true);
    const served = await Promise.all(Array.from({ length: 20 }, () => use()));
    expect([new Set(served), clashes]).toEqual([new Set([0]), []]);
  });

  it('that is spent is ended, and the next mail gets another', async () => {
    const { use, ended } = counted(1);
    expect(await use(true)).toBe(0);
    expect(ended).toEqual([0]);
    expect(await use()).toBe(1);
  });

  it('that can’t be renewed is tried again with the next mail', async () => {
    let isRefused = true;
    const { use } = counted(1, () => isRefused);
    await use(true);
    await expect(use()).rejects.toThrow('does not start');
    isRefused = false;
    expect(await use()).toBe(1);
  });
});
