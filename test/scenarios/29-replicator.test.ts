/**
 * A program that copies the database elsewhere all the time, as Litestream does: it keeps tables of its own in it, and a
 * read transaction open, so that the WAL is never folded in. Imitated here; the real one was not tried.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

describe.skipIf(!dovecotInstalled())('beside a replicator', () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let replicator: Database.Database;

  const deliver = (name: string) =>
    dovecot.deliver(plainMail({ from: `${name}@example.org` }, `Description\nThe ${name} overflows.\n`));

  beforeAll(async () => {
    dovecot = await startDovecot();
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: dovecot, smtp });
    await deliver('early');
    await inbox.run('poll');
    replicator = new Database(inbox.database);
    replicator.exec(`
      CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
      CREATE TABLE _litestream_lock (id INTEGER);
      INSERT INTO _litestream_seq VALUES (1, 1);
      BEGIN; SELECT count(*) FROM _litestream_seq;
    `);
  });

  afterAll(async () => {
    replicator?.close();
    inbox?.remove();
    await smtp?.stop();
    await dovecot?.stop();
  });

  it('mail is recorded and answered, and a backup is made', async () => {
    await deliver('later');
    expect(await inbox.run('poll')).toMatchObject({ status: 0 });
    expect(smtp.received.flatMap(({ envelope }) => envelope.to)).toEqual([
      'early@example.org',
      'later@example.org',
    ]);
    expect(await inbox.run('backup', 'copy.sqlite')).toMatchObject({ status: 0, stderr: '' });
  });

  it('what it restores, with its tables in it, is put in place and goes on', async () => {
    replicator.exec('COMMIT');
    replicator.pragma('wal_checkpoint(TRUNCATE)');
    replicator.close();
    copyFileSync(inbox.database, join(inbox.folder, 'replica.sqlite'));
    expect(await inbox.run('restore', 'replica.sqlite')).toMatchObject({ status: 0, stderr: '' });
    expect(await inbox.run('poll')).toMatchObject({ status: 0 });
    expect(inbox.query('SELECT seq FROM _litestream_seq')).toEqual([{ seq: 1 }]);
    expect(inbox.query('SELECT number FROM reports')).toHaveLength(2);
    expect(smtp.received).toHaveLength(2);
  });
});
