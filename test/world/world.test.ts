import { decrypt, readMessage, readPrivateKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { dovecotInstalled, startDovecot } from './dovecot.js';
import { gnupgInstalled, startGnupg } from './gnupg.js';

const MAIL = Buffer.from('From: a@example.org\r\nSubject: one\r\n\r\nbody\r\n');

describe.skipIf(!dovecotInstalled())('the Dovecot of the tests', () => {
  it('keeps what is delivered, and a look changes nothing', async () => {
    const dovecot = await startDovecot();
    try {
      await dovecot.deliver(MAIL, MAIL);
      const before = await dovecot.snapshot();
      expect(before).toHaveLength(2);
      expect(before.map(entry => entry.flags)).toEqual([[], []]);
      await dovecot.restart();
      expect(await dovecot.snapshot()).toEqual(before);
    } finally {
      await dovecot.stop();
    }
  });
});

describe.skipIf(!gnupgInstalled())('the GnuPG of the tests', () => {
  it('encrypts what openpgp.js opens', async () => {
    const gnupg = startGnupg();
    try {
      const key = gnupg.generateKey('own@example.test', 'future-default');
      const message = await readMessage({
        armoredMessage: gnupg.encrypt(Buffer.from('secret'), { to: [key.fingerprint] }).toString(),
      });
      const decryptionKeys = await readPrivateKey({ armoredKey: key.secretKey });
      expect((await decrypt({ message, decryptionKeys })).data).toBe('secret');
    } finally {
      gnupg.stop();
    }
  });
});
