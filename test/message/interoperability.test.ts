/** Mail that other people's programs made, signed and encrypted, is read with its signature verified. */
import { readKey, readPrivateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Keyring, withKey } from '../../src/message/keyring.js';
import type { Message } from '../../src/message/message.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { readMessage } from '../../src/message/read.js';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { type Neomutt, neomuttInstalled, startNeomutt } from '../world/neomutt.js';
import { type Sequoia, type SequoiaKey, sequoiaInstalled, startSequoia } from '../world/sequoia.js';
import { entity, personMail, pgpMimeMail } from './mails.js';

const OWN = { addresses: ['security@acme.example'], loop: 'security@acme.example' };
const TEXT = 'The login leaks.\n- on every page\nFrom one to the next.  \n';

beforeAll(applyOpenPgpSettings);

async function read(mail: Uint8Array, secretKey: string, signer: string): Promise<Message> {
  const ours = await readPrivateKey({ armoredKey: secretKey });
  const ring: Keyring = await withKey([], await readKey({ armoredKey: signer }), 'configured');
  return (await readMessage(mail, [ours], OWN, ring)).message;
}

/** What a mail signed by somebody the operator knows has to come to. */
const KNOWN = { outcome: 'valid', key: 'configured', userIdMatchesFrom: true, covers: 'everything' };

function signedMail(text: string, signature: string, type = 'text/plain'): Buffer {
  const part = `Content-Type: ${type}\n\n${text}`;
  return personMail(
    [
      'Subject: Security Alert',
      'MIME-Version: 1.0',
      'Content-Type: multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary=ss',
    ],
    `--ss\n${part}\n--ss\nContent-Type: application/pgp-signature; name="signature.asc"\n\n${signature}\n--ss--\n`,
  );
}

describe.skipIf(!gnupgInstalled())('mail by gpg', () => {
  let gpg: Gnupg;
  let ada: GnupgKey;
  let ours: GnupgKey;
  beforeAll(() => {
    gpg = startGnupg();
    ada = gpg.generateKey('Ada Quill <ada@quill.example>', 'rsa2048');
    ours = gpg.generateKey('Acme <security@acme.example>', 'future-default');
  });
  afterAll(() => gpg.stop());

  it('signed and encrypted', async () => {
    const armored = gpg.encrypt(Buffer.from(entity(TEXT)), {
      to: [ours.fingerprint],
      signAs: ada.fingerprint,
    });
    const message = await read(pgpMimeMail(['Subject: ...'], String(armored)), ours.secretKey, ada.publicKey);
    expect(message.signature).toEqual({ ...KNOWN, fingerprint: ada.fingerprint });
    expect(message.encryption).toMatchObject({ state: 'decrypted', keyState: 'current' });
  });

  it.each(['--clear-sign', '--sign --armor'])('%s', async words => {
    const signed = gpg.sign(Buffer.from(TEXT), ada.fingerprint, words.split(' '));
    const message = await read(
      personMail(['Subject: Security Alert'], String(signed)),
      ours.secretKey,
      ada.publicKey,
    );
    expect(message.signature).toEqual({ ...KNOWN, fingerprint: ada.fingerprint });
    expect(message.bodies.map(({ text }) => text.trimEnd())).toEqual([TEXT.trimEnd()]);
  });

  it.each(['nistp256', 'nistp521', 'brainpoolP256r1', 'brainpoolP512r1', 'future-default'])(
    'signed by a key on %s',
    async curve => {
      const signer = gpg.generateKey('Ada Quill <ada@quill.example>', curve);
      const signed = gpg.sign(Buffer.from(TEXT), signer.fingerprint, ['--clear-sign']);
      const mail = personMail(['Subject: Security Alert'], String(signed));
      const message = await read(mail, ours.secretKey, signer.publicKey);
      expect(message.signature).toEqual({ ...KNOWN, fingerprint: signer.fingerprint });
    },
  );

  it('signed with SHA-1, which proves nothing', async () => {
    const part = `Content-Type: text/plain\r\n\r\n${TEXT.replaceAll('\n', '\r\n')}`;
    const how = ['--digest-algo', 'SHA1', '--detach-sign', '--armor'];
    const signature = gpg.sign(Buffer.from(part), ada.fingerprint, how);
    const message = await read(signedMail(TEXT, String(signature)), ours.secretKey, ada.publicKey);
    expect(message.signature).toMatchObject({ outcome: 'invalid', key: 'configured' });
  });

  it('multipart/signed', async () => {
    const part = `Content-Type: text/plain\r\n\r\n${TEXT.replaceAll('\n', '\r\n')}`;
    const signature = gpg.sign(Buffer.from(part), ada.fingerprint, ['--detach-sign', '--armor']);
    const message = await read(signedMail(TEXT, String(signature)), ours.secretKey, ada.publicKey);
    expect(message.signature).toEqual({ ...KNOWN, fingerprint: ada.fingerprint });
  });
});

describe.skipIf(!sequoiaInstalled())('mail by sq', () => {
  let sq: Sequoia;
  let ada: SequoiaKey;
  let ours: SequoiaKey;
  beforeAll(() => {
    sq = startSequoia();
    ada = sq.generateKey(['Ada Quill <ada@quill.example>']);
    ours = sq.generateKey(['Acme <security@acme.example>'], { cipherSuite: 'rsa3k' });
  });
  afterAll(() => sq.stop());

  it.each(['none', 'pad', 'zip', 'zlib', 'bzip2'] as const)(
    'signed, compressed (%s) and encrypted',
    async compression => {
      const options = { to: [ours.publicKey], signWith: ada.secretKey, compression };
      const armored = sq.encrypt(Buffer.from(entity(TEXT)), options);
      const message = await read(
        pgpMimeMail(['Subject: ...'], String(armored)),
        ours.secretKey,
        ada.publicKey,
      );
      expect(message.signature).toEqual({ ...KNOWN, fingerprint: ada.fingerprint });
      expect(message.encryption).toMatchObject({ state: 'decrypted', keyState: 'current' });
    },
  );

  it.each(['cleartext', 'message'] as const)('signed: %s', async form => {
    const signed = String(sq.sign(Buffer.from(TEXT), ada.secretKey, form));
    const message = await read(
      personMail(['Subject: Security Alert'], signed),
      ours.secretKey,
      ada.publicKey,
    );
    expect(message.signature).toEqual({ ...KNOWN, fingerprint: ada.fingerprint });
    expect(message.bodies.map(({ text }) => text.trimEnd())).toEqual([TEXT.trimEnd()]);
  });

  it('multipart/signed', async () => {
    const part = `Content-Type: text/plain\r\n\r\n${TEXT.replaceAll('\n', '\r\n')}`;
    const signature = sq.sign(Buffer.from(part), ada.secretKey, 'detached');
    const message = await read(signedMail(TEXT, String(signature)), ours.secretKey, ada.publicKey);
    expect(message.signature).toEqual({ ...KNOWN, fingerprint: ada.fingerprint });
  });
});

describe.skipIf(!neomuttInstalled())('mail by neomutt', () => {
  let gpg: Gnupg;
  let ada: GnupgKey;
  let ours: GnupgKey;
  let neomutt: Neomutt;
  beforeAll(() => {
    gpg = startGnupg();
    ada = gpg.generateKey('Ada Quill <ada@quill.example>', 'future-default');
    ours = gpg.generateKey('Acme <security@acme.example>', 'future-default');
    neomutt = startNeomutt('ada@quill.example', ada.secretKey, [ours.publicKey]);
  });
  afterAll(() => {
    neomutt.stop();
    gpg.stop();
  });

  it.each([
    ['signed and encrypted', true, true],
    ['signed', true, false],
    ['encrypted', false, true],
  ])('%s', async (_name, sign, encrypt) => {
    const mail = { to: 'security@acme.example', subject: 'Security Alert: login', text: TEXT, sign, encrypt };
    const message = await read(await neomutt.send(mail), ours.secretKey, ada.publicKey);
    expect(message.signature).toMatchObject(
      sign ? { ...KNOWN, fingerprint: ada.fingerprint } : { outcome: 'unsigned' },
    );
    expect(message.encryption.state).toBe(encrypt ? 'decrypted' : 'cleartext');
    expect(message.bodies.map(({ text }) => text)[0]).toContain('The login leaks.');
    if (encrypt) expect(message.protectedHeader?.subject).toBe('Security Alert: login');
  });
});
