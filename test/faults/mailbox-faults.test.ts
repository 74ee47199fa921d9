import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PassResult } from '../../dist/passes/pass.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import type { Direction, Faults } from '../world/fault-proxy.js';
import { type FaultyWorld, type Here, startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';
import { chanceOf, seedsOf } from './seeds.js';

const FETCHES_BODY = /^\S+ UID FETCH .*BODY\.PEEK\[\]/;

/** Asks the first line of a kind for its verdict, and lets every other pass. */
function atFirst(line: RegExp, verdict: (line: string) => ReturnType<Required<Faults>['onLine']>): Faults {
  let isDone = false;
  return {
    onLine(words) {
      if (isDone || !line.test(words)) return 'pass';
      isDone = true;
      return verdict(words);
    },
  };
}

const tagOf = (line: string) => line.split(' ')[0] ?? '';

/** Takes the whole answers to bodies away: their first line, the literal, and the line that ends them. */
function withoutBodies(mostAnswers: number): Faults {
  let isInside = false;
  let dropped = 0;
  return {
    onLine(line, direction) {
      if (direction === 'to-server') return 'pass';
      if (dropped < mostAnswers && /^\* \d+ FETCH .*BODY\[\] \{/.test(line)) {
        isInside = true;
        dropped += 1;
      }
      if (!isInside) return 'pass';
      isInside = !/^(?:.*[^\r\n])?\)\r\n$/.test(line) || line.startsWith('* ');
      return 'drop';
    },
  };
}

describe.skipIf(!dovecotInstalled())('a mailbox that fails', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;
  let here: Here;

  beforeAll(async () => {
    dovecot = await startDovecot();
    world = await startFaultyWorld(dovecot, { serverSeconds: 1 });
    // The first report has modules loaded, which keeps a busy machine from all else for longer than a second.
    const first = await world.openHere(60);
    await world.deliver();
    await first.pass();
    await first.close();
    here = await world.openHere();
  });
  afterAll(async () => {
    await here?.close();
    await world?.stop();
    await dovecot?.stop();
  });

  /** One pass over new mail with faults on every connection. */
  const passWith = async (faults: () => Faults): Promise<PassResult> => {
    await world.deliver();
    world.imapProxy.plan(faults);
    return here.pass();
  };
  const expectKept = async () => {
    world.imapProxy.plan(() => ({}));
    await here.pass();
    await assertPromise(world);
  };

  it.each<[string, () => Faults, string | RegExp]>([
    ['hangs up at once', () => ({ refuse: true }), "can't be used"],
    [
      'greets with BYE',
      () => atFirst(/^\* OK/, () => ({ say: '* BYE [UNAVAILABLE] come back later\r\n', next: 'cut' })),
      "can't be used",
    ],
    [
      'says BYE in the middle',
      () => atFirst(FETCHES_BODY, () => ({ say: '* BYE shutting down\r\n', next: 'cut' })),
      /can't be used.*shutting down/,
    ],
    [
      'can not check passwords for now (RFC 5530)',
      () =>
        atFirst(/ (?:LOGIN|AUTHENTICATE) /, line => ({ say: `${tagOf(line)} NO [UNAVAILABLE] later\r\n` })),
      /can.t be used.*later/,
    ],
    [
      'refuses to search',
      () => atFirst(/ UID SEARCH /, line => ({ say: `${tagOf(line)} NO [SERVERBUG] index\r\n` })),
      'which messages are new',
    ],
    [
      'falls silent over a body',
      () => atFirst(FETCHES_BODY, () => 'stall'),
      /no answer in time|more than 1 sec/,
    ],
    [
      'gives ten bytes a second',
      () => ({ bytesPerSecond: 10 }),
      /more than 1 seconds for an answer|in required time|ETIMEOUT|GREETING/i,
    ],
    [
      'gives a byte of a body now and then',
      () => {
        const drip: { -readonly [Key in keyof Faults]: Faults[Key] } = {
          onLine(line) {
            if (FETCHES_BODY.test(line)) drip.bytesPerSecond = 5;
            return 'pass';
          },
        };
        return drip;
      },
      'more than 1 seconds for an answer',
    ],
  ])('that %s is said, as a server that can not be used', async (_name, faults, words) => {
    await expect(passWith(faults)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(words),
    });
  });

  it('keeps the promise after all of that', expectKept);

  it('ends a poll with EX_UNAVAILABLE and a sentence', async () => {
    await here.close();
    world.imapProxy.plan(() => atFirst(FETCHES_BODY, () => 'stall'));
    await world.deliver();
    const { status, stderr } = await world.poll();
    expect(stderr).toMatch(
      /security-inbox: .*can't be used \((?:ETIMEOUT, no answer in time|it took more than 1 sec)/,
    );
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(status).toBe(69);
    here = await world.openHere();
  });

  it.each<[string, () => Faults]>([
    ['leaves one answer out', () => withoutBodies(1)],
    [
      'answers twice and in disorder',
      () => ({
        onLine(line, direction) {
          if (direction === 'to-server') return 'pass';
          const uids = /^\* SEARCH((?: \d+)+)\r\n$/.exec(line)?.[1]?.trim().split(' ');
          if (uids) return { instead: `* SEARCH ${[...uids, ...uids].reverse().join(' ')}\r\n` };
          const [, seq, uid] = /^\* (\d+) FETCH \(UID (\d+)/.exec(line) ?? [];
          return seq ? { instead: `* ${seq} FETCH (UID ${uid} FLAGS ())\r\n${line}` } : 'pass';
        },
      }),
    ],
    [
      'has no IDLE, CONDSTORE, UIDPLUS, SPECIAL-USE, ESEARCH nor ID',
      () => ({
        onLine: line =>
          /CAPABILITY IMAP4rev1/.test(line)
            ? {
                instead: line.replace(
                  / (?:IDLE|CONDSTORE|QRESYNC|UIDPLUS|SPECIAL-USE|ESEARCH|ID|ENABLE|MOVE|NAMESPACE|LITERAL\+)(?=[ \]\r])/g,
                  '',
                ),
              }
            : 'pass',
      }),
    ],
  ])('that %s is read all the same', async (_name, faults) => {
    await passWith(faults);
    await assertPromise(world);
  });

  it('from which a person takes a report between the search and its download is read on', async () => {
    const [clear = ''] = await world.deliver();
    world.imapProxy.plan(() =>
      atFirst(FETCHES_BODY, async () => {
        await world.takeAway(clear);
        return 'pass' as const;
      }),
    );
    await here.pass();
    await assertPromise(world);
  });

  it.each(seedsOf(1))('whose connection is cut at any byte keeps the promise (FAULT_SEED=%i)', async seed => {
    const chance = chanceOf(seed);
    await expectKept();
    await passWith(() => ({}));
    const whole = world.imapProxy.passed[0] ?? { 'to-client': 0, 'to-server': 0 };
    for (let time = 0; time < 12; time += 1) {
      const direction = chance.pick<Direction>(['to-client', 'to-client', 'to-server']);
      const bytes = chance.below(whole[direction]);
      // Cut while it says good-bye, all is done already.
      await passWith(() => ({ cutAfter: { direction, bytes } })).catch((error: unknown) =>
        expect(error, `${direction} ${bytes}`).toMatchObject({ code: 'unreachable' }),
      );
    }
    await expectKept();
  });

  it('that is restarted in the middle of a download is read on by the next poll', async () => {
    await world.deliver();
    let restarted: Promise<void> | null = null;
    world.imapProxy.plan(() =>
      atFirst(FETCHES_BODY, () => {
        restarted = dovecot.restart();
        // Dovecot lets a session under way end; a machine that went down would not.
        return 'cut';
      }),
    );
    await expect(here.pass()).rejects.toMatchObject({ code: 'unreachable' });
    await restarted;
    await expectKept();
  });

  it('that forgets an idle connection is noticed by watch in the time configured', async () => {
    await world.deliver();
    let isForgotten = false;
    world.imapProxy.plan(connection => ({
      onLine: () => (isForgotten && connection === 0 ? 'stall' : 'pass'),
      afterLine(line) {
        if (line.startsWith('+ idling')) isForgotten = true;
      },
    }));
    await here.close();
    const before = world.smtp.received.length;
    const watch = world.start('watch');
    try {
      await watch.logged('pass.done');
      await watch.logged('mailbox.failed');
      await world.deliver();
      await world.smtp.accepted(before + 4);
    } finally {
      watch.child.kill('SIGTERM');
      await watch.finished;
    }
    here = await world.openHere();
    await expectKept();
  });

  it.each<[string, (line: string) => ReturnType<Required<Faults>['onLine']>]>([
    ['hides STARTTLS', line => ({ instead: line.replace(' STARTTLS', '') })],
    [
      'answers STARTTLS with an answer more',
      line =>
        / STARTTLS\r\n$/.test(line)
          ? { say: `${tagOf(line)} OK go\r\n* OK [CAPABILITY IMAP4rev1] x\r\n` }
          : 'pass',
    ],
  ])('that %s gets no password in the clear', async (_name, onLine) => {
    const secure = await startFaultyWorld(dovecot, { serverSeconds: 2, security: 'starttls' });
    try {
      await secure.deliver();
      const clear: string[] = [];
      secure.imapProxy.plan(() => ({
        onLine(line, direction) {
          if (direction === 'to-server') clear.push(line);
          return onLine(line);
        },
      }));
      const there = await secure.openHere();
      await expect(there.pass()).rejects.toMatchObject({ code: 'unreachable' });
      expect(clear.join('')).not.toMatch(/LOGIN|AUTHENTICATE|dovecot-password/i);
      secure.imapProxy.plan(() => ({}));
      await there.pass();
      await there.close();
      await assertPromise(secure);
    } finally {
      await secure.stop();
    }
  });
});
