import { expect, it } from 'vitest';
import { latestTry, nextTry } from '../../src/store/next-try.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const minutesTo = (instant: Date) => (instant.getTime() - NOW.getTime()) / 60_000;

it.each([
  [1, 1],
  [2, 5],
  [3, 15],
  [4, 30],
  [5, 60],
  [6, 120],
  [7, 240],
  [8, 240],
  [1_000_000, 240],
])('after %i deferrals the next try is due in %i minutes', (deferrals, minutes) => {
  expect(minutesTo(nextTry(deferrals, NOW))).toBe(minutes);
});

it('no deferral asks for a later instant than the longest step', () => {
  expect(latestTry(NOW)).toEqual(nextTry(7, NOW));
});
