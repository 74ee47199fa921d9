/** The end of a watch whose mail server keeps silent in the middle of a pass: its clock is turned by hand. */

import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../dist/config/load.js';
import { openSessions } from '../../dist/passes/sessions.js';
import { watchMailbox } from '../../dist/passes/watching.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type FaultyWorld, startFaultyWorld } from './faulty-world.js';

describe.skipIf(!dovecotInstalled())('a watch that is to end while its mail server is silent', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;

  beforeEach(async () => {
    dovecot = await startDovecot();
    // No other limit is to end the wait.
    world = await startFaultyWorld(dovecot, { serverSeconds: 600 });
  });

  afterEach(async () => {
    vi.useRealTimers();
    await world?.stop();
    await dovecot?.stop();
  });

  it('gives the mail in hand 45 seconds, and ends then with what it did not get still ahead', async () => {
    const senders = await world.deliver();
    const silent = new Promise<void>(resolve => {
      world.imapProxy.plan(() => ({
        onLine: (line, direction) => {
          if (direction !== 'to-server' || !/ UID (?:SEARCH|FETCH) /.test(line)) return 'pass';
          resolve();
          return 'stall';
        },
      }));
    });
    const stopping = new AbortController();
    const configs = loadConfig(join(world.inbox.folder, 'config.json'), () => undefined);
    const sessions = await openSessions(configs, pino({ enabled: false }), stopping.signal);
    let hasEnded = false;
    let isConnected = () => false;
    try {
      const watching = watchMailbox(sessions.all[0], {
        connected: () => undefined,
        turn: (_milliseconds, client) => {
          if (client !== null) isConnected = () => client.usable;
        },
        passed: async () => undefined,
        failed: async () => undefined,
        ended: () => {
          hasEnded = true;
        },
      });
      await silent;
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      stopping.abort();
      vi.advanceTimersByTime(44_999);
      await turn();
      expect([hasEnded, isConnected()]).toEqual([false, true]);
      vi.advanceTimersByTime(1);
      vi.useRealTimers();
      await watching;
      expect([hasEnded, isConnected()]).toEqual([true, false]);
    } finally {
      await sessions.close();
    }
    world.imapProxy.plan(() => ({}));
    expect((await world.poll()).status).toBe(0);
    expect(world.smtp.received.flatMap(({ envelope }) => envelope.to).sort()).toEqual([...senders].sort());
  });
});
