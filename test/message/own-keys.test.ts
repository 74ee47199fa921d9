/** Every kind of key we may have, made by every program at hand: what was encrypted to it opens, or says why not. */
import { readFileSync } from 'node:fs';
import {
  type AnyPacket,
  config,
  createMessage,
  encrypt,
  enums,
  generateKey,
  generateSessionKey,
  PacketList,
  type PrivateKey,
  type PublicKey,
  PublicKeyEncryptedSessionKeyPacket,
  readPrivateKey,
  reformatKey,
  revokeKey,
  type SecretKeyPacket,
  type SignaturePacket,
  type Subkey,
} from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encryption } from '../../src/message/message.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { unlockPrivateKeys } from '../../src/message/private-keys.js';
import { readMessage } from '../../src/message/read.js';
import { type Gnupg, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import { type Sequoia, sequoiaInstalled, startSequoia } from '../world/sequoia.js';
import { armored, entity, newKey, pgpMimeMail } from './mails.js';

const OWN = { addresses: ['security@acme.example'], loop: 'security@acme.example' };
const USER_ID = 'Acme <security@acme.example>';
const TEXT = Buffer.from(entity('The login leaks.'));

beforeAll(applyOpenPgpSettings);

async function encryptionOf(armored: string, ...keys: PrivateKey[]): Promise<Encryption> {
  const { message } = await readMessage(pgpMimeMail(['Subject: ...'], armored), keys, OWN);
  if (message.encryption.state === 'decrypted') {
    expect(message.bodies.map(({ text }) => text.trim())).toEqual(['The login leaks.']);
  }
  return message.encryption;
}

const OPENED = { state: 'decrypted', keyState: 'current' };

/** By gpg's name for the algorithm, with what comes of it. */
const GNUPG_ALGORITHMS: readonly (readonly [string, object])[] = [
  ['rsa2048', OPENED],
  ['rsa3072', OPENED],
  ['rsa4096', OPENED],
  ['nistp256', OPENED],
  ['nistp384', OPENED],
  ['nistp521', OPENED],
  ['brainpoolP256r1', OPENED],
  ['brainpoolP384r1', OPENED],
  ['brainpoolP512r1', OPENED],
  ['future-default', OPENED],
];

describe.skipIf(!gnupgInstalled())('a message by gpg to a key by gpg', () => {
  let gpg: Gnupg;
  beforeAll(() => {
    gpg = startGnupg();
  });
  afterAll(() => gpg.stop());

  it.each(GNUPG_ALGORITHMS)('%s', async (algorithm, expected) => {
    const { fingerprint, secretKey } = gpg.generateKey(USER_ID, algorithm);
    const [key] = await unlockPrivateKeys([
      { file: 'ours.asc', bytes: Buffer.from(secretKey), passphrase: null },
    ]);
    if (!key) throw new Error('no key');
    for (const hideRecipients of [false, true]) {
      const armored = gpg.encrypt(TEXT, { to: [fingerprint], hideRecipients });
      expect(await encryptionOf(String(armored), key)).toMatchObject(expected);
    }
  });

  it('that a password opens as well', async () => {
    const { fingerprint, secretKey } = gpg.generateKey(USER_ID, 'future-default');
    const armored = gpg.encrypt(TEXT, { to: [fingerprint], password: 'geheim' });
    const key = await readPrivateKey({ armoredKey: secretKey });
    expect(await encryptionOf(String(armored), key)).toMatchObject(OPENED);
  });

  it('of 8192 bits', async () => {
    const secretKey = readFileSync(new URL('./fixtures/rsa8192.asc', import.meta.url), 'utf8');
    gpg.importKey(secretKey);
    const key = await readPrivateKey({ armoredKey: secretKey });
    const armored = gpg.encrypt(TEXT, { to: [key.getFingerprint()] });
    expect(await encryptionOf(String(armored), key)).toMatchObject(OPENED);
  });
});

describe.skipIf(!sequoiaInstalled())('a message by sq to a key by sq', () => {
  let sq: Sequoia;
  beforeAll(() => {
    sq = startSequoia();
  });
  afterAll(() => sq.stop());

  it.each(['cv25519', 'rsa3k', 'rsa4k'] as const)('%s', async cipherSuite => {
    const { publicKey, secretKey } = sq.generateKey([USER_ID], { cipherSuite });
    const key = await readPrivateKey({ armoredKey: secretKey });
    expect(await encryptionOf(String(sq.encrypt(TEXT, { to: [publicKey] })), key)).toMatchObject(OPENED);
  });
});

describe('a message by openpgp.js to a key of', () => {
  const userIDs = [{ name: 'Acme', email: 'security@acme.example' }];
  it.each<readonly [string, object, object]>([
    ['X25519 and Ed25519, RFC 9580 version 4', { type: 'curve25519' }, {}],
    ['X25519 and Ed25519, RFC 9580 version 6', { type: 'curve25519', config: { v6Keys: true } }, {}],
    ['X448 and Ed448', { type: 'curve448' }, {}],
    ['X448 and Ed448, version 6', { type: 'curve448', config: { v6Keys: true } }, {}],
    [
      'version 6, with SEIPD version 2 (OCB)',
      { type: 'curve25519', config: { v6Keys: true, aeadProtect: true } },
      { aeadProtect: true, preferredAEADAlgorithm: enums.aead.ocb },
    ],
    [
      'version 6, with SEIPD version 2 (GCM)',
      { type: 'curve25519', config: { v6Keys: true, aeadProtect: true } },
      { aeadProtect: true, preferredAEADAlgorithm: enums.aead.gcm },
    ],
    [
      'version 6, with SEIPD version 2 (EAX)',
      { type: 'curve25519', config: { v6Keys: true, aeadProtect: true } },
      { aeadProtect: true, preferredAEADAlgorithm: enums.aead.eax },
    ],
    [
      'version 4, with SEIPD version 2',
      { type: 'ecc', config: { aeadProtect: true } },
      { aeadProtect: true },
    ],
  ])('%s', async (_name, keyOptions, config) => {
    const { privateKey } = await generateKey({ userIDs, format: 'object', ...keyOptions });
    for (const wildcard of [false, true]) {
      const message = await createMessage({ text: String(TEXT) });
      const armored = await encrypt({ message, encryptionKeys: privateKey.toPublic(), wildcard, config });
      expect(await encryptionOf(armored, privateKey)).toMatchObject(OPENED);
    }
  });
});

describe('a key of ours that has ended still opens, and the report says so:', () => {
  const DAY = 86_400_000;
  let other: PrivateKey;
  beforeAll(async () => {
    other = await newKey('other');
  });

  const sealedFor = async (key: PublicKey, date?: Date): Promise<string> =>
    encrypt({
      message: await createMessage({ text: String(TEXT) }),
      encryptionKeys: key,
      ...(date ? { date } : {}),
    });
  const made = async (more: object = {}) => {
    const date = new Date(Date.now() - DAY);
    const userIDs = [{ name: 'Acme', email: 'security@acme.example' }];
    return (await generateKey({ type: 'ecc', userIDs, date, format: 'object', ...more })).privateKey;
  };

  it('rotated', async () => {
    const key = await made();
    expect(await encryptionOf(await sealedFor(key.toPublic()), other, key)).toMatchObject({
      keyState: 'rotated',
    });
  });

  it('expired', async () => {
    const key = await made({ keyExpirationTime: 3600 });
    const armored = await sealedFor(key.toPublic(), new Date(Date.now() - DAY + 60_000));
    expect(await encryptionOf(armored, key)).toMatchObject({ state: 'decrypted', keyState: 'expired' });
  });

  it('with an expired subkey alone', async () => {
    const key = await made({ subkeys: [{ keyExpirationTime: 3600 }] });
    const armored = await sealedFor(key.toPublic(), new Date(Date.now() - DAY + 60_000));
    expect(await encryptionOf(armored, key)).toMatchObject({ state: 'decrypted', keyState: 'expired' });
  });

  it.each(['keyCompromised', 'keyRetired', 'noReason'] as const)('revoked: %s', async reason => {
    const key = await made();
    const armored = await sealedFor(key.toPublic());
    const flag = enums.reasonForRevocation[reason];
    const { privateKey } = await revokeKey({ key, reasonForRevocation: { flag }, format: 'object' });
    expect(await encryptionOf(armored, privateKey)).toMatchObject({
      state: 'decrypted',
      keyState: 'revoked',
    });
  });

  it('with a revoked user ID', async () => {
    const key = await made();
    const armored = await sealedFor(key.toPublic());
    const user = key.users[0];
    if (!user) throw new Error('no user ID');
    key.users[0] = await user.revoke(key.keyPacket as Parameters<typeof user.revoke>[0]);
    const ended = await readPrivateKey({ binaryKey: key.write() });
    expect(await encryptionOf(armored, ended)).toMatchObject({ state: 'decrypted', keyState: 'revoked' });
  });

  it('after its user ID was changed', async () => {
    const key = await made();
    const armored = await sealedFor(key.toPublic());
    const userIDs = [{ name: 'Acme', email: 'psirt@acme.example' }];
    const { privateKey } = await reformatKey({ privateKey: key, userIDs, format: 'object' });
    expect(await encryptionOf(armored, privateKey)).toMatchObject(OPENED);
  });
});

describe('a key of ours that is used as it was not made to be:', () => {
  const UNFIT = { state: 'undecryptable', reason: 'key-not-for-encryption' };
  const CERTIFY = enums.keyFlags.certifyKeys;
  const SIGN = enums.keyFlags.signData;
  const ENCRYPT = enums.keyFlags.encryptCommunication | enums.keyFlags.encryptStorage;
  /** Without the salt that openpgp.js puts in, which it would not put in twice. */
  const PLAIN = { ...config, nonDeterministicSignaturesViaNotation: false };
  let template: Uint8Array;
  let stranger: PrivateKey;
  beforeAll(async () => {
    const userIDs = [{ name: 'Acme', email: 'security@acme.example' }];
    const made = await generateKey({ type: 'rsa', rsaBits: 2048, userIDs, format: 'object', config: PLAIN });
    template = made.privateKey.write();
    stranger = await newKey('stranger');
  });

  /** The key with other flags, signed anew; null for none at all. */
  async function flagged(primary: number | null, sub: number | null): Promise<PrivateKey> {
    const key = await readPrivateKey({ binaryKey: template });
    const secret = key.keyPacket as SecretKeyPacket;
    const [user, subkey] = [key.users[0], key.subkeys[0]];
    const [certification, binding] = [user?.selfCertifications[0], subkey?.bindingSignatures[0]];
    if (!user || !subkey || !certification || !binding) throw new Error('no such key');
    const flags = (value: number | null) => (value === null ? null : new Uint8Array([value]));
    certification.keyFlags = flags(primary);
    await resign(certification, secret, { userID: user.userID, key: secret });
    binding.keyFlags = flags(sub);
    await resign(binding, secret, { key: secret, bind: subkey.keyPacket });
    return readPrivateKey({ binaryKey: key.write() });
  }

  const resign = (signature: SignaturePacket, by: SecretKeyPacket, over: object) =>
    (Reflect.get(signature, 'sign') as (...words: unknown[]) => Promise<void>).call(
      signature,
      by,
      over,
      new Date(),
      false,
      PLAIN,
    );

  /** Encrypted to the very key packet, whatever its flags say. */
  async function sealedTo(keyPacket: PrivateKey['keyPacket'] | Subkey['keyPacket']): Promise<string> {
    const encryptionKeys = stranger.toPublic();
    const session = await generateSessionKey({ encryptionKeys });
    const message = await createMessage({ text: String(TEXT) });
    const sealed = await encrypt({ message, encryptionKeys, sessionKey: session, format: 'object' });
    const recipient = new PublicKeyEncryptedSessionKeyPacket();
    Object.assign(recipient, {
      version: 3,
      publicKeyID: keyPacket.getKeyID(),
      publicKeyAlgorithm: keyPacket.algorithm,
      sessionKey: session.data,
      sessionKeyAlgorithm: enums.symmetric.aes256,
    });
    await Reflect.get(recipient, 'encrypt').call(recipient, keyPacket);
    const list = new PacketList<AnyPacket>();
    list.push(recipient, ...sealed.packets.slice(1));
    return armored(list.write());
  }

  it.each<readonly [string, number | null, number | null, 'primary' | 'subkey', object]>([
    ['a primary key that encrypts as well', CERTIFY | SIGN | ENCRYPT, ENCRYPT, 'primary', OPENED],
    ['a primary key without flags, as before RFC 4880', null, null, 'primary', OPENED],
    ['a subkey without flags', CERTIFY | SIGN, null, 'subkey', OPENED],
    ['a primary key that signs and certifies', CERTIFY | SIGN, ENCRYPT, 'primary', UNFIT],
    ['a subkey that signs', CERTIFY, SIGN, 'subkey', UNFIT],
  ])('%s', async (_name, primary, sub, at, expected) => {
    const key = await flagged(primary, sub);
    const target = at === 'primary' ? key.keyPacket : key.subkeys[0]?.keyPacket;
    if (!target) throw new Error('no subkey');
    expect(await encryptionOf(await sealedTo(target), key)).toMatchObject(expected);
  });

  it('a subkey that another key bound', async () => {
    const [key, other] = await Promise.all([flagged(CERTIFY, ENCRYPT), newKey('other')]);
    const armoredMessage = await sealedTo((key.subkeys[0] as Subkey).keyPacket);
    (key.subkeys[0] as Subkey).bindingSignatures = other.subkeys[0]?.bindingSignatures ?? [];
    const astray = await readPrivateKey({ binaryKey: key.write() });
    expect(await encryptionOf(armoredMessage, astray)).toMatchObject(UNFIT);
  });

  it('a subkey alone, its primary kept elsewhere', async () => {
    const key = await flagged(CERTIFY, ENCRYPT);
    (key.keyPacket as SecretKeyPacket).makeDummy();
    const server = await readPrivateKey({ binaryKey: key.write() });
    expect(await encryptionOf(await sealedTo((key.subkeys[0] as Subkey).keyPacket), server)).toMatchObject(
      OPENED,
    );
  });

  it('a key that only signs is refused at start', async () => {
    const key = await flagged(CERTIFY | SIGN, SIGN);
    const unlocking = unlockPrivateKeys([{ file: 'ours.asc', bytes: key.write(), passphrase: null }]);
    await expect(unlocking).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('ours.asc'),
    });
  });
});
