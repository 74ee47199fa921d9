/** A whole life with an encrypted database, by the real program: no word of a report in any file, and nothing lost. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { faketimeInstalled, type Installation, install, SMTP_LOGIN } from '../world/program.js';

const WORD = 'quokkasword';

describe.skipIf(!dovecotInstalled())('an encrypted database', { timeout: 240_000 }, () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  const configure = (keys: object) => {
    const file = join(inbox.folder, 'config.json');
    const { databaseKey, previousDatabaseKeys, ...others } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...others, ...keys }), { mode: 0o600 });
  };
  const done = async (...words: string[]) => {
    const { status, stdout, stderr } = await inbox.run(...words);
    expect(status, stderr).toBe(0);
    return stdout;
  };
  const deliver = (name: string) =>
    dovecot.deliver(
      plainMail({ from: `${name}@example.org` }, `Description\nThe ${WORD} ${name} overflows.\n`),
    );
  /** Files under the installation's folder, but the configuration, that a word of a report can be read in. */
  const readable = () =>
    readdirSync(inbox.folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .filter(path => readFileSync(path).includes(WORD));

  beforeAll(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: dovecot, smtp });
  }, 240_000);

  afterAll(async () => {
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
  });

  it('is made of one in the clear, which every other command refuses until then', async () => {
    await deliver('first');
    await done('poll');
    expect(readable()).toEqual([inbox.database]);
    expect(await done('encrypt', '--make-key', 'database.key')).toContain('Nothing is encrypted yet');
    for (const command of ['encrypt', 'rekey']) {
      const { status, stderr } = await inbox.run(command);
      expect([status, stderr]).toEqual([78, expect.stringContaining('has no databaseKey')]);
    }
    configure({ databaseKey: { file: 'database.key' } });
    for (const command of ['poll', 'list']) {
      const { status, stderr } = await inbox.run(command);
      expect(status).toBe(73);
      expect(stderr).toContain('security-inbox encrypt');
    }
    expect(await done('encrypt')).toContain('1 report');
    expect(readable()).toEqual([]);
    expect(await done('encrypt')).toContain('already');
  });

  it('goes on as before: poll, digest, search, show, and no word in any file', async () => {
    await deliver('second');
    await done('poll');
    expect(await done('list')).toContain('second@example.org');
    expect(await done('digest')).toContain(WORD);
    expect(await done('search', WORD)).toContain('second');
    expect(await done('show', '1', '--words')).toContain(WORD);
    await done('status', '1', 'rejected', '--reason', 'ours to say', '--by', 'Ada');
    const watching = inbox.start('watch');
    await watching.logged('mailbox.connected');
    await deliver('third');
    await watching.logged('receipt.sent');
    // The WAL is there, and what it holds is encrypted, too.
    expect(readFileSync(`${inbox.database}-wal`).length).toBeGreaterThan(4096);
    expect(readable()).toEqual([]);
    expect((await inbox.run('rekey')).stderr + (await inbox.run('rekey')).stdout).toMatch(/already|at work/);
    watching.child.kill('SIGKILL');
    await watching.finished;
    expect(readable()).toEqual([]);
    expect(await done('list')).toContain('third@example.org');
  });

  it('is backed up under its key, gets another, and is restored from the backup under the new one', async () => {
    await done('backup', 'copy.sqlite');
    expect(readable()).toEqual([]);
    writeFileSync(join(inbox.folder, 'new.key'), randomBytes(32).toString('base64'), { mode: 0o600 });
    configure({ databaseKey: { file: 'new.key' }, previousDatabaseKeys: [{ file: 'database.key' }] });
    expect(await done('list')).toContain('third@example.org');
    expect(await done('rekey')).toContain('3 reports');
    configure({ databaseKey: { file: 'new.key' } });
    expect(await done('list')).toContain('third@example.org');
    expect((await inbox.run('restore', 'copy.sqlite')).status).toBe(65);
    configure({ databaseKey: { file: 'new.key' }, previousDatabaseKeys: [{ file: 'database.key' }] });
    await done('restore', 'copy.sqlite');
    configure({ databaseKey: { file: 'new.key' } });
    expect(await done('list')).toContain('third@example.org');
    await done('poll');
    expect(smtp.received.length).toBe(3);
    expect(readable()).toEqual([]);
  });

  it.skipIf(!faketimeInstalled())(
    'is purged, with nothing of it in a temporary file that stays',
    async () => {
      const purged = await inbox.runAt('+3y', 'purge', '--older-than', '2y', '--yes');
      expect(purged.stdout).toContain('Purged 1 report');
      expect(readable()).toEqual([]);
    },
  );

  it('is explained to who has no key, or another', async () => {
    configure({});
    const without = await inbox.run('list');
    expect(without.status).toBe(73);
    expect(without.stderr).toContain('give its key as databaseKey');
    configure({ databaseKey: randomBytes(32).toString('hex') });
    const other = await inbox.run('poll');
    expect(other.status).toBe(73);
    expect(other.stderr).toContain('databaseKey does not open it');
    configure({ databaseKey: 'correct horse battery staple' });
    const passphrase = await inbox.run('list');
    expect(passphrase.status).toBe(78);
    expect(passphrase.stderr).toContain('openssl rand -hex 32');
    expect(passphrase.stderr).not.toContain('battery');
  });

  it('is written in the clear again, and read without a key', async () => {
    configure({ databaseKey: { file: 'new.key' } });
    for (const name of readdirSync(join(inbox.folder, 'data'))) {
      if (name.includes('replaced')) rmSync(join(inbox.folder, 'data', name));
    }
    expect(await done('decrypt')).toContain('3 reports');
    expect((await inbox.run('list')).status).toBe(73);
    configure({});
    expect(await done('list')).toContain('third@example.org');
  });
});
