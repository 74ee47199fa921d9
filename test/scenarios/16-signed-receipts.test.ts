/** Receipts as they reach a researcher: signed by the built program, checked by GnuPG and Sequoia. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { mail, pgpMimeMail, plainMail, protectedEntity } from '../world/mails.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';
import { type Sequoia, sequoiaInstalled, startSequoia } from '../world/sequoia.js';

const TEXT = 'Description\nSomething is wrong with the export of every list.\n';

describe.skipIf(!gnupgInstalled() || !sequoiaInstalled())('receipts', () => {
  let gnupg: Gnupg;
  let sequoia: Sequoia;
  let own: GnupgKey;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeAll(() => {
    gnupg = startGnupg();
    sequoia = startSequoia();
    own = gnupg.generateKey('Example Security <support@example.test>', 'future-default', 'the passphrase');
  });

  afterAll(() => {
    sequoia?.stop();
    gnupg?.stop();
  });

  const installed = (overrides: Record<string, unknown> = {}) =>
    install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      smtp,
      keys: [{ secretKey: own.secretKey, passphrase: 'the passphrase' }],
      overrides,
    });

  beforeEach(async () => {
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    inbox = installed();
  });

  afterEach(async () => {
    inbox.remove();
    await smtp.stop();
  });

  const raw = (index: number) => smtp.received[index]?.raw ?? Buffer.alloc(0);

  /** RFC 1847 §2.1: the first part is what is signed, the second the signature. */
  const signed = (mail: Buffer) => {
    const text = mail.toString('latin1');
    const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? '';
    const [, payload = '', signature = ''] = text.split(`\r\n--${boundary}`);
    return {
      payload: Buffer.from(payload.slice(2), 'latin1'),
      signature: Buffer.from(signature.slice(signature.indexOf('-----BEGIN')), 'latin1'),
    };
  };

  const encrypted = (mail: Buffer) =>
    Buffer.from(
      /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(mail.toString())?.[0] ?? '',
    );

  /** A mail with its sender's key attached. */
  const withKey = (publicKey: string, from = 'Researcher <researcher@example.org>') =>
    mail(
      { from },
      ['Content-Type: multipart/mixed; boundary=b1'],
      [
        '--b1',
        'Content-Type: text/plain; charset=utf-8',
        '',
        TEXT,
        '--b1',
        'Content-Type: application/pgp-keys; name="key.asc"',
        'Content-Disposition: attachment; filename="key.asc"',
        '',
        publicKey,
        '--b1--',
        '',
      ].join('\n'),
    );

  const queue = (mail: Buffer) => inbox.runWithInput(mail, 'ingest', '--no-send', '-');
  const send = () => inbox.run('poll');

  it('are signed with the disclosure key, and GnuPG and Sequoia find them good', async () => {
    const { status, stderr } = await inbox.runWithInput(plainMail({}, TEXT), 'ingest', '-');
    expect({ status, warned: stderr.includes('receipt.unprotected') }).toEqual({ status: 0, warned: false });
    const { payload, signature } = signed(raw(0));
    expect(gnupg.verify(payload, signature)).toBe(own.fingerprint);
    expect(sequoia.verify(payload, signature, own.publicKey)).toBe(true);
    expect(gnupg.verify(Buffer.concat([payload, Buffer.from('x')]), signature)).toBeNull();
  });

  it('to unencrypted mail bring the key and say how to use it, and the next mail can be encrypted with it', async () => {
    await inbox.runWithInput(plainMail({}, TEXT), 'ingest', '-');
    const { attachments, text } = await simpleParser(raw(0));
    const key = attachments.find(({ contentType }) => contentType === 'application/pgp-keys');
    expect(text).toContain('If you use OpenPGP');
    expect(text?.replace(/\s/g, '')).toContain(own.fingerprint);

    const researcher = startGnupg();
    researcher.importKey(String(key?.content));
    const sealed = researcher.encrypt(protectedEntity('Security Alert: more', TEXT), {
      to: [own.fingerprint],
    });
    researcher.stop();
    const { stdout } = await queue(pgpMimeMail({ from: 'n@example.org', subject: '...' }, sealed));
    expect(stdout).toContain('TS-2026-0002, received');
  });

  it('where the sender’s key is known are encrypted to it and to us, the subject too', async () => {
    const theirs = sequoia.generateKey(['Researcher <researcher@example.org>']);
    await inbox.runWithInput(withKey(theirs.publicKey), 'ingest', '-');
    const receipt = raw(0);
    expect((await simpleParser(receipt)).subject).toBe('[...]');
    expect(receipt.toString()).not.toContain('TS-2026-0001');
    const opened = sequoia.decrypt(encrypted(receipt), theirs.secretKey, own.publicKey);
    expect(opened.isSigned).toBe(true);
    expect((await simpleParser(opened.plaintext)).subject).toBe(
      '[TS-2026-0001] We have received your report',
    );
    expect(gnupg.decrypt(encrypted(receipt), 'the passphrase')).toMatchObject({ signedBy: own.fingerprint });
  });

  it('are read back by our own program with the protected subject', async () => {
    const theirs = sequoia.generateKey(['Researcher <researcher@example.org>']);
    await inbox.runWithInput(withKey(theirs.publicKey), 'ingest', '-');
    writeFileSync(join(inbox.folder, 'back.eml'), raw(0));
    const { stdout } = await inbox.run('ingest', '--dry-run', '--json', 'back.eml');
    expect(JSON.parse(stdout)).toMatchObject({
      protectedHeader: { subject: '[TS-2026-0001] We have received your report' },
      encryption: { state: 'decrypted', keyFingerprint: own.fingerprint },
    });
  });

  it('go out signed, with a warning, where the key has expired since the receipt was queued', async () => {
    const expired = sequoia.generateKey(['R <researcher@example.org>'], {
      createdAt: '20200101',
      expiresAt: '20210101',
    });
    await queue(plainMail({}, TEXT));
    const connection = new Database(inbox.database);
    connection.prepare('UPDATE receipts SET encrypt_to = ?').run(expired.publicKey);
    connection.close();
    const { stderr } = await send();
    expect(stderr).toContain('"shortfall":"can not be encrypted"');
    const { payload, signature } = signed(raw(0));
    expect(gnupg.verify(payload, signature)).toBe(own.fingerprint);
  });

  it('name what is missing to the holder of a key that the operator knows, encrypted, and to nobody else', async () => {
    const theirs = gnupg.generateKey('Known <known@example.org>', 'future-default');
    const folder = join(inbox.folder, 'known');
    mkdirSync(folder);
    writeFileSync(join(folder, 'known.asc'), theirs.publicKey);
    const configured = JSON.parse(readFileSync(join(inbox.folder, 'config.json'), 'utf8'));
    configured.pgp.knownKeys = 'known';
    writeFileSync(join(inbox.folder, 'config.json'), JSON.stringify(configured), { mode: 0o600 });
    const sealed = (address: string, signAs: string) => {
      const words = protectedEntity('Security Alert', TEXT, { from: address });
      const armored = gnupg.encrypt(words, { to: [own.fingerprint], signAs, passphrase: '' });
      return pgpMimeMail({ from: address, subject: 'Security Alert' }, armored);
    };
    await inbox.runWithInput(sealed('known@example.org', theirs.fingerprint), 'ingest', '-');
    await inbox.runWithInput(sealed('other@example.org', theirs.fingerprint), 'ingest', '-');
    const { plaintext } = gnupg.decrypt(encrypted(raw(0)));
    expect((await simpleParser(plaintext)).text).toContain('- the steps to reproduce it');
    expect((await simpleParser(raw(1))).text).not.toContain('the steps to reproduce it');
  });

  it('go out unsigned, with a warning, where our key can not sign', async () => {
    const expired = sequoia.generateKey(['Old <support@example.test>'], {
      createdAt: '20200101',
      expiresAt: '20210101',
    });
    inbox.remove();
    inbox = install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      smtp,
      keys: [{ secretKey: expired.secretKey }],
    });
    const { stderr, status } = await inbox.runWithInput(plainMail({}, TEXT), 'ingest', '-');
    expect(status).toBe(0);
    expect(stderr).toContain('"shortfall":"can not be signed"');
    expect((await simpleParser(raw(0))).text).toContain('TS-2026-0001');
  });

  it('neither bring nor praise a key of ours that nobody can encrypt to, and the operator is told', async () => {
    const expired = sequoia.generateKey(['Old <support@example.test>'], {
      createdAt: '20200101',
      expiresAt: '20210101',
    });
    inbox.remove();
    inbox = install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      smtp,
      keys: [{ secretKey: expired.secretKey }],
    });
    const { stderr } = await inbox.runWithInput(plainMail({}, TEXT), 'ingest', '-');
    expect(stderr).toMatch(`"fingerprint":"${expired.fingerprint}","event":"key.not-offered"`);
    const { text, attachments } = await simpleParser(raw(0));
    expect(attachments).toEqual([]);
    expect(text).not.toMatch(/encrypt/i);
    expect((await inbox.run('receipt', 'preview')).stdout).not.toMatch(/encrypt/i);
  });

  it('are not signed where the operator does not want it', async () => {
    inbox.remove();
    const privateKeys = [{ file: 'key-0.asc', passphrase: 'the passphrase' }];
    inbox = installed({ pgp: { privateKeys, signReceipts: false } });
    await inbox.runWithInput(plainMail({}, TEXT), 'ingest', '-');
    expect(raw(0).toString()).not.toContain('multipart/signed');
    expect(raw(0).toString()).toContain('application/pgp-keys');
  });

  it('carry the same Message-ID when a mail server asks for another try', async () => {
    await smtp.stop();
    let refusals = 1;
    const tried: Buffer[] = [];
    smtp = await startEmbeddedSmtp({
      ...SMTP_LOGIN,
      refuseData: mail => {
        tried.push(mail.raw);
        refusals -= 1;
        return refusals >= 0 ? { code: 451, message: 'later' } : undefined;
      },
    });
    inbox.remove();
    inbox = installed();
    await inbox.runWithInput(plainMail({}, TEXT), 'ingest', '-');
    await inbox.run('retry');
    await send();
    const ids = await Promise.all(tried.map(async mail => (await simpleParser(mail)).messageId));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});
