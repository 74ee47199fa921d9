/** How far the young generation of a thread's heap grows. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyToYoungGeneration, keepYoungGenerationSmall } from '../src/young-generation.js';

/** Keeps a part of what it makes for a while, as reading does, and tells how many bytes the young generation has then. */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
const { getHeapSpaceStatistics } = require('node:v8');
parentPort.on('message', () => {
  let kept = [];
  for (let at = 0; at < 2e6; at += 1) {
    const made = { at, list: [at] };
    if (at % 7 === 0) kept.push(made);
    if (kept.length > 20000) kept = [];
  }
  parentPort.postMessage(getHeapSpaceStatistics().find(space => space.space_name === 'new_space').space_size);
});`;

let worker: Worker;

beforeEach(async () => {
  worker = new Worker(PROGRAM, { eval: true });
  await once(worker, 'online');
});

afterEach(async () => {
  keepYoungGenerationSmall(false);
  await worker.terminate();
});

async function grownTo(): Promise<number> {
  worker.postMessage('work');
  const [bytes] = await once(worker, 'message');
  return bytes;
}

it('stays small in a thread that started since', async () => {
  keepYoungGenerationSmall(true);
  await once(new Worker('', { eval: true }), 'exit');
  applyToYoungGeneration();
  expect(await grownTo()).toBeLessThan(6_000_000);
});

it('grows in every thread once it may', async () => {
  keepYoungGenerationSmall(true);
  await grownTo();
  keepYoungGenerationSmall(false);
  expect(await grownTo()).toBeGreaterThan(8_388_608);
});
