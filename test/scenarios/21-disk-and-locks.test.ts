/** A database on a full disk, one that another program holds, and one that can't be written: nothing is lost. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { startFaultProxy } from '../world/fault-proxy.js';
import { attachmentMail, plainMail } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';
import { canMount, fillDisk, withDisk } from '../world/small-disk.js';
import { wholeBytes } from '../world/whole-bytes.js';

describe.skipIf(!dovecotInstalled())('a database', () => {
  let dovecot: Dovecot;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let mails: Buffer[];
  let folder: string;
  let folders = 0;

  beforeAll(async () => {
    dovecot = await startDovecot();
  });

  beforeEach(async () => {
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    folders += 1;
    folder = `Folder${folders}`;
    mails = [];
  });

  afterEach(async () => {
    inbox?.remove();
    await smtp.stop();
  });

  afterAll(async () => {
    await dovecot?.stop();
  });

  const installWith = (overrides: Record<string, unknown> = {}) =>
    install({ imap: { ...dovecot, folder }, smtp, overrides });

  async function deliver(name: string, words = 'It overflows.'): Promise<void> {
    const raw = plainMail({ from: `${name}@example.org` }, `Description\n${words}\n`);
    mails.push(raw);
    await dovecot.deliverTo(folder, [raw]);
  }

  const answered = () => smtp.received.flatMap(({ envelope }) => envelope.to).sort();
  const hashOf = (bytes: unknown) =>
    createHash('sha256')
      .update(bytes as Buffer)
      .digest('hex');

  /** Every mail is one report with its bytes, and each sender has one receipt. */
  function expectWhole(database = inbox.database): void {
    const connection = new Database(database, { readonly: true });
    try {
      const kept = connection.prepare('SELECT bytes FROM messages').pluck().all();
      expect(kept.map(hashOf).sort()).toEqual(mails.map(hashOf).sort());
      expect(connection.prepare('SELECT count(*) FROM reports').pluck().get()).toBe(mails.length);
      expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    } finally {
      connection.close();
    }
    expect(answered()).toEqual(mails.map(raw => /^From: (.*)\r$/m.exec(raw.toString())?.[1]).sort());
  }

  it.skipIf(!canMount())(
    'on a full disk has everybody who is answered, and is whole one poll after',
    async () => {
      inbox = installWith({ database: 'disk/inbox.sqlite' });
      await deliver('first');
      await withDisk(inbox.folder, '3m', async disk => {
        const database = join(disk, 'inbox.sqlite');
        expect((await inbox.run('poll')).status).toBe(0);
        await deliver('small');
        await deliver('large', 'large '.repeat(60_000));
        await deliver('behind');
        for (const free of [0, 40, 130]) {
          fillDisk(join(disk, 'filler'), free);
          const polled = await inbox.run('poll');
          expect(polled.status).toBe(74);
          expect(polled.stderr).toMatch(/^security-inbox: The disk .*(?:full|space)/m);
          rmSync(join(disk, 'filler'));
          const connection = new Database(database);
          const onRecord = connection.prepare('SELECT sender FROM messages').pluck().all();
          connection.close();
          for (const recipient of answered()) expect(onRecord).toContain(recipient);
          expect(onRecord).not.toContain('behind@example.org');
        }
        expect((await inbox.run('poll')).status).toBe(0);
        expectWhole(database);
        expect(
          readdirSync(disk)
            .filter(name => !/-(?:wal|shm)$/.test(name))
            .sort(),
        ).toEqual(['inbox.sqlite', 'inbox.sqlite.lock', 'inbox.sqlite.room']);
      });
    },
  );

  it.skipIf(!canMount())(
    'whose disk fills while a large mail comes says so, keeps nothing of it, and takes it in one poll after',
    async () => {
      const proxy = await startFaultProxy(dovecot);
      inbox = install({
        imap: { ...dovecot, port: proxy.port, folder },
        smtp,
        overrides: { database: 'disk/inbox.sqlite' },
      });
      const file = randomBytes(8_000_000);
      const raw = attachmentMail({ from: 'large@example.org' }, 'It overflows.', 'dump.bin', file);
      try {
        await withDisk(inbox.folder, '120m', async disk => {
          const filler = join(disk, 'filler');
          const query = (sql: string) => {
            const connection = new Database(join(disk, 'inbox.sqlite'), { readonly: true });
            const rows = connection.prepare(sql).all() as Record<string, unknown>[];
            connection.close();
            return rows;
          };
          await deliver('before');
          expect((await inbox.run('poll')).status).toBe(0);
          await dovecot.deliverTo(folder, [raw]);
          let passed = 0;
          proxy.plan(() => ({
            onLine(line, direction) {
              const before = passed;
              if (direction === 'to-client') passed += line.length;
              if (before < raw.length / 2 && passed >= raw.length / 2) fillDisk(filler, 0);
              return 'pass';
            },
          }));
          const polled = await inbox.run('poll');
          expect([polled.status, polled.stderr]).toEqual([74, expect.stringMatching(/The disk .* is full/)]);
          proxy.plan(() => ({}));
          rmSync(filler);
          expect(query('SELECT sender FROM messages')).toEqual([{ sender: 'before@example.org' }]);
          expect((await inbox.run('poll')).status).toBe(0);
          expect(wholeBytes({ query }, 'attachments').map(hashOf)).toEqual([hashOf(file)]);
          expect(wholeBytes({ query }, 'messages', 'id > 1').map(hashOf)).toEqual([hashOf(raw)]);
          // The mail's: what was held of it before is gone.
          expect(query('SELECT DISTINCT remainder_id FROM remainder_pieces')).toHaveLength(1);
          expect(answered()).toEqual(['before@example.org', 'large@example.org']);
        });
      } finally {
        await proxy.stop();
      }
    },
  );

  it('that another program holds locked makes writers wait and then leave, and nobody else', async () => {
    inbox = installWith();
    await deliver('first');
    expect((await inbox.run('poll')).status).toBe(0);
    await deliver('second');
    const other = new Database(inbox.database);
    other.exec('BEGIN IMMEDIATE');
    const [polled, listed, backedUp] = await Promise.all([
      inbox.run('poll'),
      inbox.run('list'),
      inbox.run('backup', 'copy.sqlite'),
    ]);
    expect(polled.status).toBe(75);
    expect(polled.stderr).toContain(`fuser -v '${inbox.database}'`);
    expect(listed).toMatchObject({ status: 0, stdout: expect.stringContaining('TS-2026-0001') });
    expect(backedUp.status).toBe(0);
    expect(answered()).toEqual(['first@example.org']);
    other.close();
    expect((await inbox.run('poll')).status).toBe(0);
    expectWhole();
  });

  it.each([
    ['in a folder that can not be written', (data: string) => chmodSync(data, 0o555)],
    [
      'that can not be written itself',
      (data: string) => {
        for (const name of readdirSync(data)) chmodSync(join(data, name), 0o444);
      },
    ],
  ])('%s is named, and nothing is answered', async (_, forbid) => {
    inbox = installWith();
    await deliver('first');
    expect((await inbox.run('poll')).status).toBe(0);
    await deliver('second');
    const data = join(inbox.folder, 'data');
    forbid(data);
    const { status, stderr } = runWithoutPrivileges(inbox, 'poll');
    expect(status).toBe(73);
    expect(stderr).toMatch(
      /^security-inbox: Can't write the database .*owner of the file and of its folder/m,
    );
    expect(answered()).toEqual(['first@example.org']);
    chmodSync(data, 0o700);
    for (const name of readdirSync(data)) chmodSync(join(data, name), 0o600);
    expect((await inbox.run('poll')).status).toBe(0);
    expectWhole();
  });
});

/** Root may write everything, so that it has to become somebody else. */
function runWithoutPrivileges(inbox: Installation, ...words: string[]) {
  const isRoot = process.getuid?.() === 0;
  const nobody = 65_534;
  if (isRoot) execFileSync('chown', ['-R', `${nobody}:${nobody}`, inbox.folder]);
  const command = [resolve('dist/main.js'), ...words, '--config', join(inbox.folder, 'config.json')];
  return spawnSync(process.execPath, command, {
    cwd: inbox.folder,
    encoding: 'utf8',
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  });
}
