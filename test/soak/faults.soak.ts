/**
 * Seeds until the time is up: each a few faults by chance over new mail, some of them inside TLS, then passes without any.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inLaterHours } from '../faults/clock.js';
import { type FaultyWorld, startFaultyWorld } from '../faults/faulty-world.js';
import { KILL_POINTS } from '../faults/kill-points.js';
import { assertPromise } from '../faults/promise.js';
import { type Chance, chanceOf } from '../faults/seeds.js';
import { type Dovecot, startDovecot } from '../world/dovecot.js';
import type { Direction, Faults } from '../world/fault-proxy.js';
import type { Running } from '../world/program.js';
import { tell } from './results.js';

const MINUTES = Number(process.env.SOAK_MINUTES ?? '5');

/** More than the bytes of a session over a few mails in that direction, so that some run to their end. */
const SESSION_BYTES = {
  imap: { 'to-client': 16_000, 'to-server': 1_500 },
  smtp: { 'to-client': 900, 'to-server': 30_000 },
};

const count = { seeds: 0, tls: 0, passes: 0, kills: 0, cuts: 0, stalls: 0 };

it('keeps the promise', async () => {
  const dovecot = await startDovecot();
  const failed: number[] = [];
  const only = process.env.FAULT_SEED;
  const end = Date.now() + MINUTES * 60_000;
  try {
    for (let seed = only === undefined ? Date.now() % 1_000_000 : Number(only); ; seed += 1) {
      await trySeed(seed, dovecot).catch((error: unknown) => {
        failed.push(seed);
        console.log(`FAULT_SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`);
      });
      count.seeds += 1;
      if (only !== undefined || Date.now() > end) break;
    }
  } finally {
    tell('faults by chance', { ...count, failed });
    await dovecot.stop();
  }
  expect(failed).toEqual([]);
});

async function trySeed(seed: number, dovecot: Dovecot): Promise<void> {
  const chance = chanceOf(seed);
  const security = chance.pick(['none', 'none', 'tls', 'starttls'] as const);
  const smtpSecurity = security === 'tls' ? 'tls' : 'none';
  const isHidden = security !== 'none';
  if (isHidden) count.tls += 1;
  const world = await startFaultyWorld(dovecot, { serverSeconds: 1, security, smtpSecurity });
  try {
    let copies = 0;
    // Points are seen in lines, which TLS hides.
    if (!isHidden && chance.below(3) === 0) {
      for (let time = 1 + chance.below(4); time > 0; time -= 1) {
        await world.deliver();
        await killOnce(world, chance);
        copies += 1;
      }
    }
    const here = await world.openHere();
    let hours = 0;
    try {
      for (let time = 4 + chance.below(8); time > 0; time -= 1) {
        await world.deliver();
        const isSmtp = chance.below(2) === 0;
        const faults = faultBy(chance, isSmtp ? 'smtp' : 'imap');
        (isSmtp ? world.smtpProxy : world.imapProxy).plan(connection => (connection === 0 ? faults : {}));
        await here.pass().catch(() => undefined);
        if (isSmtp) copies += 1;
        world.imapProxy.plan(() => ({}));
        world.smtpProxy.plan(() => ({}));
        // An answer lost twice in a row is a person's to look at; here it is lost once.
        hours += 5;
        if (isSmtp) await inLaterHours([hours], () => here.pass());
        count.passes += isSmtp ? 2 : 1;
      }
    } finally {
      await here.close();
    }
    await world.settle();
    await assertPromise(world, { copies });
  } finally {
    await world.stop();
  }
}

function faultBy(chance: Chance, protocol: 'imap' | 'smtp'): Faults {
  const direction = chance.pick<Direction>(['to-client', 'to-server']);
  const where = { direction, bytes: chance.below(SESSION_BYTES[protocol][direction]) };
  // A stall costs the time limit, a cut costs nothing.
  if (chance.below(6) === 0) {
    count.stalls += 1;
    return { stallAfter: where };
  }
  count.cuts += 1;
  return { cutAfter: where };
}

async function killOnce(world: FaultyWorld, chance: Chance): Promise<void> {
  const command = chance.pick<'poll' | 'watch'>(['poll', 'watch']);
  let running: Running | null = null;
  const point = chance.pick([null, ...KILL_POINTS]);
  point?.arm(world, () => running?.child.kill('SIGKILL'));
  running = world.start(command);
  await Promise.race([pause(point ? 4_000 : 400 + chance.below(1_200)), running.finished]);
  running.child.kill('SIGKILL');
  await running.finished;
  count.kills += 1;
  world.imapProxy.plan(() => ({}));
  world.smtpProxy.plan(() => ({}));
}
