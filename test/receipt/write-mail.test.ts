/** What goes out, read by those who get it: GnuPG, Sequoia, and our own reading. */
import { type ParsedMail, simpleParser } from 'mailparser';
import { readKey, readPrivateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMessage } from '../../src/message/read.js';
import { prepareOwnKey } from '../../src/receipt/own-key.js';
import { mailWriter, type Shortfall } from '../../src/receipt/write-mail.js';
import type { ReceiptMail } from '../../src/store/outbox.js';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { type Sequoia, type SequoiaKey, sequoiaInstalled, startSequoia } from '../world/sequoia.js';

const SENDER = { name: 'Müller Sécurité', address: 'support@example.test' };

const MAIL: ReceiptMail = {
  recipient: 'researcher@example.org',
  messageId: '<receipt.0123456789@example.test>',
  inReplyTo: '<one@example.org>',
  references: Array.from({ length: 20 }, (_, index) => `<reference-${index}-${'x'.repeat(40)}@example.org>`),
  subject: '[TS-2026-0001] Ihre Meldung ist eingegangen; die Bestätigung',
  text: 'From here on it is ours.\n\nA line with a blank at its end \nÜ and = and .\n.\nFrom: nobody\n',
  html: `<p>From here</p>\n${'From there '.repeat(60)}\n`,
  encryptTo: null,
};

/** The part between the first two boundaries: the exact bytes that are signed (RFC 3156 §5). */
function signedPart(raw: Buffer): { bytes: Buffer; signature: Buffer; text: string } {
  const text = raw.toString('latin1');
  const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? '';
  const [, payload = '', signature = ''] = text.split(`\r\n--${boundary}`);
  return {
    bytes: Buffer.from(payload.slice(2), 'latin1'),
    signature: Buffer.from(signature.slice(signature.indexOf('-----BEGIN')), 'latin1'),
    text,
  };
}

function encryptedPart(raw: Buffer): Buffer {
  return Buffer.from(
    /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(raw.toString())?.[0] ?? '',
  );
}

const header = (mail: ParsedMail) => mail.headerLines.map(({ line }) => line);

async function writerOf(secretKey: string, options: { signs?: boolean; now?: Date } = {}) {
  const privateKey = await readPrivateKey({ armoredKey: secretKey });
  const key = await prepareOwnKey(
    privateKey,
    SENDER.address,
    options.signs ?? true,
    options.now ?? new Date(),
  );
  const told: Shortfall[] = [];
  const write = mailWriter(SENDER, key, (_id, shortfall) => told.push(shortfall));
  return { write, told, key };
}

describe.skipIf(!gnupgInstalled())('a receipt with GnuPG keys', () => {
  let gnupg: Gnupg;
  let own: GnupgKey;
  let theirs: GnupgKey;

  beforeAll(() => {
    gnupg = startGnupg();
    own = gnupg.generateKey('Example Security <support@example.test>', 'rsa3072');
    theirs = gnupg.generateKey('Researcher <researcher@example.org>', 'future-default');
  });

  afterAll(() => gnupg?.stop());

  it('is signed, and gpg finds the signature good over the exact bytes', async () => {
    const { write, told } = await writerOf(own.secretKey);
    const raw = await write(MAIL);
    const { bytes, signature, text } = signedPart(raw);
    expect(gnupg.verify(bytes, signature)).toBe(own.fingerprint);
    expect(text).toMatch(/^Content-Type: multipart\/signed; micalg=pgp-sha(?:256|512);/m);
    expect(told).toEqual([]);
  });

  it('is signed over bytes that no mail server changes (RFC 3156 §3 and §5)', async () => {
    const { write } = await writerOf(own.secretKey);
    const raw = await write(MAIL);
    const { bytes } = signedPart(raw);
    expect(raw.toString('latin1')).toMatch(/^[\x00-\x7f]*$/);
    expect(bytes.toString()).not.toMatch(/[ \t]\r\n|^From /m);
    expect(bytes.toString().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(
      Math.max(
        ...raw
          .toString()
          .split('\r\n')
          .map(line => line.length),
      ),
    ).toBeLessThanOrEqual(998);
  });

  it('says inside what its header says outside (RFC 9788, hp="clear")', async () => {
    const { write } = await writerOf(own.secretKey);
    const raw = await write(MAIL);
    const outer = await simpleParser(raw);
    const inner = await simpleParser(signedPart(raw).bytes);
    expect(signedPart(raw).bytes.toString()).toMatch(/^Content-Type: multipart\/mixed;[\s\S]*?hp="clear"/);
    const fields = header(outer).filter(line => !/^(?:Content-|MIME-Version|Autocrypt)/i.test(line));
    expect(fields).toHaveLength(10);
    for (const field of fields) expect(header(inner)).toContain(field);
    expect(inner.subject).toBe(MAIL.subject);
    expect(inner.text).toContain('From here on it is ours.');
    expect(inner.text).toContain('Ü and = and .');
  });

  it('is encrypted to its recipient and to us, signed, with its subject inside', async () => {
    const { write, told } = await writerOf(own.secretKey);
    const raw = await write({ ...MAIL, encryptTo: theirs.publicKey });
    const outer = await simpleParser(raw);
    expect(outer.subject).toBe('[...]');
    expect(raw.toString()).not.toContain('TS-2026-0001');
    expect(outer.messageId).toBe(MAIL.messageId);
    expect(outer.inReplyTo).toBe(MAIL.inReplyTo);
    expect(outer.headers.get('auto-submitted')).toBe('auto-replied');

    const opened = gnupg.decrypt(encryptedPart(raw));
    expect(opened.signedBy).toBe(own.fingerprint);
    const inner = await simpleParser(opened.plaintext);
    expect(inner.subject).toBe(MAIL.subject);
    expect(opened.plaintext.toString()).toMatch(/hp="cipher"/);
    expect(header(inner)).toContain('HP-Outer: Subject: [...]');
    expect(header(inner)).toContain(`HP-Outer: Message-ID: ${MAIL.messageId}`);
    expect(inner.html).toContain('From there');

    const [ourKey, theirKey] = await Promise.all(
      [own, theirs].map(({ secretKey }) => readPrivateKey({ armoredKey: secretKey })),
    );
    for (const key of [ourKey, theirKey]) {
      if (!key) throw new Error('no key');
      const { message } = await readMessage(raw, [key], { addresses: [], loop: null });
      expect(message.encryption).toMatchObject({ state: 'decrypted', form: 'pgp-mime' });
      expect(message.protectedHeader?.subject).toBe(MAIL.subject);
      expect(message.bodies.map(({ text }) => text).join()).toContain('From here on it is ours.');
    }
    expect(told).toEqual([]);
  });

  it('brings our key, attached and as Autocrypt', async () => {
    const { write, key } = await writerOf(own.secretKey);
    const raw = await write(MAIL);
    const { attachments } = await simpleParser(signedPart(raw).bytes);
    expect(attachments).toMatchObject([{ contentType: 'application/pgp-keys' }]);
    const attached = await readKey({ armoredKey: String(attachments[0]?.content) });
    expect(attached.getFingerprint().toUpperCase()).toBe(own.fingerprint);
    expect(attached.isPrivate()).toBe(false);
    expect(attachments[0]?.filename).toBe(`OpenPGP_${key.keyId}.asc`);

    const autocrypt = String((await simpleParser(raw)).headers.get('autocrypt'));
    const [, address, keydata] =
      /^addr=(\S+); prefer-encrypt=mutual; keydata=\s*([\s\S]+)$/.exec(autocrypt) ?? [];
    expect(address).toBe(SENDER.address);
    const small = await readKey({ binaryKey: new Uint8Array(Buffer.from(keydata ?? '', 'base64')) });
    expect(small.getFingerprint().toUpperCase()).toBe(own.fingerprint);
    await expect(small.getEncryptionKey()).resolves.toBeTruthy();
  });

  it('to an internationalised address holds it in the outer header alone, and is signed all the same', async () => {
    const { write, told } = await writerOf(own.secretKey);
    const raw = await write({ ...MAIL, recipient: 'müller@xn--bcher-kva.example' });
    const { bytes, signature } = signedPart(raw);
    expect(raw.toString()).toContain('\r\nTo: müller@xn--bcher-kva.example\r\n');
    expect(bytes.toString('latin1')).toMatch(/^[\x00-\x7f]*$/);
    expect(gnupg.verify(bytes, signature)).toBe(own.fingerprint);
    expect(told).toEqual([]);
  });

  it('goes out unsigned where the operator wants that, with the key still along', async () => {
    const { write, told } = await writerOf(own.secretKey, { signs: false });
    const raw = await write(MAIL);
    expect(raw.toString()).not.toContain('multipart/signed');
    expect((await simpleParser(raw)).attachments).toHaveLength(1);
    const opened = gnupg.decrypt(encryptedPart(await write({ ...MAIL, encryptTo: theirs.publicKey })));
    expect(opened.signedBy).toBeNull();
    expect(told).toEqual([]);
  });

  it('goes out signed, and said so, where the recipient has no key to encrypt to', async () => {
    const signingOnly = gnupg.generateKey('Signer <signer@example.org>', 'future-default');
    const certificate = await readKey({ armoredKey: signingOnly.publicKey });
    certificate.subkeys = [];
    const { write, told } = await writerOf(own.secretKey);
    for (const encryptTo of [certificate.armor(), 'no certificate', '-'.repeat(300_000)]) {
      const raw = await write({ ...MAIL, encryptTo });
      const { bytes, signature } = signedPart(raw);
      expect(gnupg.verify(bytes, signature)).toBe(own.fingerprint);
      expect((await simpleParser(raw)).subject).toBe(MAIL.subject);
    }
    expect(told).toEqual(['can not be encrypted', 'can not be encrypted', 'can not be encrypted']);
  });
});

describe.skipIf(!sequoiaInstalled())('a receipt with Sequoia keys', () => {
  let sequoia: Sequoia;
  let own: SequoiaKey;
  let theirs: SequoiaKey;

  beforeAll(() => {
    sequoia = startSequoia();
    own = sequoia.generateKey(['Old <old@example.test>', 'Example Security <support@example.test>']);
    theirs = sequoia.generateKey(['Researcher <researcher@example.org>'], { cipherSuite: 'rsa3k' });
  });

  afterAll(() => sequoia?.stop());

  it('is signed, and sq finds the signature good', async () => {
    const { write } = await writerOf(own.secretKey);
    const { bytes, signature } = signedPart(await write(MAIL));
    expect(sequoia.verify(bytes, signature, own.publicKey)).toBe(true);
  });

  it('is opened by sq, with its signature, by the recipient and by us', async () => {
    const { write } = await writerOf(own.secretKey);
    const message = encryptedPart(await write({ ...MAIL, encryptTo: theirs.publicKey }));
    for (const { secretKey } of [theirs, own]) {
      const opened = sequoia.decrypt(message, secretKey, own.publicKey);
      expect(opened.isSigned).toBe(true);
      expect((await simpleParser(opened.plaintext)).subject).toBe(MAIL.subject);
    }
  });

  it('brings the one user ID that is ours in Autocrypt', async () => {
    const { write } = await writerOf(own.secretKey);
    const raw = await write(MAIL);
    const keydata = /keydata=\s*([\s\S]+?)\r\n(?! )/.exec(raw.toString())?.[1] ?? '';
    const small = await readKey({ binaryKey: new Uint8Array(Buffer.from(keydata, 'base64')) });
    expect(small.getUserIDs()).toEqual(['Example Security <support@example.test>']);
  });

  it('goes out unsigned, and said so, where our key has expired', async () => {
    const expired = sequoia.generateKey(['Old <support@example.test>'], {
      createdAt: '20200101',
      expiresAt: '20210101',
    });
    const { write, told } = await writerOf(expired.secretKey);
    const raw = await write(MAIL);
    expect((await simpleParser(raw)).text).toContain('From here on it is ours.');
    expect(raw.toString()).not.toContain('multipart/signed');
    expect(told).toEqual(['can not be signed']);
  });

  it('goes out encrypted to its recipient all the same where our key has expired', async () => {
    const expired = sequoia.generateKey(['Old <support@example.test>'], {
      createdAt: '20200101',
      expiresAt: '20210101',
    });
    const { write, told } = await writerOf(expired.secretKey);
    const message = encryptedPart(await write({ ...MAIL, encryptTo: theirs.publicKey }));
    const { plaintext } = sequoia.decrypt(message, theirs.secretKey);
    expect((await simpleParser(plaintext)).subject).toBe(MAIL.subject);
    expect(told).toEqual(['can not be signed']);
  });

  it('goes out signed where the recipient’s key has expired', async () => {
    const expired = sequoia.generateKey(['R <researcher@example.org>'], {
      createdAt: '20200101',
      expiresAt: '20210101',
    });
    const { write, told } = await writerOf(own.secretKey);
    const { bytes, signature } = signedPart(await write({ ...MAIL, encryptTo: expired.publicKey }));
    expect(sequoia.verify(bytes, signature, own.publicKey)).toBe(true);
    expect(told).toEqual(['can not be encrypted']);
  });
});

it('a receipt without any key is a plain mail, the same however often it is written', async () => {
  const write = mailWriter(SENDER, null, () => undefined);
  const [first, second] = await Promise.all(
    [write(MAIL), write(MAIL)].map(async raw => simpleParser(await raw)),
  );
  expect(first?.subject).toBe(MAIL.subject);
  expect(first?.messageId).toBe(MAIL.messageId);
  expect(second?.text).toBe(first?.text);
  expect(first?.attachments).toEqual([]);
  expect(first?.text).toContain('Ü and = and .');
});
