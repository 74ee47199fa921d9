/** Inside TLS a proxy sees no lines: cuts and stalls fall where they fall, within the handshake, a record, or a mail. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import type { Direction, FaultProxy } from '../world/fault-proxy.js';
import { type FaultyWorld, type Here, startFaultyWorld, type WorldOptions } from './faulty-world.js';
import { assertPromise } from './promise.js';
import { chanceOf, seedsOf } from './seeds.js';

describe.skipIf(!dovecotInstalled())('faults inside TLS', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot?.stop());

  /** Makes a world, opens it, and leaves it settled with the promise kept. */
  async function within(
    options: WorldOptions,
    copies: number,
    act: (world: FaultyWorld, here: Here) => Promise<void>,
  ): Promise<void> {
    const world = await startFaultyWorld(dovecot, { serverSeconds: 2, ...options });
    try {
      const here = await world.openHere();
      try {
        await act(world, here);
      } finally {
        await here.close();
      }
      await world.settle();
      await assertPromise(world, { copies });
    } finally {
      await world.stop();
    }
  }

  /** How many bytes went either way in a session without faults over new mail. */
  async function bytesOfSession(world: FaultyWorld, here: Here, proxy: FaultProxy) {
    await world.deliver();
    proxy.plan(() => ({}));
    await here.pass();
    const [whole] = proxy.passed;
    if (!whole || whole['to-client'] < 1_000) throw new Error('the session did not go through the proxy');
    return whole;
  }

  it.each<['tls' | 'starttls', number, number]>(
    seedsOf(1).flatMap(seed => [
      ['tls', 700, seed],
      ['starttls', 3_500, seed],
    ]),
  )(
    'to the mailbox (%s), silence at byte %i and cuts at bytes of chance, keep the promise (FAULT_SEED=%i)',
    async (security, silentAfter, seed) => {
      const chance = chanceOf(seed);
      let broken = 0;
      await within({ security }, 0, async (world, here) => {
        const whole = await bytesOfSession(world, here, world.imapProxy);
        for (let time = 0; time < 8; time += 1) {
          const direction = chance.pick<Direction>(['to-client', 'to-client', 'to-server']);
          const bytes = chance.below(whole[direction]);
          await world.deliver();
          world.imapProxy.plan(() => ({ cutAfter: { direction, bytes } }));
          // Cut while it says good-bye, all is done already.
          await here.pass().catch((error: unknown) => {
            broken += 1;
            expect(error, `${direction} ${bytes}`).toMatchObject({ code: 'unreachable' });
          });
        }
        world.imapProxy.plan(() => ({ stallAfter: { direction: 'to-client', bytes: silentAfter } }));
        const begun = Date.now();
        await expect(here.pass()).rejects.toMatchObject({ code: 'unreachable' });
        expect(Date.now() - begun, 'milliseconds').toBeLessThan(10_000);
      });
      expect(broken).toBeGreaterThan(0);
    },
  );

  it.each(seedsOf(1))('to the SMTP server keep the promise (FAULT_SEED=%i)', async seed => {
    const chance = chanceOf(seed);
    const cuts = 6;
    let held = 0;
    await within({ smtpSecurity: 'tls' }, cuts, async (world, here) => {
      const whole = await bytesOfSession(world, here, world.smtpProxy);
      for (let time = 0; time < cuts; time += 1) {
        const direction = chance.pick<Direction>(['to-client', 'to-server']);
        const where = { direction, bytes: chance.below(whole[direction]) };
        await world.deliver();
        world.smtpProxy.plan(connection =>
          connection === 0 ? (time === 0 ? { stallAfter: where } : { cutAfter: where }) : {},
        );
        const { receiptFailure, receipts } = await here.pass();
        if (receiptFailure !== null || receipts.deferred > 0) held += 1;
        // Once only: an answer lost twice in a row is a person's to look at.
        world.smtpProxy.plan(() => ({}));
        await here.pass();
      }
    });
    expect(held).toBeGreaterThan(0);
  });
});
