/** Databases that the programs of earlier schemas wrote, the first one's among them, opened by this program. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedImap, startEmbeddedImap } from '../../src/demo/embedded-imap.js';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const FOLDER = 'test/store/upgrade';
const DUMPS = readdirSync(FOLDER).filter(name => name.endsWith('.sql'));
const MAILS = readdirSync(join(FOLDER, 'mailbox'))
  .sort()
  .map(name => readFileSync(join(FOLDER, 'mailbox', name)));
const LOGIN = { user: 'support@trustsource.example', password: 'p' };
const KEY = {
  secretKey: readFileSync(join(FOLDER, 'disclosure-key.asc'), 'utf8'),
  passphrase: 'a key for tests alone',
};

describe.each(DUMPS)('a database of %s', { timeout: 240_000 }, dump => {
  let imap: EmbeddedImap;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeEach(async () => {
    imap = await startEmbeddedImap({
      ...LOGIN,
      folders: [{ name: 'INBOX', messages: MAILS.map(raw => ({ raw })) }],
    });
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = install({ imap: { ...LOGIN, host: imap.host, port: imap.port }, smtp, keys: [KEY] });
    mkdirSync(dirname(inbox.database), { mode: 0o700 });
    const database = new Database(inbox.database);
    // A dump of the full-text index writes to the schema.
    database.unsafeMode(true);
    database.exec(
      readFileSync(join(FOLDER, dump), 'utf8').replaceAll('127.0.0.1:1143', `127.0.0.1:${imap.port}`),
    );
    database.close();
  });

  afterEach(async () => {
    inbox.remove();
    await imap.stop();
    await smtp.stop();
  });

  it('is migrated, shows all that is in it, and sends only the receipt that was owed', async () => {
    expect((await inbox.run('retry')).status).toBe(0);
    const polled = await inbox.run('poll', '--json', '--log-level', 'silent');
    expect([polled.status, polled.stderr]).toEqual([0, '']);
    expect(smtp.received.map(({ envelope }) => envelope.to)).toEqual([['anouk@verhaegen.example']]);
    expect(imap.commands().filter(command => command.includes('BODY.PEEK[]'))).toEqual([]);

    const listed = (await inbox.run('list', '--json')).stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(listed.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      ['TS-2026-0001', 'received'],
      ['TS-2026-0002', 'received'],
      ['TS-2026-0003', 'undecryptable'],
      ['TS-2026-0004', 'received'],
    ]);
    const shown = await inbox.run('show', 'TS-2026-0002', '--words');
    expect([shown.status, shown.stdout]).toEqual([0, expect.stringContaining('ts-scan')]);
    const found = await inbox.run('search', 'symbolic', 'links');
    expect(found.stdout).toContain('TS-2026-0004');
    const digest = await inbox.run('digest');
    expect([digest.status, digest.stdout]).toEqual([0, expect.stringContaining('TS-2026-0001')]);

    await inbox.run('poll');
    expect(smtp.received).toHaveLength(1);
    expect(inbox.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
});

it('the first schema is among them', () => {
  expect(DUMPS[0]).toBe('schema-01.sql');
});
