import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import type { Running } from '../world/program.js';
import { type FaultyWorld, startFaultyWorld } from './faulty-world.js';
import { KILL_POINTS, type KillPoint } from './kill-points.js';
import { assertPromise } from './promise.js';
import { chanceOf, seedsOf } from './seeds.js';

// Each test starts the program several times over, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

describe.skipIf(!dovecotInstalled())('the program, killed', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;

  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterEach(() => world.stop());
  afterAll(() => dovecot?.stop());

  /** Runs a command until it is killed at a point. */
  const killAt = async (command: 'poll' | 'watch', point: KillPoint) => {
    let running: Running | null = null;
    world.imapProxy.plan(() => ({}));
    world.smtpProxy.plan(() => ({}));
    point.arm(world, () => running?.child.kill('SIGKILL'));
    running = world.start(command);
    // Only a poll logs out by itself.
    if (command === 'watch' && point.name === 'during LOGOUT') {
      await running.logged('pass.done');
      running.child.kill('SIGTERM');
    }
    await running.finished;
    expect(running.child.signalCode, point.name).toBe('SIGKILL');
  };

  /** What differs in a daemon: it goes on after a pass, and logs out only when asked to. */
  const ofDaemon = KILL_POINTS.filter(({ name }) => /body|final dot|LOGOUT/.test(name));

  it.each<['poll' | 'watch', readonly KillPoint[]]>([
    ['poll', KILL_POINTS],
    ['watch', ofDaemon],
  ])(
    'in %s at each point, one after another, keeps the promise with one poll more',
    async (command, points) => {
      world = await startFaultyWorld(dovecot);
      for (const point of points) {
        await world.deliver();
        await killAt(command, point);
      }
      expect((await world.pollInPeace()).status).toBe(0);
      await assertPromise(world, { copies: points.reduce((sum, { copies }) => sum + copies, 0) });
    },
  );

  it.each(seedsOf(2))('at moments of chance, keeps the promise (FAULT_SEED=%i)', async seed => {
    const chance = chanceOf(seed);
    world = await startFaultyWorld(dovecot);
    const kills = 3;
    for (let kill = 0; kill < kills; kill += 1) {
      await world.deliver();
      const running = world.start(chance.pick(['poll', 'watch']));
      await Promise.race([pause(500 + chance.below(600)), running.finished]);
      running.child.kill('SIGKILL');
      await running.finished;
    }
    expect((await world.pollInPeace()).status).toBe(0);
    await assertPromise(world, { copies: kills });
  });
});
