/** Mail that could not be read when it came is read again once a key, a limit or the program has changed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Dovecot, dovecotInstalled, startDovecot } from '../world/dovecot.js';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

/** The least that limits.messageBytes may be. */
const SMALL = 65_536;

describe.skipIf(!dovecotInstalled() || !gnupgInstalled())(
  'what could not be read',
  { timeout: 120_000 },
  () => {
    let dovecot: Dovecot;
    let smtp: EmbeddedSmtp;
    let gnupg: Gnupg;
    let ours: GnupgKey;
    let former: GnupgKey;
    let inbox: Installation;
    let folder: string;
    let count = 0;

    beforeAll(async () => {
      dovecot = await startDovecot();
      gnupg = startGnupg();
      ours = gnupg.generateKey('Support <support@example.test>', 'future-default');
      former = gnupg.generateKey('Support <support@example.test>', 'future-default');
    });
    afterAll(async () => {
      gnupg?.stop();
      await dovecot?.stop();
    });
    beforeEach(async () => {
      count += 1;
      folder = `Quarantine-${count}`;
      await dovecot.deliverTo(folder, []);
      smtp = await startEmbeddedSmtp(SMTP_LOGIN);
      inbox = install({
        imap: { ...dovecot, folder, junkFolder: false, sentFolder: null },
        smtp,
        keys: [ours],
      });
      return async () => {
        inbox.remove();
        await smtp.stop();
      };
    });

    const append = async (raw: Uint8Array) => {
      // The folder is there: making it again does nothing.
      await dovecot.deliverTo(folder, [raw]);
    };
    const configure = (change: (config: Record<string, Record<string, unknown>>) => void) => {
      const file = join(inbox.folder, 'config.json');
      const config = JSON.parse(readFileSync(file, 'utf8'));
      change(config);
      writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    };
    const addFormerKey = () => {
      const file = join(inbox.folder, 'former.asc');
      writeFileSync(file, former.secretKey, { mode: 0o600 });
      configure(({ pgp = {} }) => {
        pgp.privateKeys = [...(pgp.privateKeys as object[]), { file }];
      });
    };
    const limit = (messageBytes: number) =>
      configure(config => {
        config.limits = { messageBytes };
      });
    const poll = async () => {
      const polled = await inbox.run('poll');
      expect(polled).toMatchObject({ status: 0 });
      return polled.stdout;
    };
    const write = (sql: string) => {
      const database = new Database(inbox.database);
      database.exec(sql);
      database.close();
    };
    const everything = () =>
      JSON.stringify(
        ['reports', 'messages', 'words', 'attachments', 'receipts', 'word_sketches', 'ciphertexts'].map(
          table => inbox.query(`SELECT * FROM ${table}`),
        ),
      );
    const contents = () =>
      inbox
        .query('SELECT content FROM reports ORDER BY id')
        .map(({ content }) => JSON.parse(String(content)));
    const sealed = (
      from: string,
      text: string,
      attachments: { filename: string; bytes: Uint8Array }[] = [],
    ) =>
      gnupg.encrypt(protectedEntity('Security Alert: the parser', text, { from, attachments }), {
        to: [former.fingerprint],
      });

    it('is read when the key it was encrypted to is added, beside a running daemon, and nobody is answered again', async () => {
      const from = 'ada@quill.example';
      const files = [{ filename: 'poc.txt', bytes: Buffer.from('the proof') }];
      const words = 'Description\nThe parser overflows on nested lists.\n';
      await append(pgpMimeMail({ from, subject: '...' }, sealed(from, words, files)));
      await poll();
      expect(smtp.received).toHaveLength(1);
      const [before] = inbox.query(
        'SELECT number, state, received_at, acknowledge_by, disclose_by FROM reports',
      );
      expect(before).toMatchObject({ number: 'TS-2026-0001', state: 'undecryptable' });

      const listed = await inbox.run('quarantine', 'list');
      expect(listed.stdout).toMatch(
        /TS-2026-0001 {2}undecryptable {2}since .* bytes: encrypted to a key that/,
      );
      expect(listed.stdout).toContain('add the key to pgp.privateKeys');
      const json = JSON.parse((await inbox.run('quarantine', 'list', '--json')).stdout);
      expect(json).toMatchObject({
        kind: 'report',
        id: 'TS-2026-0001',
        state: 'undecryptable',
        complete: true,
      });
      const shown = await inbox.run('quarantine', 'show', 'TS-2026-0001');
      expect(shown.stdout).toContain(from);
      expect(shown.stdout).toContain(`Lies in      ${folder} of support@example.test@127.0.0.1`);

      const untouched = everything();
      const inVain = await inbox.run('quarantine', 'retry');
      expect(inVain).toMatchObject({ status: 0, stderr: '' });
      expect(inVain.stdout).toMatch(/^TS-2026-0001: still not read, nothing changed: encrypted to a key/);
      expect(everything()).toBe(untouched);

      addFormerKey();
      const watch = inbox.start('watch');
      await watch.logged('mailbox.connected');
      const retried = await inbox.run('quarantine', 'retry', 'TS-2026-0001');
      expect(retried).toMatchObject({ status: 0, stdout: 'TS-2026-0001: read now\n', stderr: '' });
      watch.child.kill('SIGTERM');
      await watch.finished;
      expect(
        inbox.query('SELECT number, state, received_at, acknowledge_by, disclose_by FROM reports'),
      ).toEqual([{ ...before, state: 'received' }]);
      const [content] = contents();
      expect(content).toMatchObject({
        id: 'TS-2026-0001',
        state: 'received',
        stateReason: null,
        trigger: 'protected-subject',
        encryption: { state: 'decrypted' },
        description: expect.stringContaining('overflows on nested lists'),
        attachments: [{ filename: 'poc.txt' }],
      });
      expect(
        inbox.query('SELECT filename, encrypted, CAST(bytes AS TEXT) AS bytes FROM attachments'),
      ).toEqual([{ filename: 'poc.txt', encrypted: 1, bytes: 'the proof' }]);
      expect(inbox.query('SELECT origin, text FROM words')).toContainEqual({
        origin: 'decrypted',
        text: expect.stringContaining('overflows'),
      });

      expect((await inbox.run('show', 'TS-2026-0001')).stdout).toContain('overflows on nested lists');
      expect((await inbox.run('digest')).stdout).not.toContain('Could not be decrypted');
      expect((await inbox.run('quarantine', 'list')).stdout).toBe('Everything was read.\n');
      expect(await inbox.run('quarantine', 'retry')).toMatchObject({
        status: 0,
        stdout: 'Everything was read; there is nothing to do.\n',
      });
      expect((await inbox.run('quarantine', 'show', 'TS-2026-0001')).status).toBe(65);
      expect(await poll()).toContain('no new reports');
      expect(smtp.received).toHaveLength(1);
    });

    it('keeps what a follow-up filled meanwhile, and reads a follow-up that stayed closed', async () => {
      const from = 'bob@slate.example';
      const words = 'Description\nThe first mail.\n\nEnvironment\nFirst OS 1\n\nImpact\nAll is lost.\n';
      await append(pgpMimeMail({ from, subject: '...' }, sealed(from, words)));
      await poll();
      const reply = { from, subject: 'Re: [TS-2026-0001] your receipt' };
      await append(plainMail(reply, 'Environment\nSecond OS 2\n'));
      await append(pgpMimeMail(reply, sealed(from, 'Mitigations\nSwitch it off.\n')));
      await poll();
      expect(contents()[0]).toMatchObject({
        environment: 'Second OS 2',
        followUps: [{ state: 'received' }, { state: 'undecryptable' }],
      });
      const listed = await inbox.run('quarantine', 'list');
      expect(listed.stdout.match(/^TS-2026-0001 {2}follow-up/gm)).toHaveLength(1);
      const answered = smtp.received.length;

      addFormerKey();
      const retried = await inbox.run('quarantine', 'retry');
      expect(retried.stdout).toBe('TS-2026-0001: read now\nTS-2026-0001, a follow-up: read now\n');
      expect(contents()).toMatchObject([
        {
          state: 'received',
          description: expect.stringContaining('The first mail.'),
          environment: 'Second OS 2',
          impact: expect.stringContaining('All is lost.'),
          mitigations: expect.stringContaining('Switch it off.'),
          followUps: [
            { state: 'received', filled: expect.arrayContaining(['environment']) },
            { state: 'received', filled: expect.arrayContaining(['mitigations']) },
          ],
          where: { environment: { mail: 1 }, mitigations: { mail: 2 } },
        },
      ]);
      await poll();
      expect(smtp.received).toHaveLength(answered);
    });

    it('is fetched whole where only its header was kept, and is known in both forms from then on', async () => {
      limit(SMALL);
      const text = `Description\nThe large one overflows.\n\n${'Some more words of it.\n'.repeat(6000)}`;
      const raw = plainMail({ from: 'eve@large.example' }, text);
      await append(plainMail({ from: 'other@large.example', subject: 'Invoice' }, 'Where is it?\n'));
      await append(raw);
      await poll();
      expect(contents()).toMatchObject([{ state: 'quarantined', description: null }]);
      expect(inbox.query('SELECT complete FROM messages')).toEqual([{ complete: 0 }]);
      const inVain = await inbox.run('quarantine', 'retry');
      expect(inVain.stdout).toMatch(
        /still not read, nothing changed: it has \d+ bytes, and limits.messageBytes is 65536/,
      );

      limit(1_000_000);
      const retried = await inbox.run('quarantine', 'retry');
      expect(retried).toMatchObject({ status: 0, stdout: 'TS-2026-0001: read now\n' });
      expect(contents()).toMatchObject([
        { description: expect.stringContaining('The large one overflows.') },
      ]);
      const [kept] = inbox.query('SELECT complete, bytes FROM messages');
      expect(kept?.complete).toBe(1);
      expect(Buffer.from(kept?.bytes as Uint8Array).equals(raw)).toBe(true);

      write('DELETE FROM positions');
      expect(await poll()).toContain('1 on record already');
      limit(SMALL);
      write('DELETE FROM positions');
      expect(await poll()).toContain('1 on record already');
      expect(contents()).toHaveLength(1);
      expect(smtp.received).toHaveLength(1);
      expect((await dovecot.snapshot(folder)).map(({ flags }) => flags)).toEqual([[], []]);
    });
  },
);
