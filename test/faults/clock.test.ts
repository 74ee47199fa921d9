import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import type { Verdict } from '../world/fault-proxy.js';
import { faketimeInstalled } from '../world/program.js';
import { type FaultyWorld, startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';

// Each test starts the program several times over, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

describe.skipIf(!dovecotInstalled() || !faketimeInstalled())('a clock that jumps', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot?.stop());
  beforeEach(async () => {
    world = await startFaultyWorld(dovecot);
  });
  afterEach(() => world?.stop());

  /** The server puts every mail off, for now. */
  const greylist = () =>
    world.smtpProxy.plan(() => ({
      onLine: (line): Verdict => (/^RCPT/.test(line) ? { say: '450 4.7.1 greylisted\r\n' } : 'pass'),
    }));

  it('back and ahead between polls loses nothing and answers nothing twice', async () => {
    for (const clock of [undefined, '-1y', '+10d', undefined]) {
      await world.deliver();
      expect((await world.poll(clock)).status).toBe(0);
    }
    await assertPromise(world);
  });

  it('by a year ahead holds answers that look late, and loses nothing of them', async () => {
    await world.deliver();
    expect((await world.poll('+1y')).status).toBe(0);
    expect(world.smtp.received).toEqual([]);
    const held = world.inbox.query(
      "SELECT number FROM reports JOIN receipts ON report_id = reports.id WHERE receipts.state = 'held'",
    );
    expect(held).toHaveLength(2);
    for (const { number } of held) {
      expect((await world.inbox.run('receipt', 'release', String(number))).status).toBe(0);
    }
    await world.deliver();
    expect((await world.poll()).status).toBe(0);
    await assertPromise(world);
  });

  it('ahead and back while a receipt waits lets it go by the true clock', async () => {
    await world.deliver();
    greylist();
    for (const clock of [undefined, '+1y', '-1y']) {
      expect([0, 75]).toContain((await world.poll(clock)).status);
    }
    expect(world.smtp.received).toEqual([]);
    world.smtpProxy.plan(() => ({}));
    expect((await world.poll()).status).toBe(0);
    await assertPromise(world);
  });
});
