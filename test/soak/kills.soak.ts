/**
 * Processes killed at work with kill -9, until as many died as were asked for: poll and watch at named points, at moments of
 * chance, and in the middle of writing a large record, which is when the log is taken over into the database; and backups.
 * Every seed is a world of its own, and ends with the promise kept. FAULT_SEED=n tries one again.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { type FaultyWorld, startFaultyWorld } from '../faults/faulty-world.js';
import { KILL_POINTS, type KillPoint } from '../faults/kill-points.js';
import { assertPromise } from '../faults/promise.js';
import { type Chance, chanceOf } from '../faults/seeds.js';
import { type Dovecot, startDovecot } from '../world/dovecot.js';
import type { Running } from '../world/program.js';
import { tell } from './results.js';

const KILLS = Number(process.env.SOAK_KILLS ?? '300');
const IN_A_WORLD = 8;

/** More than the pages after which SQLite takes its log over into the database. */
const LARGE = 6_000_000;

const count = {
  seeds: 0,
  kills: 0,
  ofPoll: 0,
  ofWatch: 0,
  ofBackup: 0,
  atPoints: 0,
  byChance: 0,
  whileWriting: 0,
  endedFirst: 0,
};

it('keeps the promise', async () => {
  const dovecot = await startDovecot();
  const failed: number[] = [];
  const only = process.env.FAULT_SEED;
  const begun = Date.now();
  try {
    for (let seed = only === undefined ? Date.now() % 1_000_000 : Number(only); ; seed += 1) {
      await trySeed(seed, dovecot).catch((error: unknown) => {
        failed.push(seed);
        console.log(`FAULT_SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`);
      });
      count.seeds += 1;
      console.log(`FAULT_SEED=${seed} done: ${count.kills} kills`);
      if (only !== undefined || count.kills >= KILLS) break;
    }
  } finally {
    tell('kills', { ...count, seconds: Math.round((Date.now() - begun) / 1000), failed });
    await dovecot.stop();
  }
  expect(failed).toEqual([]);
});

async function trySeed(seed: number, dovecot: Dovecot): Promise<void> {
  const chance = chanceOf(seed);
  // The connection to the mailbox is silent while receipts go out, which takes its time on a busy machine.
  const world = await startFaultyWorld(dovecot, { serverSeconds: 60 });
  try {
    let copies = 0;
    for (let time = 0; time < IN_A_WORLD; time += 1) {
      await world.deliver();
      const act = chance.pick([killAtPoint, killAtPoint, killByChance, killWhileWriting, killBackup]);
      await act(world, chance);
      copies += 1;
      world.imapProxy.plan(() => ({}));
      world.smtpProxy.plan(() => ({}));
    }
    const last = await world.pollInPeace();
    expect(last.status, last.stderr).toBe(0);
    await assertPromise(world, { copies });
  } finally {
    await world.stop();
  }
}

function commandBy(chance: Chance): 'poll' | 'watch' {
  return chance.pick(['poll', 'watch']);
}

async function kill(running: Running, command: 'poll' | 'watch' | 'backup'): Promise<void> {
  running.child.kill('SIGKILL');
  await running.finished;
  if (running.child.signalCode !== 'SIGKILL') {
    count.endedFirst += 1;
    return;
  }
  count.kills += 1;
  if (command === 'poll') count.ofPoll += 1;
  else if (command === 'watch') count.ofWatch += 1;
  else count.ofBackup += 1;
}

async function killAtPoint(world: FaultyWorld, chance: Chance): Promise<void> {
  const command = commandBy(chance);
  // A daemon logs out only when it is asked to.
  const points = KILL_POINTS.filter(({ name }) => command === 'poll' || name !== 'during LOGOUT');
  const [first, ...others] = points as [KillPoint, ...KillPoint[]];
  const point = chance.pick([first, ...others]);
  let running: Running | null = null;
  point.arm(world, () => running?.child.kill('SIGKILL'));
  running = world.start(command);
  await Promise.race([pause(30_000), running.finished]);
  await kill(running, command);
  count.atPoints += 1;
}

async function killByChance(world: FaultyWorld, chance: Chance): Promise<void> {
  const command = commandBy(chance);
  const running = world.start(command);
  await Promise.race([pause(200 + chance.below(1_500)), running.finished]);
  await kill(running, command);
  count.byChance += 1;
}

/** A record of that size fills the log: it is taken over when it is committed, or when the database is closed. */
async function killWhileWriting(world: FaultyWorld, chance: Chance): Promise<void> {
  const command = commandBy(chance);
  await world.deliverLarge(`large-${chance.below(1e9)}@large.example`, randomBytes(LARGE));
  const running = world.start(command);
  const recorded = (async () => {
    for (let mail = 1 + chance.below(3); mail > 0; mail -= 1) await running.logged('report.recorded');
  })();
  await Promise.race([recorded.catch(() => undefined), running.finished, pause(30_000)]);
  await Promise.race([pause(chance.below(400)), running.finished]);
  await kill(running, command);
  count.whileWriting += 1;
}

/** What stands at the backup's name afterwards is whole, or nothing does. */
async function killBackup(world: FaultyWorld, chance: Chance): Promise<void> {
  if (!existsSync(world.inbox.database)) return;
  const folder = join(world.temporary, '..', 'backups');
  mkdirSync(folder, { recursive: true });
  const target = join(folder, `backup-${chance.below(1e9)}.sqlite`);
  const running = world.inbox.start('backup', target);
  running.child.stdin?.end();
  await Promise.race([pause(150 + chance.below(600)), running.finished]);
  await kill(running, 'backup');
  count.byChance += 1;
  for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077, file).toBe(0);
  if (!existsSync(target)) return;
  const backup = new Database(target, { readonly: true });
  try {
    expect(backup.pragma('integrity_check', { simple: true })).toBe('ok');
  } finally {
    backup.close();
  }
}
