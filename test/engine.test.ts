/** How V8 is set for a few mails, and for a flood of them. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectMails, flagsFor, setNewThread } from '../src/engine.js';

afterEach(() => expectMails('flood'));

describe('the young generation of a thread', () => {
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
    await worker.terminate();
  });

  async function grownTo(): Promise<number> {
    worker.postMessage('work');
    const [bytes] = await once(worker, 'message');
    return bytes;
  }

  it('stays small in a thread that started since', async () => {
    expectMails('few');
    await once(new Worker('', { eval: true }), 'exit');
    setNewThread();
    expect(await grownTo()).toBeLessThan(6_000_000);
  });

  it('grows in every thread once there is a flood', async () => {
    expectMails('few');
    await grownTo();
    expectMails('flood');
    expect(await grownTo()).toBeGreaterThan(8_388_608);
  });
});

describe('a function that has run for a while', () => {
  /** Runs some functions for as many rounds as it is told, and tells how many of them are better machine code a little later. */
  const PROGRAM = `
const { setFlagsFromString } = require('node:v8');
const { parentPort } = require('node:worker_threads');
setFlagsFromString('--allow-natives-syntax');
const turboFanned = Number.parseInt(process.versions.v8) < 14 ? 64 : 32;
const isOptimized = new Function('f', 'bit', 'return (%GetOptimizationStatus(f) & bit) !== 0');
const functions = Array.from({ length: 50 }, (_, at) =>
  new Function('n', 'let sum = ' + at + '; for (let i = 0; i < n; i++) sum = (sum * 31 + i) % 1000003; return sum;'));
parentPort.on('message', rounds => {
  for (let round = 0; round < rounds; round++) for (const f of functions) f(100);
  setTimeout(() => parentPort.postMessage(functions.filter(f => isOptimized(f, turboFanned)).length), 20);
});`;

  /** @param rounds - one after the other, until there are some; 0 to look again, because V8 compiles beside what runs */
  async function optimizedAfter(rounds: readonly number[]): Promise<number> {
    const worker = new Worker(PROGRAM, { eval: true });
    try {
      let optimized = 0;
      for (const some of rounds) {
        worker.postMessage(some);
        [optimized] = await once(worker, 'message');
        if (optimized > 0) break;
      }
      return optimized;
    } finally {
      await worker.terminate();
    }
  }

  it.each(['few', 'flood'] as const)('is not yet compiled once more: %s mails', async mails => {
    expectMails(mails);
    expect(await optimizedAfter([60, 0, 0, 0, 0])).toBe(0);
  });

  it('is once it has run for longer', async () => {
    expectMails('flood');
    expect(await optimizedAfter([60, 900, 900, 900, 0, 0, 0, 0])).toBeGreaterThan(0);
  });
});

describe('the flags', () => {
  it.each(['none', 'few', 'flood'] as const)(
    'are known to this V8, which says nothing of them: %s mails',
    mails => {
      const set = "for (const flag of process.argv.slice(1)) require('node:v8').setFlagsFromString(flag)";
      const flags = flagsFor(mails, process.versions.v8);
      const { status, stderr } = spawnSync(process.execPath, ['-e', set, '--', ...flags], {
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    },
  );

  it.each([
    ['11.3.244.8-node.38', ['--semi-space-growth-factor=2', '--interrupt-budget=540672']],
    ['12.4.254.21-node.57', ['--semi-space-growth-factor=2', '--invocation-count-for-turbofan=24000']],
    ['13.6.233.17-node.53', ['--semi-space-growth-factor=2', '--invocation-count-for-turbofan=24000']],
    // Nobody has tried it.
    ['15.0.1', []],
  ])('are those of its version: %s', (version, flags) => {
    expect(flagsFor('flood', version)).toEqual(flags);
  });
});
