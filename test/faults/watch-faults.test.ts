import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import type { Faults, Verdict } from '../world/fault-proxy.js';
import type { Running } from '../world/program.js';
import { type FaultyWorld, startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';

const tagOf = (line: string) => line.split(' ')[0] ?? '';

/** Answers a command in the server's place. */
const answering = (command: RegExp, answer: string): Faults => ({
  onLine: (line): Verdict => (command.test(line) ? { say: `${tagOf(line)} ${answer}\r\n` } : 'pass'),
});

const LOGIN = / (?:LOGIN|AUTHENTICATE) /;

// Each test starts the program several times over, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

describe.skipIf(!dovecotInstalled())('watch', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;
  let watch: Running;

  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot?.stop());

  /** Delivers, and waits until both reports are answered. */
  const expectAnswered = async () => {
    const before = world.smtp.received.length;
    await world.deliver();
    await world.smtp.accepted(before + 2);
  };
  const end = async () => {
    watch.child.kill('SIGTERM');
    expect((await watch.finished).status).toBe(0);
    await assertPromise(world);
  };

  describe('once it has worked', () => {
    beforeAll(async () => {
      world = await startFaultyWorld(dovecot, { serverSeconds: 2 });
      watch = world.start('watch');
      await watch.logged('mailbox.connected');
      await expectAnswered();
    });
    afterAll(async () => {
      watch.child.kill('SIGKILL');
      await watch.finished;
      await world.stop();
    });

    it.each<[string, Faults[]]>([
      [
        'the login is refused for now, and then as if the password were wrong',
        [
          answering(LOGIN, 'NO [UNAVAILABLE] directory away'),
          answering(LOGIN, 'NO [AUTHENTICATIONFAILED] no'),
        ],
      ],
      ['the server gives a byte a second', [{ bytesPerSecond: 1 }]],
      [
        'the server says BYE in IDLE',
        [
          {
            onLine: line =>
              line.startsWith('+ idling') ? { instead: `${line}* BYE [UNAVAILABLE] restarting\r\n` } : 'pass',
          },
        ],
      ],
    ])('and %s, connects again and answers what came meanwhile', async (_name, faults) => {
      world.imapProxy.plan(connection => faults[connection] ?? {});
      world.imapProxy.cut();
      // The cut connection, and then each one with faults.
      for (let time = 0; time <= faults.length; time += 1) await watch.logged('mailbox.failed');
      await expectAnswered();
    });

    it('and the server has no IDLE, asks by itself', async () => {
      let hasIdled = false;
      world.imapProxy.plan(() => ({
        onLine(line, direction) {
          if (direction === 'to-server' && / IDLE\r\n$/.test(line)) hasIdled = true;
          return /CAPABILITY IMAP4rev1/.test(line)
            ? { instead: line.replace(/ IDLE(?=[ \]\r])/g, '') }
            : 'pass';
        },
      }));
      world.imapProxy.cut();
      await watch.logged('mailbox.connected');
      await expectAnswered();
      await expectAnswered();
      expect(hasIdled).toBe(false);
    });

    it('and nothing of that was lost or done twice', end);
  });

  it('at its very start, where the login is refused for now, tries again', async () => {
    world = await startFaultyWorld(dovecot, { serverSeconds: 2 });
    try {
      world.imapProxy.plan(connection =>
        connection === 0 ? answering(LOGIN, 'NO [UNAVAILABLE] directory away') : {},
      );
      watch = world.start('watch');
      await watch.logged('mailbox.failed');
      await expectAnswered();
      await end();
    } finally {
      watch.child.kill('SIGKILL');
      await watch.finished;
      await world.stop();
    }
  });
});
