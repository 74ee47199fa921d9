/** What `check` finds in an installation that works, and that it leaves all of it as it was. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const ready = dovecotInstalled() && gnupgInstalled();

/** `security-inbox/check@1`, as docs/operator.md has it. */
const whole = z.strictObject({
  schema: z.literal('security-inbox/check@1'),
  checkedAt: z.iso.datetime(),
  counts: z.strictObject({ ok: z.int(), warning: z.int(), failure: z.int(), skipped: z.int() }),
  results: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z]+(?:\.[a-z-]+)?$/),
      outcome: z.enum(['ok', 'warning', 'failure', 'skipped']),
      mailbox: z.string().nullable(),
      about: z.string().nullable(),
      message: z.string().min(1),
      remedy: z.string().min(1).nullable(),
      code: z.string().nullable(),
    }),
  ),
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Names and bytes of what lies in a folder. */
function bytesIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map(name => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
}

describe.skipIf(!ready)('an installation that works', { timeout: 180_000 }, () => {
  let dovecot: Dovecot;
  let gnupg: Gnupg;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeAll(async () => {
    gnupg = startGnupg();
    const key = gnupg.generateKey('support@example.test', 'future-default', 'right');
    dovecot = await startDovecot();
    await dovecot.deliver(
      plainMail({ from: 'ada@example.org' }, 'Description\nIt leaks.\n'),
      plainMail({ from: 'bob@example.org', subject: 'An invoice' }, 'Hello.\n'),
    );
    await dovecot.deliverTo('Outgoing', []);
    await dovecot.deliverTo('Unsolicited', [plainMail({ subject: 'Buy' }, 'Now.\n')]);
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({
      imap: dovecot,
      smtp,
      keys: [{ secretKey: key.secretKey, passphrase: 'right' }],
      overrides: {
        policy: { url: 'https://example.test/policy', expires: inDays(200) },
        limits: { messageBytes: 1_000_000 },
      },
    });
  });
  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
    gnupg?.stop();
  });

  const look = async (...words: string[]) => {
    const { status, stdout, stderr } = await inbox.run('check', '--json', ...words);
    const said = whole.parse(JSON.parse(stdout));
    return { status, stderr, ...said, of: (id: string) => said.results.filter(one => one.id === id) };
  };

  it('is found to work before the first poll, and no database is made', async () => {
    const { status, results, of, counts } = await look();
    expect(results.filter(({ outcome }) => outcome === 'failure' || outcome === 'warning')).toEqual([]);
    expect(status).toBe(0);
    expect(counts.failure).toBe(0);
    expect(of('database.open')).toMatchObject([{ outcome: 'skipped' }]);
    expect(existsSync(inbox.database)).toBe(false);
  });

  it('each thing is said once, under its id', async () => {
    await inbox.run('poll');
    const { status, results } = await look();
    expect(status).toBe(0);
    const ok = results.filter(({ outcome }) => outcome === 'ok').map(({ id }) => id);
    expect(ok).toEqual(
      expect.arrayContaining([
        'node',
        'config',
        'files.modes',
        'database.lock',
        'database.remnants',
        'database.open',
        'database.integrity',
        'database.schema',
        'database.disk',
        'queue.receipts',
        'queue.held',
        'queue.undelivered',
        'queue.unread',
        'clock.plausible',
        'calendar',
        'keys.unlock',
        'keys.decrypt',
        'keys.sign',
        'keys.expiry',
        'keys.strength',
        'keys.address',
        'templates',
        'policy.expires',
        'policy.url',
        'mailbox.connect',
        'mailbox.login',
        'mailbox.folder',
        'mailbox.junk',
        'mailbox.position',
        'mailbox.idle',
        'mailbox.sent',
        'smtp.connect',
        'smtp.login',
        'smtp.sender',
      ]),
    );
  });

  it('nothing in the mailbox changes, and nothing of it is fetched', async () => {
    const folders = ['INBOX', 'Unsolicited', 'Outgoing'];
    const before = await Promise.all(folders.map(folder => dovecot.snapshot(folder)));
    const sentBefore = dovecot.commands().length;
    await look();
    expect(await Promise.all(folders.map(folder => dovecot.snapshot(folder)))).toEqual(before);
    const commands = dovecot
      .commands()
      .slice(sentBefore)
      .map(line => line.split(' ')[1]?.toUpperCase());
    expect(commands).toContain('EXAMINE');
    expect(commands).toContain('IDLE');
    for (const command of ['SELECT', 'STORE', 'APPEND', 'FETCH', 'UID', 'CREATE', 'EXPUNGE']) {
      expect(commands).not.toContain(command);
    }
  });

  it('nothing in the database changes, and nothing is sent', async () => {
    const folder = join(inbox.folder, 'data');
    const before = bytesIn(folder);
    const sent = smtp.received.length;
    await look();
    expect(bytesIn(folder)).toEqual(before);
    expect(smtp.received).toHaveLength(sent);
  });

  it('is told beside a running watch, which goes on', async () => {
    const watching = inbox.start('watch');
    await watching.logged('mailbox.connected');
    const { status, of } = await look();
    expect(status).toBe(0);
    expect(of('database.lock')[0]?.message).toContain(`process ${watching.child.pid}`);
    const number = smtp.received.length;
    await dovecot.deliver(plainMail({ from: 'eve@example.org' }, 'Description\nAnother.\n'));
    await smtp.accepted(number + 1);
    watching.child.kill('SIGTERM');
    expect((await watching.finished).status).toBe(0);
  });

  it('a trial mail to ourselves is signed, taken, and left alone when it comes', async () => {
    const { status, of } = await look('--send-test');
    expect(status).toBe(0);
    const trial = smtp.received.find(({ raw }) => raw.includes('Subject: A trial of security-inbox'));
    expect(trial?.envelope.to).toEqual(['support@example.test']);
    const raw = trial?.raw ?? Buffer.alloc(0);
    const id = /^Message-ID: (.*)\r$/im.exec(raw.toString())?.[1] ?? 'none';
    expect(of('smtp.test-mail')).toMatchObject([
      { outcome: 'ok', message: expect.stringContaining(`signed trial ${id}`) },
    ]);
    expect(raw.toString()).toContain('Auto-Submitted: auto-generated');
    expect(raw.toString()).toContain('multipart/signed');
    expect((await inbox.run('poll')).status).toBe(0);
    const number = smtp.received.length;
    const before = inbox.query('SELECT count(*) AS reports FROM reports');
    const [uid] = await dovecot.deliver(raw);
    expect((await inbox.run('poll')).status).toBe(0);
    expect(inbox.query('SELECT count(*) AS reports FROM reports')).toEqual(before);
    expect(inbox.query('SELECT max(uid) AS uid FROM positions')).toEqual([{ uid }]);
    expect(smtp.received).toHaveLength(number);
  });

  it('a trial mail goes to the address that is named', async () => {
    await look('--send-test', 'operator@example.org');
    expect(smtp.received.at(-1)?.envelope.to).toEqual(['operator@example.org']);
  });

  it('--quiet prints nothing where there is nothing to do', async () => {
    expect(await inbox.run('check', '--quiet')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('for people it is a line each, and a sum', async () => {
    const { stdout } = await inbox.run('check');
    expect(stdout).toMatch(/^ok {7}mailbox\.login {9}Logged in as support@example\.test\.$/m);
    expect(stdout).toMatch(/^0 failures, 0 warnings, \d+ ok, \d+ skipped\.\n$/m);
  });
});
