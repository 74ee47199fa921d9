import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ServiceManager,
  serviceManager,
  watchdogMilliseconds,
} from '../../src/service-manager/service-manager.js';
import { type NotifyReceiver, notifyInstalled, startNotifyReceiver } from '../world/notify-receiver.js';

/** A log whose lines the test reads. */
function openTestLog() {
  const lines: Record<string, unknown>[] = [];
  let wake: () => void = () => undefined;
  const log = pino(
    { messageKey: 'event' },
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
        wake();
        done();
      },
    }),
  );
  const logged = async (event: string) => {
    for (;;) {
      const line = lines.find(({ event: name }) => name === event);
      if (line !== undefined) return line;
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
  };
  return { log, lines, logged };
}

describe('the watchdog', () => {
  it.each([
    ['has no time where none is set', {}, null],
    ['has the time that is set', { WATCHDOG_USEC: '300000000' }, 300_000],
    ['is ours by our process id', { WATCHDOG_USEC: '300000000', WATCHDOG_PID: `${process.pid}` }, 300_000],
    [
      'of another process is none of ours',
      { WATCHDOG_USEC: '300000000', WATCHDOG_PID: `${process.pid + 1}` },
      null,
    ],
    ['of no time is none', { WATCHDOG_USEC: '0' }, null],
    ['of nonsense is none', { WATCHDOG_USEC: '-5e3' }, null],
  ])('%s', (_name, environment, expected) => {
    expect(watchdogMilliseconds(environment)).toBe(expected);
  });
});

describe('without a service manager', () => {
  it.each([
    ['nothing is set', {}],
    ['the socket is none that sd_notify knows', { NOTIFY_SOCKET: 'relative/socket' }],
  ])('nothing happens where %s', async (_name, environment) => {
    const { log, lines } = openTestLog();
    const manager = serviceManager(log, { ...environment, WATCHDOG_USEC: '2000' });
    manager.ready('Waiting for mail.');
    manager.stopping();
    await manager.close();
    expect(lines).toEqual([]);
  });
});

describe('with a socket that nobody listens on', () => {
  it('says once what to do, and goes on', async () => {
    const { log, lines } = openTestLog();
    const manager = serviceManager(log, { NOTIFY_SOCKET: '/nowhere/at/all' });
    manager.ready('Waiting for mail.');
    manager.status('Waiting for mail.');
    await manager.close();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ event: 'service-manager.failed' });
  });
});

describe.skipIf(!notifyInstalled())('the service manager hears', () => {
  let receiver: NotifyReceiver;
  let manager: ServiceManager;
  let test: ReturnType<typeof openTestLog>;
  const start = (watchdog?: string) => {
    manager = serviceManager(test.log, { NOTIFY_SOCKET: receiver.socket, WATCHDOG_USEC: watchdog });
  };

  beforeEach(async () => {
    receiver = await startNotifyReceiver();
    test = openTestLog();
  });
  afterEach(async () => {
    await manager.close();
    await receiver.stop();
  });

  it('each word in the order it was said', async () => {
    start();
    manager.ready('Waiting for mail.');
    manager.reloading();
    manager.ready('Waiting for mail again.');
    manager.status('Reading.');
    manager.stopping();
    await manager.close();
    expect(receiver.messages).toEqual([
      ['READY=1', 'STATUS=Waiting for mail.'],
      ['RELOADING=1', expect.stringMatching(/^MONOTONIC_USEC=\d+$/)],
      ['READY=1', 'STATUS=Waiting for mail again.'],
      ['STATUS=Reading.'],
      ['STOPPING=1', 'STATUS=Finishing what is under way.'],
    ]);
  });

  it('nothing but a status where a status holds line breaks', async () => {
    start();
    manager.status('a\nWATCHDOG=trigger\r\nb');
    await manager.close();
    expect(receiver.messages).toEqual([['STATUS=a WATCHDOG=trigger b']]);
  });

  it('beats again and again while the loop gets on', async () => {
    start('20000');
    manager.pulse('support').beat(3_600_000);
    await receiver.heard('WATCHDOG=1');
    await receiver.heard('WATCHDOG=1');
    await receiver.heard('WATCHDOG=1');
  });

  it('no beat while a loop is silent, and beats when it gets on', async () => {
    start('20000');
    const loop = manager.pulse('support');
    loop.beat(-1);
    expect(await test.logged('watchdog.withheld')).toMatchObject({ loops: ['support'] });
    await manager.close();
    expect(receiver.messages).toEqual([]);
  });

  it('no beat while the event loop hangs', async () => {
    start('20000');
    await receiver.heard('WATCHDOG=1');
    const before = receiver.messages.length;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    // What was under way when it hung may still have been heard.
    expect(receiver.messages.length - before).toBeLessThanOrEqual(1);
  });
});
