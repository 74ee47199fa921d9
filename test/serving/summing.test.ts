/** What anybody can bring about, in the log. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EVERY, type Summing, summing } from '../../src/serving/summing.js';

describe('what comes again and again', () => {
  let told: [string, number][];
  let sums: Summing<'one' | 'other'>;

  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    sums = summing((kind, times) => told.push([kind, times]));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const come = (kind: 'one' | 'other', times: number) => {
    for (let count = 0; count < times; count += 1) sums.came(kind);
  };

  it('is told at once, and then once a minute with how often it came', () => {
    come('one', 1_000);
    come('other', 1);
    expect(told).toEqual([
      ['one', 1],
      ['other', 1],
    ]);
    vi.advanceTimersByTime(EVERY);
    expect(told.slice(2)).toEqual([['one', 999]]);
    come('one', 5);
    vi.advanceTimersByTime(EVERY);
    expect(told.slice(3)).toEqual([['one', 5]]);
  });

  it('is told at once again after a minute without it', () => {
    come('one', 1);
    vi.advanceTimersByTime(2 * EVERY);
    come('one', 1);
    expect(told).toEqual([
      ['one', 1],
      ['one', 1],
    ]);
  });

  it('is told when all ends, however short a time that is after it', () => {
    come('one', 3);
    sums.end();
    vi.advanceTimersByTime(2 * EVERY);
    expect(told).toEqual([
      ['one', 1],
      ['one', 2],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
