import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import type { Faults, Verdict } from '../world/fault-proxy.js';
import { type FaultyWorld, type Here, startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';

const tagOf = (line: string) => line.split(' ')[0] ?? '';

/** Faults from the moment the Junk folder is opened: at the first line of a kind after it. */
function inJunk(line: RegExp, verdict: (line: string) => Verdict): Faults {
  let isJunk = false;
  let isDone = false;
  return {
    onLine(words, direction) {
      if (direction === 'to-client') return 'pass';
      if (/ EXAMINE /.test(words)) isJunk = /-junk/.test(words);
      if (!isJunk || isDone || !line.test(words)) return 'pass';
      isDone = true;
      return verdict(words);
    },
  };
}

describe.skipIf(!dovecotInstalled())('a Junk folder that fails', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;
  let here: Here;

  beforeAll(async () => {
    dovecot = await startDovecot();
    world = await startFaultyWorld(dovecot, { serverSeconds: 2, junk: true });
    here = await world.openHere();
  });
  afterAll(async () => {
    await here?.close();
    await world?.stop();
    await dovecot?.stop();
  });

  const body = /UID FETCH .*BODY\.PEEK\[\]/;

  it.each<[string, Faults]>([
    [
      'that is refused to be opened',
      inJunk(/ EXAMINE /, line => ({ say: `${tagOf(line)} NO [NOPERM] no\r\n` })),
    ],
    ['that is refused to be searched', inJunk(/ UID SEARCH /, line => ({ say: `${tagOf(line)} NO no\r\n` }))],
    ['over which the connection is cut', inJunk(body, () => 'cut')],
    ['over which the server says BYE', inJunk(body, () => ({ say: '* BYE later\r\n', next: 'cut' }))],
    ['over which the server falls silent', inJunk(body, () => 'stall')],
  ])('%s keeps nothing of the main folder from its record and its answer', async (_name, faults) => {
    const inbox = await world.deliver();
    const junk = await world.deliver(world.junk ?? '');
    world.imapProxy.plan(() => faults);
    const result = await here.pass();
    expect(result.junkFailure).not.toBeNull();
    const answered = () => world.smtp.received.flatMap(({ envelope }) => envelope.to);
    expect(answered()).toEqual(expect.arrayContaining(inbox));
    expect(answered()).not.toContain(junk[1]);
    world.imapProxy.plan(() => ({}));
    expect((await here.pass()).junkFailure).toBeNull();
    await assertPromise(world);
  });

  it('is read on the same connection after receipts that took longer than a server may keep silent', async () => {
    for (let mail = 0; mail < 3; mail += 1) await world.deliver();
    await world.deliver(world.junk ?? '');
    world.imapProxy.plan(() => ({}));
    world.smtpProxy.plan(() => ({
      async onLine(line): Promise<Verdict> {
        if (/^RCPT/.test(line)) await pause(500);
        return 'pass';
      },
    }));
    expect(await here.pass()).toMatchObject({ junkFailure: null, inJunk: 2 });
    expect(world.imapProxy.passed).toHaveLength(1);
    world.smtpProxy.plan(() => ({}));
    await assertPromise(world);
  });

  it('is not read twice where a report is moved from it while it is read', async () => {
    const [clear = ''] = await world.deliver(world.junk ?? '');
    let isMoved = false;
    world.imapProxy.plan(() => ({
      async onLine(line): Promise<Verdict> {
        if (body.test(line) && !isMoved) {
          isMoved = true;
          await world.rescue(clear);
        }
        return 'pass';
      },
    }));
    await here.pass();
    expect(isMoved).toBe(true);
    world.imapProxy.plan(() => ({}));
    await here.pass();
    await assertPromise(world);
  });
});
