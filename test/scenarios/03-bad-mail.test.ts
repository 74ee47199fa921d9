import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { mail, pgpMimeMail, plainMail } from '../world/mails.js';
import { type Finished, type Installation, install, SMTP_LOGIN } from '../world/program.js';

const SUBJECT = 'Subject: Security Alert\r\nTo: support@example.test';

function raw(...lines: string[]): Buffer {
  return Buffer.from(lines.join('\r\n'));
}

function nested(depth: number): string {
  const open = Array.from(
    { length: depth },
    (_, i) => `--n${i}\nContent-Type: multipart/mixed; boundary=n${i + 1}\n\n`,
  );
  return `${open.join('')}--n${depth}\n\nbottom\n`;
}

const ready = dovecotInstalled() && gnupgInstalled();

describe.skipIf(!ready)('mail that breaks parsers', () => {
  let dovecot: Dovecot;
  let gnupg: Gnupg;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let polled: Finished;
  let bad: Record<string, Buffer>;

  beforeAll(async () => {
    gnupg = startGnupg();
    const key = gnupg.generateKey('support@example.test', 'future-default');
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: dovecot, smtp, keys: [{ secretKey: key.secretKey }] });
    const armored = gnupg.encrypt(randomBytes(4000), { to: [key.fingerprint] }).toString();
    const lines = armored.split('\n');
    const damaged = [...lines.slice(0, 8), lines[8]?.replace(/[A-Z]/g, 'Q'), ...lines.slice(9)].join('\n');
    const siblings = Array.from({ length: 10_000 }, (_, i) => `--s\n\npart ${i}\n`).join('');
    bad = {
      'no From': raw(SUBJECT, '', 'text'),
      'no Message-ID': raw(SUBJECT, 'From: nomid@example.org', '', 'text'),
      'no body': raw(SUBJECT, 'From: nobody@example.org', 'Message-ID: <nb@example.org>', '', ''),
      'no blank line': raw(SUBJECT, 'From: header-only@example.org'),
      'an unknown charset': mail(
        { from: 'cs@example.org' },
        ['Content-Type: text/plain; charset=klingon-8'],
        'text',
      ),
      'a broken boundary': mail(
        { from: 'bb@example.org' },
        ['Content-Type: multipart/mixed; boundary="never'],
        'text',
      ),
      'two From fields': raw(SUBJECT, 'From: one@example.org', 'From: two@example.org', '', 'text'),
      'NUL bytes': mail({ from: 'nul@example.org' }, [], Buffer.from('a\0b\0c')),
      'a cut-off armor': plainMail({ from: 'cut@example.org' }, armored.slice(0, armored.length / 2)),
      'a damaged armor': pgpMimeMail({ from: 'dmg@example.org' }, Buffer.from(damaged)),
      '10,000 nested parts': mail(
        { from: 'deep@example.org' },
        ['Content-Type: multipart/mixed; boundary=n0'],
        nested(10_000),
      ),
      '10,000 sibling parts': mail(
        { from: 'wide@example.org' },
        ['Content-Type: multipart/mixed; boundary=s'],
        siblings,
      ),
      'a megabyte of header': mail(
        { from: 'long@example.org', headers: [`X-Long: ${'x '.repeat(500_000)}`] },
        [],
        'text',
      ),
    };
    const good = plainMail({ from: 'behind@example.org' }, 'Description\nStill read.\n');
    await dovecot.deliver(...Object.values(bad), good);
    polled = await inbox.run('poll');
  });

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
    gnupg?.stop();
  });

  it('stops nothing', () => {
    expect(polled.status).toBe(0);
    expect(smtp.received.flatMap(({ envelope }) => envelope.to)).toContain('behind@example.org');
  });

  it('is all on record with its raw bytes', async () => {
    const rows = inbox.query('SELECT sha256 FROM messages ORDER BY report_id');
    const snapshot = await dovecot.snapshot();
    expect(rows.map(row => row.sha256)).toEqual(snapshot.map(entry => entry.sha256));
  });

  it.each([
    ['10,000 nested parts', 'more MIME parts'],
    ['10,000 sibling parts', 'more MIME parts'],
    ['a cut-off armor', 'damaged or cut off'],
    ['a damaged armor', 'damaged or cut off'],
  ])('is quarantined for %s, with the reason', (name, reason) => {
    const position = Object.keys(bad).indexOf(name) + 1;
    const [row] = inbox.query(`SELECT state, content FROM reports WHERE id = ${position}`);
    expect(row?.state).toBe('quarantined');
    expect(JSON.parse(String(row?.content)).stateReason).toContain(reason);
  });

  it('is answered where it has one sender who can be answered', () => {
    const answered = new Set(smtp.received.flatMap(({ envelope }) => envelope.to));
    for (const name of [
      'nomid',
      'nobody',
      'header-only',
      'cs',
      'bb',
      'nul',
      'cut',
      'dmg',
      'deep',
      'wide',
      'long',
    ]) {
      expect([name, answered.has(`${name}@example.org`)]).toEqual([name, true]);
    }
    expect(answered.has('one@example.org') || answered.has('two@example.org')).toBe(false);
  });

  it('shows in the digest', async () => {
    const { stdout } = await inbox.run('digest');
    expect(stdout).toContain('Could not be read, kept whole');
    expect(stdout).toContain('gives no address, or no single one');
  });
});

describe.skipIf(!dovecotInstalled())('a mail larger than is read', () => {
  it('is on record by its header, answered, and named in the digest', async () => {
    const dovecot = await startDovecot();
    const smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    const inbox = install({ imap: dovecot, smtp, overrides: { limits: { messageBytes: 65_536 } } });
    try {
      await dovecot.deliver(
        plainMail({ from: 'huge@example.org' }, 'Description\n'.concat('large '.repeat(50_000))),
        plainMail({ from: 'subject@example.org', subject: `Security Alert ${'x'.repeat(6_000_000)}` }, 'x'),
        plainMail({ from: 'field@example.org', headers: [`X-Long: ${'x'.repeat(6_000_000)}`] }, 'x'),
        plainMail({ from: 'behind@example.org' }, 'Description\nSmall.\n'),
      );
      expect((await inbox.run('poll')).status).toBe(0);
      expect(smtp.received.flatMap(({ envelope }) => envelope.to)).toEqual([
        'huge@example.org',
        'subject@example.org',
        'field@example.org',
        'behind@example.org',
      ]);
      expect(
        inbox.query('SELECT state, complete FROM reports JOIN messages ON report_id = reports.id'),
      ).toEqual([
        { state: 'quarantined', complete: 0 },
        { state: 'quarantined', complete: 0 },
        { state: 'quarantined', complete: 0 },
        { state: 'received', complete: 1 },
      ]);
      expect((await inbox.run('digest')).stdout).toContain('limits.messageBytes');
      expect(dovecot.commands().filter(line => line.includes('BODY.PEEK[]'))).toHaveLength(1);
    } finally {
      inbox.remove();
      await smtp.stop();
      await dovecot.stop();
    }
  });
});
