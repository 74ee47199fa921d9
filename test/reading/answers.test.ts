/** What becomes of questions to a thread that answers them in order, takes too long, or ends. */
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answersOf, type Outcome } from '../../src/reading/answers.js';

const answered = (name: string): Outcome => ({
  kind: 'answer',
  answer: { kind: 'ready', fingerprints: [name] },
});

/** Asks so many things of a thread that the test is, and notes what each comes to. */
function asked(limits: readonly number[]) {
  const thread = new EventEmitter();
  const answers = answersOf(thread as never);
  const outcomes: (Outcome | null)[] = limits.map(() => null);
  const ask = (limit: number, at: number) =>
    answers.to(at + 1, limit).then(outcome => {
      outcomes[at] = outcome;
    });
  for (const [at, limit] of limits.entries()) void ask(limit, at);
  const says = (name: string, number: number) =>
    thread.emit('message', { number, answer: { kind: 'ready', fingerprints: [name] } });
  return { thread, outcomes, says, askAlso: (limit: number) => answers.to(limits.length + 1, limit) };
}

const settled = () => vi.advanceTimersByTimeAsync(0);
const outOfMemory = () => Object.assign(new Error(), { code: 'ERR_WORKER_OUT_OF_MEMORY' });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('questions to a reading thread', () => {
  it('are answered in the order asked', async () => {
    const { outcomes, says } = asked([10, 10, 10]);
    says('a', 1);
    says('b', 2);
    await settled();
    expect(outcomes).toEqual([answered('a'), answered('b'), null]);
  });

  it('have each its own time, which begins when those before are answered', async () => {
    const { outcomes, says } = asked([100, 50]);
    await vi.advanceTimersByTimeAsync(99);
    says('a', 1);
    await vi.advanceTimersByTimeAsync(49);
    expect(outcomes).toEqual([answered('a'), null]);
    await vi.advanceTimersByTimeAsync(2);
    expect(outcomes[1]).toEqual({ kind: 'lost', reason: 'took-too-long' });
  });

  it('are lost with the thread where it was at them, and not begun behind that', async () => {
    const { thread, outcomes, says } = asked([10, 10, 10]);
    says('a', 1);
    thread.emit('error', new Error());
    thread.emit('exit', 1);
    await settled();
    expect(outcomes).toEqual([
      answered('a'),
      { kind: 'lost', reason: 'reader-crashed' },
      { kind: 'not-begun' },
    ]);
  });

  it('are not lost over one behind that was answered late', async () => {
    const { thread, outcomes, says } = asked([10, 10]);
    thread.emit('error', outOfMemory());
    says('a', 1);
    thread.emit('exit', 1);
    await settled();
    expect(outcomes).toEqual([answered('a'), { kind: 'lost', reason: 'out-of-memory' }]);
  });

  it('are never answered by what is said to another one', async () => {
    const { thread, outcomes, says } = asked([10, 10, 10]);
    says('a', 1);
    says('c', 3);
    says('b', 2);
    await settled();
    const lost = { kind: 'lost', reason: 'reader-crashed' };
    expect(outcomes).toEqual([answered('a'), lost, { kind: 'not-begun' }]);
    const other = asked([10]);
    other.thread.emit('messageerror', new Error());
    await settled();
    expect(other.outcomes).toEqual([lost]);
    expect(thread.eventNames()).toContain('messageerror');
  });

  it('that were answered while this thread was at work for longer than their time are in time', async () => {
    const { outcomes, says } = asked([20]);
    // Its time is up, and what it said meanwhile is heard in the same turn of the loop.
    vi.advanceTimersByTime(20);
    says('a', 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(outcomes).toEqual([answered('a')]);
  });

  it('are not begun by a thread that has ended, or takes too long, whatever it still says', async () => {
    const { thread, says, askAlso } = asked([10]);
    await vi.advanceTimersByTimeAsync(11);
    const late = askAlso(10);
    says('a', 1);
    thread.emit('exit', 1);
    expect(await late).toEqual({ kind: 'not-begun' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
