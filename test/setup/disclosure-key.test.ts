/** The disclosure key: what is made here works elsewhere, what was made elsewhere works here, and what is wrong is said. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { add } from 'date-fns/add';
import {
  createMessage,
  decrypt,
  decryptKey,
  encrypt,
  generateKey,
  readKey,
  readMessage,
  readPrivateKey,
  revokeKey,
} from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unlockPrivateKeys } from '../../src/message/private-keys.js';
import { type DisclosureKey, importKey, makeKey } from '../../src/setup/disclosure-key.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';

const NOW = new Date();
const ADDRESS = 'support@example.test';
const made = (version: 4 | 6) =>
  makeKey({
    name: 'Example Security',
    address: ADDRESS,
    passphrase: 'a long passphrase',
    version,
    created: NOW,
    expires: add(NOW, { years: 2 }),
  });
const importing = (bytes: Uint8Array | string, passphrase: string | null = null, address = ADDRESS) =>
  importKey({ file: 'key.asc', bytes: Buffer.from(bytes as string), passphrase, address }, new Date());

describe('a key made here', () => {
  it.each([4, 6] as const)('of version %d opens what is encrypted to it, and is locked', async version => {
    const key = await made(version);
    const publicKey = await readKey({ armoredKey: key.publicKey });
    expect(publicKey.keyPacket.version).toBe(version);
    expect(publicKey.isPrivate()).toBe(false);
    expect((await readPrivateKey({ armoredKey: key.privateKey })).isDecrypted()).toBe(false);
    const [unlocked] = await unlockPrivateKeys([
      { file: 'key.asc', bytes: Buffer.from(key.privateKey), passphrase: 'a long passphrase' },
    ]);
    if (!unlocked) throw new Error('no key');
    const message = await encrypt({
      message: await createMessage({ text: 'the words' }),
      encryptionKeys: publicKey,
    });
    const { data } = await decrypt({
      message: await readMessage({ armoredMessage: message }),
      decryptionKeys: unlocked,
    });
    expect(data).toBe('the words');
  });

  it('ends when it was said to, as do its parts', async () => {
    const key = await made(4);
    expect(key.expires?.getTime()).toBeCloseTo(add(NOW, { years: 2 }).getTime(), -4);
    const publicKey = await readKey({ armoredKey: key.publicKey });
    await expect(publicKey.getEncryptionKey(undefined, add(NOW, { years: 2, days: 1 }))).rejects.toThrow();
    await expect(publicKey.getEncryptionKey(undefined, add(NOW, { years: 1 }))).resolves.toBeDefined();
  });

  it('is looked at without a complaint when it is imported again', async () => {
    const key = await made(4);
    expect(await importing(key.privateKey, 'a long passphrase')).toMatchObject({
      fingerprint: key.fingerprint,
      canSign: true,
      warnings: [],
      revocation: null,
    });
  });
});

describe.skipIf(!gnupgInstalled())('with GnuPG', () => {
  let gpg: Gnupg;
  let key: DisclosureKey;
  beforeAll(async () => {
    gpg = startGnupg();
    key = await made(4);
  });
  afterAll(() => gpg?.stop());

  it('a key made here is encrypted to, and what GnuPG writes opens', async () => {
    gpg.importKey(key.publicKey);
    const message = gpg.encrypt(Buffer.from('the words'), { to: [key.fingerprint] });
    const privateKey = await decryptKey({
      privateKey: await readPrivateKey({ armoredKey: key.privateKey }),
      passphrase: 'a long passphrase',
    });
    const { data } = await decrypt({
      message: await readMessage({ armoredMessage: message.toString() }),
      decryptionKeys: privateKey,
    });
    expect(data).toBe('the words');
  });

  it('a private key made here is taken, opens with its passphrase, and its revocation counts', async () => {
    const other = startGnupg();
    try {
      other.importKey(key.privateKey, 'a long passphrase');
      const message = gpg.encrypt(Buffer.from('the words'), { to: [key.fingerprint] });
      expect(other.decrypt(message, 'a long passphrase').plaintext.toString()).toBe('the words');
      other.importKey(key.revocation ?? '');
      expect(() => other.encrypt(Buffer.from('x'), { to: [key.fingerprint] })).toThrow();
    } finally {
      other.stop();
    }
  });

  it('a key made here is renewed as docs/operator.md says, and stays the same key', async () => {
    const home = mkdtempSync(join(tmpdir(), 'gpg-'));
    const run = (...words: string[]) =>
      execFileSync(
        'gpg',
        [
          '--homedir',
          home,
          '--batch',
          '--pinentry-mode',
          'loopback',
          '--passphrase',
          'a long passphrase',
          ...words,
        ],
        { input: key.privateKey, stdio: 'pipe' },
      );
    try {
      run('--import');
      run('--quick-set-expire', key.fingerprint, '5y');
      run('--quick-set-expire', key.fingerprint, '5y', '*');
      const renewed = await importing(
        run('--export-secret-keys', '--armor', key.fingerprint),
        'a long passphrase',
      );
      expect(renewed).toMatchObject({ fingerprint: key.fingerprint, warnings: [] });
      const publicKey = await readKey({ armoredKey: renewed.publicKey });
      await expect(publicKey.getEncryptionKey(undefined, add(NOW, { years: 4 }))).resolves.toBeDefined();
    } finally {
      execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
      rmSync(home, { recursive: true, force: true });
    }
  });

  it.each(['future-default', 'rsa3072'])(
    'a %s key that GnuPG made is taken, armored as exported',
    async algorithm => {
      const theirs = gpg.generateKey(`Example <${ADDRESS}>`, algorithm, 'their passphrase');
      expect(await importing(theirs.secretKey, 'their passphrase')).toMatchObject({
        fingerprint: theirs.fingerprint,
        privateKey: theirs.secretKey,
        expires: null,
        canSign: true,
        warnings: [],
      });
    },
  );
});

describe('a key made elsewhere', () => {
  const elsewhere = (options: Partial<Parameters<typeof generateKey>[0]> = {}) =>
    generateKey({
      type: 'ecc',
      curve: 'curve25519Legacy',
      userIDs: [{ name: 'Example', email: ADDRESS }],
      format: 'object',
      ...options,
    } as Parameters<typeof generateKey>[0] & { format: 'object' });

  it('is written armored where it came in binary', async () => {
    const { privateKey } = await elsewhere();
    const { privateKey: written } = await importing(privateKey.write());
    expect((await readPrivateKey({ armoredKey: written })).getFingerprint()).toBe(
      privateKey.getFingerprint(),
    );
  });

  it('publishes no private part', async () => {
    const { privateKey } = await elsewhere();
    const { publicKey } = await importing(privateKey.armor());
    expect((await readKey({ armoredKey: publicKey })).isPrivate()).toBe(false);
  });

  it('is refused where it is a public one', async () => {
    const { publicKey } = await elsewhere();
    await expect(importing(publicKey.armor())).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('holds no OpenPGP private key'),
    });
  });

  it('is refused where it stays locked, with what to say', async () => {
    const { privateKey } = await elsewhere({ passphrase: 'theirs' });
    await expect(importing(privateKey.armor())).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('--passphrase-file'),
    });
    await expect(importing(privateKey.armor(), 'wrong')).rejects.toMatchObject({ code: 'config' });
  });

  it('is refused where it can only sign', async () => {
    const { privateKey } = await elsewhere({ subkeys: [] });
    await expect(importing(privateKey.armor())).rejects.toMatchObject({ code: 'config' });
  });

  it.each([
    [
      'names another address',
      { userIDs: [{ email: 'other@example.test' }] },
      /does not name support@example\.test/,
    ],
    [
      'expired',
      { date: add(NOW, { years: -2 }), keyExpirationTime: 86_400 },
      /Nobody can encrypt to the key now: it expired on \d{4}-\d{2}-\d{2}/,
    ],
    ['is about to expire', { keyExpirationTime: 86_400 * 30 }, /expires on \d{4}-\d{2}-\d{2}/],
    ['has no passphrase', {}, /no passphrase/],
  ])('is warned of where it %s', async (_, options, words) => {
    const { privateKey } = await elsewhere(options);
    const { warnings } = await importing(privateKey.armor());
    expect(warnings).toContainEqual(expect.stringMatching(words));
  });

  it('is warned of where it was revoked', async () => {
    const { privateKey, revocationCertificate } = await elsewhere();
    const { privateKey: revoked } = await revokeKey({
      key: privateKey,
      revocationCertificate,
      format: 'object',
    });
    expect((await importing(revoked.armor())).warnings[0]).toContain('is revoked');
  });
});
