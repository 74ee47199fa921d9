import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { openTransport } from '../../src/receipt/transport.js';
import { mailWriter } from '../../src/receipt/write-mail.js';
import { type Certificate, makeCertificate } from '../world/certificate.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Faults, startFaultProxy } from '../world/fault-proxy.js';
import { SMTP_LOGIN } from '../world/program.js';
import { type FaultyWorld, type Here, startFaultyWorld } from './faulty-world.js';
import { assertPromise } from './promise.js';

/**
 * What the proxy does at the first line of a kind that the client sends, the server's greeting being before all.
 * Commands come one by one: an answer of the proxy's to a later one would overtake the server's to the first.
 */
function at(line: RegExp, verdict: ReturnType<Required<Faults>['onLine']>): Faults {
  let isDone = false;
  return {
    onLine(words) {
      if (/^250[ -]PIPELINING/.test(words)) return { instead: words.replace('PIPELINING', 'HELP') };
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
    onLine(line, direction) {
      if (line === '.\r\n') isOver = true;
      return isOver && direction === 'to-client' ? verdict : 'pass';
    },
  };
}

/** Takes the mail, and answers with lines that never end it. */
function drippingAnswer(): Faults {
  const faults: { -readonly [Key in keyof Faults]: Faults[Key] } = {
    onLine(line) {
      if (line === '.\r\n') faults.bytesPerSecond = 3;
      return 'pass';
    },
  };
  return faults;
}

const MAIL = {
  recipient: 'researcher@example.org',
  messageId: '<receipt@example.test>',
  inReplyTo: null,
  references: [],
  subject: 'Received',
  text: 'Thank you.',
  html: '<p>Thank you.</p>',
  encryptTo: null,
};
const SENDER = { name: 'Support', address: 'support@example.test' };

/** Sends two mails through a proxy whose first connection has faults. */
async function sendWith(faults: Faults, tls?: Certificate) {
  const smtp = await startEmbeddedSmtp({ ...SMTP_LOGIN, ...(tls ? { tls } : {}) });
  const proxy = await startFaultProxy(smtp);
  const { host, port } = proxy;
  const security = tls ? 'starttls' : 'none';
  const transport = openTransport(
    { path: 'smtp', host, port, security, ca: tls?.cert ?? null, login: SMTP_LOGIN },
    SENDER.address,
    1,
  );
  const write = mailWriter(SENDER, null, () => undefined);
  const give = async (mail: typeof MAIL) => transport.send(mail.recipient, await write(mail));
  proxy.plan(connection => (connection === 0 ? faults : {}));
  try {
    const first = await give(MAIL).catch((error: unknown) => error);
    const taken = smtp.received.length;
    const second = await give({ ...MAIL, messageId: '<next@example.test>' });
    return { first, taken, second };
  } finally {
    transport.close();
    await proxy.stop();
    await smtp.stop();
  }
}

describe('an SMTP server that fails at the beginning', () => {
  it.concurrent.each<[string, Faults, string]>([
    ['hangs up', { refuse: true }, ''],
    [
      'turns everybody away',
      at(/^220/, { say: '421 4.3.2 too busy\r\n', next: 'cut' }),
      '421 4.3.2 too busy',
    ],
    ['keeps its greeting to itself', at(/^220/, 'stall'), ''],
    ['does not answer EHLO', at(/^EHLO/, 'stall'), ''],
    ['does not answer the login', at(/^AUTH/, 'stall'), ''],
    [
      'can not log anybody in for now',
      at(/^AUTH/, { say: '454 4.7.0 directory away\r\n' }),
      'directory away',
    ],
    ['gives ten bytes a second', { bytesPerSecond: 10 }, ''],
  ])(
    'and %s is said to be unusable, in its words, and used again when it works',
    async (_name, faults, words) => {
      const { first, second } = await sendWith(faults);
      expect(first).toMatchObject({ code: 'unreachable', message: expect.stringContaining(words) });
      expect(second.outcome).toBe('accepted');
    },
  );
});

describe('an SMTP server that wants nothing from us', () => {
  it.concurrent.each<[string, Faults, string, string]>([
    ['turns us away', at(/^220/, { say: '554 5.7.1 blocked\r\n', next: 'cut' }), 'unreachable', '554 5.7.1'],
    ['refuses the sender', at(/^MAIL/, { say: '550 5.7.1 who?\r\n' }), 'sender-refused', '550 5.7.1 who?'],
    ['wants a login for MAIL', at(/^MAIL/, { say: '530 5.7.0 log in\r\n' }), 'login-refused', '530 5.7.0'],
    ['wants a login for RCPT', at(/^RCPT/, { say: '530 5.7.0 log in\r\n' }), 'login-refused', 'smtp.user'],
    [
      'refuses the sender when it hears the recipient',
      at(/^RCPT/, {
        say: '553 5.7.1 <support@example.test>: Sender address rejected: not owned by user x\r\n',
      }),
      'sender-refused',
      'identity.address',
    ],
  ])(
    'and %s is said to be so, in its words, and is no fault of the mail',
    async (_name, faults, code, words) => {
      const { first, second } = await sendWith(faults);
      expect(first).toMatchObject({ name: 'Failure', code, message: expect.stringContaining(words) });
      expect(second.outcome).toBe('accepted');
    },
  );
});

describe('an SMTP server that fails in the middle of a mail', () => {
  it.concurrent.each<[string, Faults, string, 0 | 1, string]>([
    [
      'closes with 421',
      at(/^MAIL/, { say: '421 4.3.2 down\r\n', next: 'cut' }),
      'deferred',
      0,
      '421 4.3.2 down',
    ],
    ['does not answer MAIL', at(/^MAIL/, 'stall'), 'deferred', 0, 'connection broke'],
    ['does not answer RCPT', at(/^RCPT/, 'stall'), 'deferred', 0, 'connection broke'],
    ['greylists', at(/^RCPT/, { say: '450 4.7.1 greylisted\r\n' }), 'deferred', 0, '450 4.7.1 greylisted'],
    ['refuses RCPT', at(/^RCPT/, { say: '550 5.1.1 unknown\r\n' }), 'refused', 0, '550 5.1.1 unknown'],
    ['can not take one so large', at(/^MAIL/, { say: '552 5.3.4 too big\r\n' }), 'refused', 0, '552 5.3.4'],
    ['refuses DATA', at(/^DATA/, { say: '554 5.5.1 no\r\n' }), 'refused', 0, '554 5.5.1 no'],
    ['hangs up with a 5xx', at(/^RCPT/, { say: '554 5.0.0 go', next: 'cut' }), 'deferred', 0, ''],
    ['does not answer DATA', at(/^DATA/, 'stall'), 'deferred', 0, 'connection broke'],
    ['is cut off within the mail', at(/^Subject:/i, 'cut'), 'unanswered', 0, 'handed over'],
    ['takes it and is cut off', losingAnswer('cut'), 'unanswered', 1, 'handed over'],
    ['takes it and falls silent', losingAnswer('stall'), 'unanswered', 1, 'handed over'],
    ['takes it and drips an answer', drippingAnswer(), 'unanswered', 1, 'handed over'],
  ])(
    'and %s: that mail has this fate, and the next is sent',
    async (_name, faults, outcome, taken, words) => {
      const sent = await sendWith(faults);
      expect(sent.first).toEqual({ outcome, answer: expect.stringContaining(words) });
      expect(sent.taken).toBe(taken);
      expect(sent.second.outcome).toBe('accepted');
    },
  );
});

describe('an SMTP server whose STARTTLS fails', () => {
  let folder: string;
  let certificate: Certificate;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cert-'));
    certificate = makeCertificate(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each<[string, (line: string) => ReturnType<Required<Faults>['onLine']>]>([
    [
      'because it is hidden',
      line => (/^250[ -].*STARTTLS/.test(line) ? { instead: line.replace('STARTTLS', 'HELP') } : 'pass'),
    ],
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
    const { first, taken, second } = await sendWith(
      {
        onLine(line, direction) {
          if (direction === 'to-server') clear.push(line);
          return onLine(line);
        },
      },
      certificate,
    );
    expect(first).toMatchObject({ code: 'unreachable' });
    expect(clear.join('')).toMatch(/^EHLO/);
    expect(clear.join('')).not.toMatch(/AUTH|MAIL FROM|Subject/i);
    expect(taken).toBe(0);
    expect(second.outcome).toBe('accepted');
  });
});

describe.skipIf(!dovecotInstalled())('reports and an SMTP server that fails', () => {
  let dovecot: Dovecot;
  let world: FaultyWorld;
  let here: Here;
  beforeAll(async () => {
    dovecot = await startDovecot();
    world = await startFaultyWorld(dovecot);
    here = await world.openHere();
  });
  afterAll(async () => {
    await here?.close();
    await world?.stop();
    await dovecot?.stop();
  });
  const queued = () => world.inbox.query("SELECT last_answer FROM receipts WHERE state = 'queued'");

  it('keep the words of the server, wait one by one, and are answered in the end, again only where the answer was lost', async () => {
    const rows: [Faults, string][] = [
      [at(/^RCPT/, { say: '450 4.7.1 greylisted\r\n' }), '450 4.7.1 greylisted'],
      [at(/^MAIL/, { say: '421 4.3.2 down\r\n', next: 'cut' }), '421 4.3.2 down'],
      [losingAnswer('cut'), 'the connection broke after the mail was handed over'],
    ];
    for (const [faults, words] of rows) {
      await world.deliver();
      await world.retry();
      world.smtpProxy.plan(connection => (connection === 0 ? faults : {}));
      expect((await here.pass()).receipts).toMatchObject({ deferred: 1 });
      expect(queued()).toEqual([{ last_answer: words }]);
    }
    world.smtpProxy.plan(() => ({}));
    await world.retry();
    await here.pass();
    await assertPromise(world, { copies: 1 });
  });

  it('are all answered but the one over whose recipient the connection breaks each time', async () => {
    const [poisoned = ''] = await world.deliver();
    await world.deliver();
    world.smtpProxy.plan(() => ({
      onLine: line => (line.includes(`RCPT TO:<${poisoned}>`) ? 'cut' : 'pass'),
    }));
    for (let time = 0; time < 2; time += 1) {
      await here.pass();
      expect(queued()).toHaveLength(1);
      await world.retry();
    }
    world.smtpProxy.plan(() => ({}));
    await here.pass();
    await assertPromise(world, { copies: 1 });
  });
});
