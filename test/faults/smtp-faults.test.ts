import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../world/certificate.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import type { Direction, Faults } from '../world/fault-proxy.js';
import type { Finished } from '../world/program.js';
import { type FaultyWorld, startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';

function expectSaid({ status, stderr }: Finished, exit: number, ...words: (string | RegExp)[]): void {
  for (const word of words) expect(stderr).toMatch(word);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(status, stderr).toBe(exit);
}

/** What the proxy does at the first line of a kind that the client sends, the server's greeting being before all. */
function at(line: RegExp, verdict: ReturnType<Required<Faults>['onLine']>): Faults {
  let isDone = false;
  return {
    onLine(words) {
      if (isDone || !line.test(words)) return 'pass';
      isDone = true;
      return verdict;
    },
  };
}

/** Takes the mail, and loses what the server says of it. */
function losingAnswer(verdict: 'cut' | 'stall'): Faults {
  let isOver = false;
  return {
    onLine(line, direction: Direction) {
      if (line === '.\r\n') isOver = true;
      return isOver && direction === 'to-client' ? verdict : 'pass';
    },
  };
}

describe.skipIf(!dovecotInstalled())('an SMTP server that fails', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;
  /** Answers that were lost. */
  let lost = 0;

  beforeAll(async () => {
    dovecot = await startDovecot();
    world = await startFaultyWorld(dovecot, { serverSeconds: 1 });
  });
  afterAll(async () => {
    await world?.stop();
    await dovecot?.stop();
  });

  const queued = () =>
    world.inbox
      .query("SELECT last_answer FROM receipts WHERE state = 'queued' ORDER BY id")
      .map(({ last_answer }) => String(last_answer));

  describe('at the beginning', () => {
    it.each<[string, Faults, ...string[]]>([
      ['hangs up', { refuse: true }, 'Receipts stay queued'],
      [
        'turns everybody away',
        at(/^220/, { say: '421 4.3.2 too busy\r\n', next: 'cut' }),
        '421 4.3.2 too busy',
      ],
      ['keeps its greeting to itself', at(/^220/, 'stall'), 'Greeting never received'],
      ['does not answer EHLO', at(/^EHLO/, 'stall'), 'Receipts stay queued'],
      ['does not answer the login', at(/^AUTH/, 'stall'), 'Receipts stay queued'],
      [
        'can not log anybody in for now',
        at(/^AUTH/, { say: '454 4.7.0 directory away\r\n' }),
        'directory away',
      ],
      ['gives ten bytes a second', { bytesPerSecond: 10 }, 'Receipts stay queued'],
    ])(
      'and %s keeps the receipts queued and ends the poll with EX_UNAVAILABLE',
      async (_name, faults, ...words) => {
        await world.deliver();
        world.smtpProxy.plan(() => faults);
        expectSaid(await world.poll(), 69, ...words);
        expect(queued().length).toBeGreaterThan(1);
      },
    );

    it('has every receipt sent once when it comes back', async () => {
      expectSaid(await world.pollInPeace(), 0);
      await assertPromise(world);
    });
  });

  describe('in the middle of a mail', () => {
    beforeEach(async () => {
      expectSaid(await world.pollInPeace(), 0);
    });

    it.each<[string, () => Faults, 0 | 1, string]>([
      [
        'closes with 421',
        () => at(/^MAIL/, { say: '421 4.3.2 going down\r\n', next: 'cut' }),
        0,
        '421 4.3.2 going down',
      ],
      ['does not answer MAIL', () => at(/^MAIL/, 'stall'), 0, 'connection broke'],
      ['does not answer RCPT', () => at(/^RCPT/, 'stall'), 0, 'connection broke'],
      [
        'wants another try (greylisting)',
        () => at(/^RCPT/, { say: '450 4.7.1 greylisted\r\n' }),
        0,
        '450 4.7.1 greylisted',
      ],
      ['does not answer DATA', () => at(/^DATA/, 'stall'), 0, 'connection broke'],
      ['is cut off before the end', () => at(/^Subject:/i, 'cut'), 0, 'handed over'],
      ['takes it and is cut off', () => losingAnswer('cut'), 1, 'handed over'],
      ['takes it and falls silent', () => losingAnswer('stall'), 1, 'handed over'],
    ])(
      'and %s has that receipt wait with its words, and the others sent',
      async (_name, faults, copies, words) => {
        const [first, second] = await world.deliver();
        world.smtpProxy.plan(connection => (connection === 0 ? faults() : {}));
        expectSaid(await world.poll(), 75, 'tried again');
        lost += copies;
        expect(queued()).toEqual([expect.stringContaining(words)]);
        const answered = world.smtp.received.flatMap(({ envelope }) => envelope.to);
        expect(answered).toContain(second);
        expect(answered.filter(to => to === first)).toHaveLength(copies);
      },
    );

    it('has every receipt sent in the end, and none again but those whose answer was lost', async () => {
      await assertPromise(world, { copies: lost });
    });
  });

  it('and breaks over one recipient each time sends to all others, and to that one when it no longer does', async () => {
    const [poisoned = ''] = await world.deliver();
    await world.deliver();
    const breaking: Faults = { onLine: line => (line.includes(`RCPT TO:<${poisoned}>`) ? 'cut' : 'pass') };
    for (let time = 0; time < 2; time += 1) {
      world.smtpProxy.plan(() => breaking);
      expectSaid(await world.poll(), 75);
      expect(queued()).toHaveLength(1);
    }
    expectSaid(await world.pollInPeace(), 0);
    await assertPromise(world, { copies: lost });
  });
});

describe.skipIf(!dovecotInstalled())('an SMTP server whose STARTTLS fails', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;

  beforeAll(async () => {
    dovecot = await startDovecot();
    const certificate = makeCertificate(dovecot.caFile.replace(/[^/]+$/, ''));
    world = await startFaultyWorld(dovecot, {
      smtp: { tls: certificate },
      serverSeconds: 2,
      smtpSecurity: { security: 'starttls', caFile: certificate.certificateFile },
    });
    await world.deliver();
  });
  afterAll(async () => {
    await world?.stop();
    await dovecot?.stop();
  });

  it.each<[string, (line: string) => ReturnType<Required<Faults>['onLine']>]>([
    ['because it is hidden', line => (/STARTTLS/.test(line) && /^250/.test(line) ? 'drop' : 'pass')],
    ['because it is refused', line => (/^STARTTLS/.test(line) ? { say: '454 4.7.0 not now\r\n' } : 'pass')],
    [
      'because no TLS follows',
      line => (/^STARTTLS/.test(line) ? { say: '220 go on\r\nnonsense nonsense\r\n' } : 'pass'),
    ],
    [
      'because what follows is plain SMTP',
      line => (/^STARTTLS/.test(line) ? { say: '220 go on\r\n250-here\r\n250 AUTH PLAIN\r\n' } : 'pass'),
    ],
  ])('%s gets neither password nor mail in the clear', async (_name, onLine) => {
    const clear: string[] = [];
    world.smtpProxy.plan(() => ({
      onLine(line, direction) {
        if (direction === 'to-server') clear.push(line);
        return onLine(line);
      },
    }));
    expectSaid(await world.poll(), 69, 'Receipts stay queued');
    expect(clear.join('')).not.toMatch(/AUTH|MAIL FROM|Subject/i);
    expect(world.smtp.received).toEqual([]);
  });

  it('is used when it works again', async () => {
    expectSaid(await world.pollInPeace(), 0);
    await assertPromise(world);
  });
});
