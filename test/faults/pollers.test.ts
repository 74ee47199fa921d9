/** Several at once: on one database, where one works and the others leave; and with databases of their own. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { install, SMTP_LOGIN } from '../world/program.js';
import { type FaultyWorld, startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';
import { chanceOf, seedsOf } from './seeds.js';

// Each test starts the program several times over, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

describe.skipIf(!dovecotInstalled())('pollers at once', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot?.stop());

  describe('on one database', () => {
    let world: FaultyWorld;
    beforeAll(async () => {
      world = await startFaultyWorld(dovecot);
    });
    afterAll(() => world?.stop());

    it.each(seedsOf(1))('are one that works and others that say so and leave (FAULT_SEED=%i)', async seed => {
      const chance = chanceOf(seed);
      let busy = 0;
      // The first round makes the database, too.
      for (let round = 0; round < 4; round += 1) {
        await world.deliver();
        const pollers = [world.start('poll')];
        for (let more = 1 + chance.below(2); more > 0; more -= 1) {
          await pause(chance.below(40));
          pollers.push(world.start('poll'));
        }
        const finished = await Promise.all(pollers.map(poller => poller.finished));
        for (const { status, stderr } of finished) {
          expect([0, 75], stderr).toContain(status);
          if (status !== 75) continue;
          busy += 1;
          expect(stderr).toMatch(/^security-inbox: Another security-inbox is at work on this database/m);
        }
        expect(finished.some(({ status }) => status === 0)).toBe(true);
      }
      expect(busy).toBeGreaterThan(0);
      await assertPromise(world);
    });

    it('do not wait for a lock that a killed one held, and take it over one at a time', async () => {
      await world.deliver();
      let isHeld: () => void = () => undefined;
      const held = new Promise<void>(resolve => {
        isHeld = resolve;
      });
      world.imapProxy.plan(connection => {
        if (connection > 0) return {};
        isHeld();
        return { stallAfter: { direction: 'to-client', bytes: 1 } };
      });
      const holder = world.start('poll');
      await held;
      const second = await world.poll();
      expect(second.status).toBe(75);
      expect(second.stderr).toContain(`process ${holder.child.pid}`);
      holder.child.kill('SIGKILL');
      await holder.finished;
      const both = await Promise.all([world.poll(), world.poll()]);
      expect(both.map(({ status }) => status)).toContain(0);
      await assertPromise(world);
    });
  });

  it('of two databases record each report and answer it each, once, and change nothing in the mailbox', async () => {
    const folder = `Shared-${randomUUID()}`;
    const smtp: EmbeddedSmtp = await startEmbeddedSmtp(SMTP_LOGIN);
    const imap = { ...dovecot, folder, junkFolder: false as const, sentFolder: null };
    const installations = [install({ imap, smtp }), install({ imap, smtp })];
    try {
      const senders = ['one', 'two', 'three'].map(name => `${name}@${name}.example`);
      await dovecot.deliverTo(folder, [
        ...senders.map(from => plainMail({ from }, 'Description\nIt leaks.\n')),
        plainMail({ subject: 'Invoice' }, 'Where is it?\n'),
      ]);
      const before = await dovecot.snapshot(folder);
      for (let time = 0; time < 2; time += 1) {
        const polls = await Promise.all(installations.map(inbox => inbox.run('poll')));
        expect(polls.map(({ status }) => status)).toEqual([0, 0]);
      }
      for (const inbox of installations) {
        expect(inbox.query('SELECT sender FROM messages ORDER BY id').map(({ sender }) => sender)).toEqual(
          senders,
        );
        expect(inbox.query('SELECT state FROM receipts').map(({ state }) => state)).toEqual([
          'sent',
          'sent',
          'sent',
        ]);
        expect(inbox.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      }
      const answered = smtp.received.flatMap(({ envelope }) => envelope.to);
      expect(answered.sort()).toEqual([...senders, ...senders].sort());
      expect(await dovecot.snapshot(folder)).toEqual(before);
    } finally {
      for (const inbox of installations) inbox.remove();
      await smtp.stop();
    }
  });
});
