/** Receipts to many, of whom a server does not take all at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';

describe.skipIf(!dovecotInstalled())('an SMTP server', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot?.stop());

  it('that greylists everybody the first time takes each receipt in the end, once', async () => {
    const seen = new Set<string>();
    const refuseRecipient = (address: string) => {
      if (seen.has(address)) return undefined;
      seen.add(address);
      return { code: 450, message: '4.7.1 greylisted, come back in five minutes' };
    };
    const world = await startFaultyWorld(dovecot, { smtp: { refuseRecipient } });
    try {
      for (let mail = 0; mail < 3; mail += 1) await world.deliver();
      const here = await world.openHere();
      expect((await here.pass()).receipts).toMatchObject({ sent: 0, deferred: 6 });
      await here.close();
      const waiting = world.inbox.query("SELECT DISTINCT last_answer FROM receipts WHERE state = 'queued'");
      expect(waiting).toEqual([{ last_answer: expect.stringContaining('4.7.1 greylisted') }]);
      await world.settle();
      await assertPromise(world);
    } finally {
      await world.stop();
    }
  });

  it('that never takes one recipient among many gets all the others', async () => {
    let poisoned = '';
    const world = await startFaultyWorld(dovecot, {
      smtp: {
        refuseRecipient: address =>
          address === poisoned ? { code: 550, message: '5.1.1 no such user' } : undefined,
      },
    });
    try {
      for (let mail = 0; mail < 4; mail += 1) {
        const [clear = ''] = await world.deliver();
        // In the middle of those that are queued.
        if (mail === 1) poisoned = clear;
      }
      const here = await world.openHere();
      expect((await here.pass()).receipts).toMatchObject({ sent: 7, refused: 1 });
      await here.close();
      await world.settle();
      await assertPromise(world, { refused: new Set([poisoned]) });
    } finally {
      await world.stop();
    }
  });
});
