import { createHash } from 'node:crypto';
import dns, { lookup } from 'node:dns';
import net from 'node:net';
import { simpleParser } from 'mailparser';
import {
  createMessage,
  decrypt,
  encrypt,
  generateKey,
  readKey,
  readMessage,
  readPrivateKey,
  sign,
} from 'openpgp';
import { describe, expect, it } from 'vitest';
import { type DovecotAccount, dovecotInstalled, startDovecot } from './dovecot.js';
import { gnupgInstalled, startGnupg } from './gnupg.js';
import { attachmentMail, inlineMail, pgpMimeMail, plainMail, protectedEntity } from './mails.js';

const MAIL = plainMail({ subject: 'one' }, 'body\n');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!dovecotInstalled())('the Dovecot of the tests', () => {
  it('keeps what is delivered, and a look changes nothing', async () => {
    const dovecot = await startDovecot();
    try {
      expect(await dovecot.deliver(MAIL, MAIL)).toEqual([1, 2]);
      const before = await dovecot.snapshot();
      expect(before).toEqual([1, 2].map(uid => ({ uid, flags: [], sha256: sha256(MAIL) })));
      await dovecot.restart();
      expect(await dovecot.snapshot()).toEqual(before);
      expect(await dovecot.deliverTo('Reports', [MAIL])).toEqual([1]);
      expect(await dovecot.snapshot('Reports')).toHaveLength(1);
    } finally {
      await dovecot.stop();
    }
  });

  it('gives each of its accounts a mailbox of its own', async () => {
    const users: [DovecotAccount, DovecotAccount] = [
      { name: 'a@example.test', password: 'first' },
      { name: 'b@example.test', password: 'second' },
    ];
    const dovecot = await startDovecot(users);
    try {
      await dovecot.deliver(MAIL);
      expect(await dovecot.snapshot()).toHaveLength(1);
      expect(await dovecot.snapshot('INBOX', users[1])).toEqual([]);
    } finally {
      await dovecot.stop();
    }
  });
});

describe.skipIf(!gnupgInstalled())('the GnuPG of the tests', () => {
  it.each(['future-default', 'rsa3072'])('encrypts with %s what openpgp.js opens', async algorithm => {
    const gnupg = startGnupg();
    try {
      const key = gnupg.generateKey('own@example.test', algorithm);
      const options = { to: [key.fingerprint], signAs: key.fingerprint, armor: false };
      const message = await readMessage({ binaryMessage: gnupg.encrypt(Buffer.from('secret'), options) });
      const opened = await decrypt({
        message,
        decryptionKeys: await readPrivateKey({ armoredKey: key.secretKey }),
        verificationKeys: await readKey({ armoredKey: key.publicKey }),
        expectSigned: true,
      });
      expect(opened.data).toBe('secret');
    } finally {
      gnupg.stop();
    }
  });

  it('opens what openpgp.js encrypts, and names the signer', async () => {
    const gnupg = startGnupg();
    try {
      const own = gnupg.generateKey('own@example.test', 'future-default', 'passphrase');
      const other = await generateKey({
        // What openpgp.js calls curve25519 is RFC 9580's, which GnuPG 2.2 does not know.
        type: 'ecc',
        curve: 'curve25519Legacy',
        userIDs: [{ name: 'Other' }],
        format: 'object',
      });
      const message = await encrypt({
        message: await createMessage({ text: 'secret' }),
        encryptionKeys: await readKey({ armoredKey: own.publicKey }),
        signingKeys: other.privateKey,
      });
      const plaintext = Buffer.from('secret');
      const signer = other.publicKey.getFingerprint().toUpperCase();
      expect(gnupg.decrypt(Buffer.from(message), 'passphrase')).toEqual({ plaintext, signedBy: null });
      gnupg.importKey(other.publicKey.armor());
      expect(gnupg.decrypt(Buffer.from(message), 'passphrase').signedBy).toBe(signer);
      const foreign = startGnupg();
      expect(() => foreign.decrypt(Buffer.from(message))).toThrow('gpg');
      foreign.stop();
      const detached = await sign({
        message: await createMessage({ text: 'secret' }),
        signingKeys: other.privateKey,
        detached: true,
      });
      expect(gnupg.verify(plaintext, Buffer.from(detached))).toBe(signer);
      expect(gnupg.verify(Buffer.from('another'), Buffer.from(detached))).toBeNull();
    } finally {
      gnupg.stop();
    }
  });

  it('encrypts to a key and a password at once, and hides the key', async () => {
    const gnupg = startGnupg();
    try {
      const { fingerprint } = gnupg.generateKey('own@example.test', 'future-default');
      const sealed = gnupg.encrypt(Buffer.from('secret'), {
        to: [fingerprint],
        password: 'open sesame',
        hideRecipients: true,
      });
      const message = await readMessage({ armoredMessage: sealed.toString() });
      expect(message.getEncryptionKeyIDs().map(id => id.toHex())).toEqual(['0'.repeat(16)]);
      expect((await decrypt({ message, passwords: 'open sesame' })).data).toBe('secret');
    } finally {
      gnupg.stop();
    }
  });
});

describe('the mails of the tests', () => {
  it('carry decoded header values as RFC 2047 words', async () => {
    const fields = {
      from: 'Jürgen, Ö. <j@example.org>',
      subject: `Sicherheitslücke ${'Übung '.repeat(12)}!`,
    };
    const raw = plainMail(fields, 'Grüße\n');
    const parsed = await simpleParser(raw);
    expect(raw.subarray(0, raw.indexOf('\r\n\r\n')).every(byte => byte < 0x80)).toBe(true);
    expect(parsed.subject).toBe(fields.subject);
    expect(parsed.from?.value).toEqual([{ name: 'Jürgen, Ö.', address: 'j@example.org' }]);
    expect(parsed.date).toEqual(new Date('2026-11-24T09:00:00Z'));
  });

  it('let odd bytes through', () => {
    const odd = Buffer.from([0x58, 0x3a, 0xff, 0x00]);
    expect(plainMail({ headers: [odd] }, 'x').includes(odd)).toBe(true);
  });

  it.each([
    ['PGP/MIME', pgpMimeMail({}, Buffer.from('armor')), 'application/octet-stream', 'armor'],
    [
      'attachment',
      attachmentMail({}, 'text', 'r.gpg', Buffer.from('binary')),
      'application/octet-stream',
      'binary',
    ],
  ])('have the shape of %s', async (_name, raw, type, content) => {
    const part = (await simpleParser(raw)).attachments.at(-1);
    expect(part?.contentType).toBe(type);
    expect(part?.content.toString().trim()).toBe(content);
  });

  it('hold armor inline and a protected entity with files', async () => {
    const inline = await simpleParser(
      inlineMail({}, Buffer.from('armor\n'), { before: 'a\n', after: 'z\n' }),
    );
    expect(inline.text).toBe('a\narmor\nz\n');
    const attachments = [{ filename: 'poc.txt', bytes: Buffer.from('poc') }];
    const entity = await simpleParser(protectedEntity('real', 'text', { scheme: 'hp', attachments }));
    expect([entity.subject, entity.text?.trim(), entity.attachments[0]?.content.toString()]).toEqual([
      'real',
      'text',
      'poc',
    ]);
  });
});

describe('the network of the tests', () => {
  it.each<[string, () => unknown]>([
    ['an address', () => net.connect(25, '192.0.2.1')],
    ['options', () => net.connect({ host: 'mail.example.org', port: 25 })],
    ['a look-up', () => dns.lookup('example.org', () => undefined)],
    ['a look-up imported by name', () => lookup('example.org', () => undefined)],
    ['a promised look-up', () => dns.promises.lookup('example.org')],
    ['a resolver', () => new dns.Resolver().resolve4('example.org', () => undefined)],
  ])('is out of reach by %s', (_name, reach) => {
    expect(reach).toThrow('a test tried to');
  });
});
