import { describe, expect, it } from 'vitest';
import { nextTry } from '../../src/notice/patience.js';

const MADE = new Date('2026-11-24T12:00:00Z');
const at = (hours: number) => new Date(MADE.getTime() + hours * 3_600_000);

describe('what was not taken is tried again', () => {
  it.each<[string, number, number | null, number]>([
    ['after a minute at first', 1, null, 60],
    ['after twice as long each time', 4, null, 480],
    ['after six hours at most', 30, null, 21_600],
    ['no sooner than the receiver asked', 1, 900, 900],
    ['no later than six hours, whatever the receiver asked', 1, 1_000_000, 21_600],
    ['no sooner than by our own pause, where the receiver asked for none', 2, 0, 120],
  ])('%s', (_name, attempts, asked, seconds) => {
    expect(nextTry(MADE, attempts, asked, MADE)?.getTime()).toBe(MADE.getTime() + seconds * 1000);
  });

  it('and given up after three days', () => {
    expect(nextTry(MADE, 20, null, at(65))).not.toBeNull();
    expect(nextTry(MADE, 20, null, at(67))).toBeNull();
  });
});
