/** A database that is backed up while the daemon runs, lost, and put back: nothing is lost, nobody answered twice. */
import { existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';

describe.skipIf(!dovecotInstalled())('backup and restore', () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let watching: Running;

  const deliver = (name: string) =>
    dovecot.deliver(plainMail({ from: `${name}@example.org` }, `Description\nThe ${name} overflows.\n`));
  const answered = () => smtp.received.flatMap(({ envelope }) => envelope.to).sort();
  const senders = () =>
    inbox
      .query("SELECT sender FROM messages WHERE role = 'report' ORDER BY id")
      .map(({ sender }) => String(sender));

  beforeAll(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: dovecot, smtp });
    await deliver('early');
    watching = inbox.start('watch');
    await watching.logged('receipt.sent');
  });

  afterAll(async () => {
    watching?.child.kill('SIGKILL');
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
  });

  it('is made beside the daemon, and never over a file', async () => {
    const made = await inbox.run('backup', 'copy.sqlite');
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toContain('1 report,');
    expect(statSync(join(inbox.folder, 'copy.sqlite')).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(join(inbox.folder, 'copy.sqlite'));
    const again = await inbox.run('backup', 'copy.sqlite');
    expect(again.status).toBe(73);
    expect(again.stderr).toContain('copy.sqlite already');
    expect(readFileSync(join(inbox.folder, 'copy.sqlite'))).toEqual(bytes);
  });

  it('is not restored under the daemon', async () => {
    await deliver('between');
    await watching.logged('receipt.sent');
    const refused = await inbox.run('restore', 'copy.sqlite');
    expect(refused.status).toBe(75);
    expect(refused.stderr).toContain(`process ${watching.child.pid}`);
    expect(senders()).toEqual(['early@example.org', 'between@example.org']);
    watching.child.kill('SIGTERM');
    expect((await watching.finished).status).toBe(0);
  });

  it('is asked for where the database was destroyed', async () => {
    truncateSync(inbox.database, 3000);
    const polled = await inbox.run('poll');
    expect(polled.status).toBe(73);
    expect(polled.stderr).toContain(inbox.database);
    expect(polled.stderr).toContain('security-inbox restore BACKUP');
    expect(statSync(inbox.database).size).toBe(3000);
  });

  it('refuses what is no backup', async () => {
    expect((await inbox.run('restore', 'config.json')).status).toBe(65);
    expect((await inbox.run('restore', 'nowhere.sqlite')).status).toBe(66);
    expect((await inbox.run('restore')).status).toBe(64);
    expect(statSync(inbox.database).size).toBe(3000);
  });

  it('is put in place, keeps what was there, and says so', async () => {
    const restored = await inbox.run('restore', 'copy.sqlite');
    expect(restored).toMatchObject({ status: 0, stderr: '' });
    expect(senders()).toEqual(['early@example.org']);
    const kept = /kept as (\S+)\. /.exec(restored.stdout)?.[1] ?? '';
    expect(statSync(kept).size).toBe(3000);
  });

  it('after which one poll has every report on record, once, and answers nobody twice', async () => {
    // IMAP's dates have no fractions: in the second of the restoring it would count as from before it.
    const later = plainMail({ from: 'later@example.org' }, 'Description\nThe later overflows.\n');
    await dovecot.deliverTo('INBOX', [later], new Date(Date.now() + 1000));
    expect((await inbox.run('poll')).status).toBe(0);
    expect(senders()).toEqual(['early@example.org', 'between@example.org', 'later@example.org']);
    expect((await inbox.run('poll')).status).toBe(0);
    expect(answered()).toEqual(['between@example.org', 'early@example.org', 'later@example.org']);
    expect(inbox.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  it('after which a person decides on what may have gone out', async () => {
    expect((await inbox.run('digest')).stdout).toContain('restored from a backup');
    expect((await inbox.run('receipt', 'release', 'TS-2026-0002')).status).toBe(0);
    expect((await inbox.run('poll')).status).toBe(0);
    const sent = smtp.received.filter(({ envelope }) => envelope.to.includes('between@example.org'));
    const ids = sent.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw.toString())?.[1]);
    expect(ids).toHaveLength(2);
    // Whoever has both sees one mail.
    expect(new Set(ids).size).toBe(1);
  });

  it('says how it is used', async () => {
    for (const command of ['backup', 'restore']) {
      const help = await inbox.run(command, '--help');
      expect(help.status).toBe(0);
      expect(help.stdout).toContain(`Usage: security-inbox ${command} [options] <file>`);
    }
    expect(existsSync(join(inbox.folder, 'nowhere.sqlite'))).toBe(false);
  });
});
