import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { wholeBytes } from '../world/whole-bytes.js';
import { type FaultyWorld, type Here, startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';

const MEBIBYTE = 1_048_576;

// Encrypting and decrypting that much takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

describe.skipIf(!dovecotInstalled())('a message of 60 MB', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;
  let here: Here;
  beforeAll(async () => {
    dovecot = await startDovecot();
    // The connection is silent while a message is decrypted.
    world = await startFaultyWorld(dovecot, { serverSeconds: 60 });
    here = await world.openHere();
  });
  afterAll(async () => {
    await here?.close();
    await world?.stop();
    await dovecot?.stop();
  });

  it('that is cut in its middle is read whole by the next poll, with its file', async () => {
    const file = randomBytes(31 * MEBIBYTE);
    const from = 'large@large.example';
    const size = await world.deliverLarge(from, file);
    expect(size).toBeGreaterThan(57 * MEBIBYTE);
    expect(size).toBeLessThan(64 * MEBIBYTE);
    await world.deliver();

    world.imapProxy.plan(() => ({ cutAfter: { direction: 'to-client', bytes: size / 2 } }));
    await expect(here.pass()).rejects.toMatchObject({ code: 'unreachable' });
    expect(world.inbox.query('SELECT id FROM messages')).toEqual([]);

    world.imapProxy.plan(() => ({}));
    expect((await here.pass()).recorded).toHaveLength(3);
    expect(wholeBytes(world.inbox, 'attachments').some(one => one.equals(file))).toBe(true);
    await assertPromise(world);
  });

  it('that comes while the program is killed is taken in once by the next poll', async () => {
    await here.close();
    const before = reports();
    await world.deliverLarge('killed@large.example', randomBytes(31 * MEBIBYTE));
    const running = world.start('poll');
    await vi.waitUntil(() => heldPieces() > 5, { timeout: 60_000, interval: 5 });
    running.child.kill('SIGKILL');
    await running.finished;
    expect([reports(), heldPieces() > 5]).toEqual([before, true]);

    expect((await world.pollInPeace()).status).toBe(0);
    expect([reports(), heldPieces()]).toEqual([before + 1, 0]);
    await assertPromise(world);
  });

  const reports = () => world.inbox.query('SELECT id FROM reports').length;
  /** Of mails that are not on record. */
  const heldPieces = () =>
    world.inbox.query(
      `SELECT position FROM remainder_pieces WHERE remainder_id NOT IN (
         SELECT remainder_id FROM messages WHERE remainder_id IS NOT NULL
         UNION SELECT remainder_id FROM attachments WHERE remainder_id IS NOT NULL)`,
    ).length;
});
