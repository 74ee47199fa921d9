/** A reporter's key is learned from one mail and vouches for the next, across mails, runs and the operator's folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMessage, generateKey, type PrivateKey, sign } from 'openpgp';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { type Installation, install, SMTP_LOGIN } from '../world/program.js';

const SENDER = 'ada@quill.example';
let ada: PrivateKey;
let another: PrivateKey;

beforeAll(async () => {
  const userIDs = [{ name: 'Ada Quill', email: SENDER }];
  ada = (await generateKey({ userIDs, format: 'object' })).privateKey;
  another = (await generateKey({ userIDs, format: 'object' })).privateKey;
});

/** RFC 3156 §5, with the key in the Autocrypt header where wanted. */
async function signedMail(text: string, key: PrivateKey, brings: boolean): Promise<Buffer> {
  const part = `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`;
  const message = await createMessage({ binary: Buffer.from(part) });
  const signature = String(await sign({ message, signingKeys: key, detached: true }));
  const keydata = Buffer.from(key.toPublic().write())
    .toString('base64')
    .replace(/(.{70})/g, '$1\r\n ');
  const header = [
    `From: Ada Quill <${SENDER}>`,
    'To: support@example.test',
    'Subject: Security Alert: login',
    ...(brings ? [`Autocrypt: addr=${SENDER}; keydata=\r\n ${keydata}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary=ss',
  ];
  const body = `--ss\r\n${part}\r\n--ss\r\nContent-Type: application/pgp-signature\r\n\r\n${signature}\r\n--ss--\r\n`;
  return Buffer.from(`${header.join('\r\n')}\r\n\r\n${body}`);
}

describe('the key of a reporter', () => {
  let smtp: EmbeddedSmtp;
  let inbox: Installation;

  beforeEach(async () => {
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  });

  afterEach(async () => {
    inbox.remove();
    await smtp.stop();
  });

  const start = (pgp: object = {}) => {
    inbox = install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      smtp,
      overrides: { pgp: { privateKeys: [], ...pgp } },
    });
  };
  const ingest = async (...mails: Buffer[]) => {
    const files = mails.map((mail, index) => {
      const file = join(inbox.folder, `${Date.now()}-${index}.eml`);
      writeFileSync(file, mail);
      return file;
    });
    const { status, stderr } = await inbox.run('ingest', ...files);
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('"level":50')]);
  };
  const signatures = () =>
    inbox
      .query("SELECT content ->> '$.signature' AS signature FROM reports ORDER BY id")
      .map(({ signature }) => JSON.parse(String(signature)));

  it('is claimed in the first mail, and learned in the next, of the same run and of another', async () => {
    start();
    const first = await signedMail('The login leaks.', ada, true);
    await ingest(first, await signedMail('So does the logout, in quite other words.', ada, false));
    await ingest(await signedMail('And the third thing, which has nothing to do with either.', ada, false));
    expect(signatures().map(({ outcome, key }) => [outcome, key])).toEqual([
      ['valid', 'claimed'],
      ['valid', 'learned'],
      ['valid', 'learned'],
    ]);
  });

  it('is not replaced by a later one of the same name', async () => {
    start();
    await ingest(await signedMail('The login leaks.', ada, true));
    await ingest(await signedMail('I am Ada, believe me, and this is another matter.', another, true));
    expect(signatures().map(({ outcome, key }) => [outcome, key])).toEqual([
      ['valid', 'claimed'],
      ['valid', 'claimed'],
    ]);
    expect(inbox.query('SELECT address, fingerprint FROM sender_keys')).toEqual([
      { address: SENDER, fingerprint: ada.getFingerprint().toUpperCase() },
    ]);
  });

  it("is the operator's where it lies in the folder, and no other is learned then", async () => {
    start({ knownKeys: 'keys' });
    mkdirSync(join(inbox.folder, 'keys'));
    writeFileSync(join(inbox.folder, 'keys', 'ada.asc'), ada.toPublic().armor());
    await ingest(
      await signedMail('The login leaks.', ada, false),
      await signedMail('Other words.', another, true),
    );
    expect(signatures().map(({ key }) => key)).toEqual(['configured', 'claimed']);
    expect(inbox.query('SELECT * FROM sender_keys')).toEqual([]);
  });

  it('that is no key keeps the program from starting, and is named', async () => {
    start({ knownKeys: 'keys' });
    mkdirSync(join(inbox.folder, 'keys'));
    writeFileSync(join(inbox.folder, 'keys', 'broken.asc'), 'not a key');
    const { status, stderr } = await inbox.run('ingest', inbox.folder);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/keys\/broken\.asc holds no OpenPGP public key/);
  });
});
