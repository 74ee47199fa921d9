import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { plainMail } from '../world/mails.js';
import { type Account, type Finished, type Installation, install, SMTP_LOGIN } from '../world/program.js';

const ready = dovecotInstalled() && gnupgInstalled();

/** One sentence or two for a person, and no stack. */
function expectSentence({ stderr }: Finished, ...words: string[]): void {
  const said = stderr
    .split('\n')
    .filter(line => line.startsWith('security-inbox: '))
    .join('\n');
  for (const word of words) expect(said).toContain(word);
  expect(stderr).not.toMatch(/\n\s+at /);
}

describe.skipIf(!ready)('what fails', () => {
  let dovecot: Dovecot;
  let gnupg: Gnupg;
  let smtp: EmbeddedSmtp;
  let account: Account;
  let key: ReturnType<Gnupg['generateKey']>;
  const installed: Installation[] = [];

  const installation = (change: Partial<Account> = {}): Installation => {
    const inbox = install({ ...account, ...change });
    installed.push(inbox);
    return inbox;
  };

  beforeAll(async () => {
    gnupg = startGnupg();
    key = gnupg.generateKey('support@example.test', 'future-default', 'right');
    dovecot = await startDovecot();
    await dovecot.deliver(plainMail({ from: 'waiting@example.org' }, 'Description\nWaits.\n'));
  });

  beforeEach(async () => {
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    account = { imap: dovecot, smtp };
  });

  afterEach(async () => {
    for (const inbox of installed.splice(0)) inbox.remove();
    await smtp.stop();
  });

  afterAll(async () => {
    await dovecot?.stop();
    gnupg?.stop();
  });

  it('a wrong IMAP password ends with EX_NOPERM', async () => {
    const polled = await installation({ imap: { ...dovecot, password: 'wrong-pass-word' } }).run('poll');
    expect(polled.status).toBe(77);
    expectSentence(polled, 'refused the login', 'mailbox.password');
    expect(polled.stderr).not.toContain('wrong-pass-word');
  });

  it('an unreachable IMAP host ends with EX_UNAVAILABLE', async () => {
    const polled = await installation({ imap: { ...dovecot, port: 1 } }).run('poll');
    expect(polled.status).toBe(69);
    expectSentence(polled, '127.0.0.1:1', 'ECONNREFUSED', 'mailbox.port');
  });

  it('an unknown folder ends with EX_CONFIG and names those there are', async () => {
    const polled = await installation({ imap: { ...dovecot, folder: 'Suport' } }).run('poll');
    expect(polled.status).toBe(78);
    expectSentence(polled, '"Suport"', '"INBOX"', 'mailbox.folder');
  });

  it('a missing key ends with EX_CONFIG', async () => {
    const overrides = { pgp: { privateKeys: [{ file: 'nowhere.asc' }] } };
    const polled = await installation({ overrides }).run('poll');
    expect(polled.status).toBe(78);
    expectSentence(polled, 'nowhere.asc', 'no such file');
  });

  it('a public key in place of the private one ends with EX_CONFIG', async () => {
    const polled = await installation({ keys: [{ secretKey: key.publicKey }] }).run('poll');
    expect(polled.status).toBe(78);
    expectSentence(polled, 'holds a public key');
  });

  it('a wrong passphrase ends with EX_CONFIG and is not repeated', async () => {
    const polled = await installation({
      keys: [{ secretKey: key.secretKey, passphrase: 'wrong-phrase' }],
    }).run('poll');
    expect(polled.status).toBe(78);
    expectSentence(polled, 'does not unlock');
    expect(polled.stderr).not.toContain('wrong-phrase');
  });

  it('STARTTLS that is not trusted sends no password', async () => {
    const polled = await installation({
      imap: { host: '127.0.0.1', port: dovecot.port, user: 'u', password: 'p', security: 'starttls' },
    }).run('poll');
    expect(polled.status).toBe(69);
    expect(dovecot.commands().join('\n')).not.toContain('LOGIN');
  });

  it('an SMTP server that is away keeps the receipt for the next poll', async () => {
    const inbox = installation({ smtp: { host: '127.0.0.1', port: 1 } });
    const polled = await inbox.run('poll');
    expect(polled.status).toBe(69);
    expectSentence(polled, 'SMTP server 127.0.0.1:1', 'Receipts stay queued');
    expect(polled.stdout).toContain('1 new report (TS-2026-0001)');
    expect(inbox.query('SELECT state, attempts FROM receipts')).toEqual([{ state: 'queued', attempts: 1 }]);
  });

  it('a recipient refused for good is given up and shown, and holds nobody up', async () => {
    const refusing = await startEmbeddedSmtp({
      ...SMTP_LOGIN,
      refuseRecipient: address =>
        address.startsWith('waiting') ? { code: 550, message: '5.1.1 no such user here' } : undefined,
    });
    const inbox = installation({ smtp: refusing });
    await dovecot.deliver(plainMail({ from: 'next@example.org' }, 'Description\nNext.\n'));
    const polled = await inbox.run('poll');
    expect(polled.status).toBe(0);
    expect(refusing.received.flatMap(({ envelope }) => envelope.to)).toContain('next@example.org');
    expect((await inbox.run('digest')).stdout).toContain('5.1.1 no such user here');
    await inbox.run('poll');
    expect(inbox.query("SELECT attempts FROM receipts WHERE state = 'refused'")).toEqual([{ attempts: 1 }]);
    await refusing.stop();
  });

  it('a receipt put off waits for its next try, and is sent once when it is due', async () => {
    let busy = true;
    const greylisting = await startEmbeddedSmtp({
      ...SMTP_LOGIN,
      refuseData: () => (busy ? { code: 451, message: '4.7.1 try again later' } : undefined),
    });
    const inbox = installation({ smtp: greylisting });
    const first = await inbox.run('poll');
    expect(first.status).toBe(75);
    expectSentence(first, 'tried again');
    busy = false;
    expect((await inbox.run('poll')).status).toBe(0);
    expect(greylisting.received).toEqual([]);
    expect((await inbox.run('retry')).stdout).toContain('4.7.1 try again later');
    expect((await inbox.run('poll')).status).toBe(0);
    expect((await inbox.run('poll')).status).toBe(0);
    const recipients = greylisting.received.flatMap(({ envelope }) => envelope.to);
    expect(new Set(recipients).size).toBe(recipients.length);
    expect(recipients).toContain('waiting@example.org');
    await greylisting.stop();
  });

  it('a wrong SMTP password ends with EX_NOPERM, with the report on record', async () => {
    const other = await startEmbeddedSmtp({ user: 'u', password: 'another' });
    const inbox = installation({ smtp: other });
    const polled = await inbox.run('poll');
    expect(polled.status).toBe(77);
    expectSentence(polled, 'SMTP', 'refused the login');
    expect(inbox.query('SELECT state FROM receipts')).not.toEqual([]);
    expect((await inbox.run('digest')).stdout).toMatch(/Receipt not sent yet.*refused\s+the\s+login/s);
    await other.stop();
  });

  it('a database that is none ends with EX_CANTCREAT', async () => {
    const inbox = installation({ overrides: { database: 'config.json' } });
    const polled = await inbox.run('poll');
    expect(polled.status).toBe(73);
    expectSentence(polled, 'config.json');
  });

  it.skipIf(!canMount())('a database on a read-only disk ends with EX_CANTCREAT', async () => {
    const inbox = installation({ overrides: { database: 'disk/inbox.sqlite' } });
    const disk = mountSmallDisk(inbox, '64m');
    try {
      expect((await inbox.run('poll')).status).toBe(0);
      execFileSync('mount', ['-o', 'remount,ro', disk]);
      const polled = await inbox.run('poll');
      expect(polled.status).toBe(73);
      expectSentence(polled, "Can't write the database");
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });

  it.skipIf(!canMount())('a full disk ends with EX_IOERR, and the next poll goes on', async () => {
    const inbox = installation({ overrides: { database: 'disk/inbox.sqlite' } });
    const disk = mountSmallDisk(inbox, '1m');
    try {
      await dovecot.deliver(
        plainMail({ from: 'large@example.org' }, `Description\n${'large '.repeat(300_000)}\n`),
      );
      const polled = await inbox.run('poll');
      expect(polled.status).toBe(74);
      expectSentence(polled, 'disk', 'full');
      execFileSync('mount', ['-o', 'remount,size=64m', disk]);
      const again = await inbox.run('poll');
      expect(again.status).toBe(0);
      const answered = smtp.received.flatMap(({ envelope }) => envelope.to);
      expect(answered).toContain('large@example.org');
      expect(new Set(answered).size).toBe(answered.length);
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });
});

function mountSmallDisk(inbox: Installation, size: string): string {
  const disk = join(inbox.folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', disk]);
  return disk;
}

function canMount(): boolean {
  const possible = process.getuid?.() === 0 && process.platform === 'linux';
  if (!possible)
    console.warn('\n*** SKIPPED: the full and the read-only disk need root, to mount them. ***\n');
  return possible;
}
