import { expect, it } from 'vitest';
import { oneAtATime } from '../../src/passes/one-at-a-time.js';

it('runs an act never beside itself, and once for all who ask while it runs', async () => {
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const act = oneAtATime(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>(resolve => ends.push(resolve));
    running -= 1;
  });
  const first = act();
  while (ends.length < 1) await Promise.resolve();
  const meanwhile = [act(), act()];
  ends[0]?.();
  await first;
  while (ends.length < 2) await Promise.resolve();
  ends[1]?.();
  await Promise.all(meanwhile);
  expect({ runs: ends.length, most }).toEqual({ runs: 2, most: 1 });
});
