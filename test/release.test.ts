/** Memory that is given back. */
import { expect, it } from 'vitest';
import { release } from '../src/release.js';

const SIZE = 50_000_000;

it('is free at once, before garbage is collected', () => {
  const held = Buffer.alloc(SIZE, 1);
  const before = process.memoryUsage().arrayBuffers;
  release(held);
  expect(held).toHaveLength(0);
  expect(before - process.memoryUsage().arrayBuffers).toBeGreaterThanOrEqual(SIZE);
});
