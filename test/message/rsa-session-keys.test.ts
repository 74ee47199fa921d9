/** Session keys under RSA: the true one is found, and nothing tells whether one was found. */
import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  config,
  createMessage,
  decryptSessionKeys,
  encrypt,
  encryptSessionKey,
  enums,
  generateKey,
  type Message,
  type PrivateKey,
  readMessage,
  readPrivateKey,
  type SessionKey,
} from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { decryptionConfig, forDecryption } from '../../src/message/private-keys.js';
import { rsaSessionKeys } from '../../src/message/rsa-session-keys.js';
import { gnupgInstalled, startGnupg } from '../world/gnupg.js';

let key: PrivateKey;

beforeAll(async () => {
  const user = { name: 'Support', email: 'support@example.test' };
  const made = await generateKey({ userIDs: [user], type: 'rsa', rsaBits: 2048, format: 'object' });
  key = made.privateKey;
});

const keysOf = (message: Message<Uint8Array>, ours = key) =>
  rsaSessionKeys(message, forDecryption(ours), decryptionConfig());

/** A message without data of its own to an encrypted session key, whatever that holds. */
async function toSessionKey({ data, algorithm }: SessionKey, wildcard = false): Promise<Message<Uint8Array>> {
  const format = 'binary';
  const head = await encryptSessionKey({ data, algorithm, encryptionKeys: key.toPublic(), wildcard, format });
  const message = await readMessage({
    binaryMessage: Buffer.concat([head as Uint8Array, dataPacket()]) as Uint8Array,
  });
  return message as Message<Uint8Array>;
}

/** RFC 9580 §5.13: version 1, and bytes. */
function dataPacket(): Uint8Array {
  return Buffer.concat([Buffer.of(0xc0 | 18, 41, 1), randomBytes(40)]);
}

/** Puts what is encrypted by hand in the place of the session key, as RFC 8017 §7.2.1 encodes it or otherwise. */
async function toEncoded(encoded: Uint8Array): Promise<Message<Uint8Array>> {
  const message = await toSessionKey({ data: randomBytes(32), algorithm: 'aes256' });
  const [packet] = message.packets.filterByTag(enums.packet.publicKeyEncryptedSessionKey) as unknown as {
    encrypted: { c: Uint8Array };
  }[];
  if (packet)
    packet.encrypted.c = publicEncrypt({ key: publicKey(), padding: constants.RSA_NO_PADDING }, encoded);
  return message;
}

function publicKey() {
  const [subkey] = key.subkeys;
  const { n, e } = (subkey ?? key).keyPacket.publicParams as { n: Uint8Array; e: Uint8Array };
  const field = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  return createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: field(n), e: field(e) } });
}

const CIPHERS = [
  ['aes128', 7, 16],
  ['aes192', 8, 24],
  ['aes256', 9, 32],
] as const;

interface Encoding {
  readonly key: Uint8Array;
  readonly cipher: number;
  readonly filling?: Uint8Array;
  readonly sumOff?: number;
  readonly begin?: readonly [number, number];
  readonly separator?: number;
}

function encoded({ key: secret, cipher, filling, sumOff = 0, begin = [0, 2], separator = 0 }: Encoding) {
  const sum = (secret.reduce((total, byte) => total + byte, 0) + sumOff) & 0xffff;
  const rest = 256 - 3 - 1 - secret.length - 2;
  const fill = filling ?? randomBytes(rest).map(byte => byte || 1);
  const tail = [cipher, ...secret, sum >> 8, sum & 0xff];
  return Buffer.from([...begin, ...fill, separator, ...tail]);
}

const holds = (found: SessionKey[] | null, secret: Uint8Array) =>
  (found ?? []).some(({ data }) => Buffer.from(data).equals(secret));

describe('the session key that openpgp.js encrypted', () => {
  it.each(CIPHERS)('is among what is found, for %s', async (algorithm, _, bytes) => {
    const data = randomBytes(bytes);
    const found = await keysOf(await toSessionKey({ data, algorithm }));
    expect(found?.find(one => one.algorithm === algorithm)?.data).toEqual(new Uint8Array(data));
    expect(found?.map(one => [one.algorithm, one.data.length])).toEqual(
      CIPHERS.map(([name, , size]) => [name, size]),
    );
  });

  it('is found where the recipient is hidden', async () => {
    const data = randomBytes(32);
    expect(holds(await keysOf(await toSessionKey({ data, algorithm: 'aes256' }, true)), data)).toBe(true);
  });
});

describe('what stands in the place of a session key', () => {
  const secret = randomBytes(32);
  const good: Encoding = { key: secret, cipher: 9 };

  it('is taken where it is as it should be', async () => {
    expect(holds(await keysOf(await toEncoded(encoded(good))), secret)).toBe(true);
  });

  it.each<[string, Partial<Encoding>]>([
    ['begins with another byte', { begin: [1, 2] }],
    ['is of another block type', { begin: [0, 1] }],
    ['has a zero in its filling', { filling: Buffer.alloc(218, 7).fill(0, 100, 101) }],
    ['has a zero at the beginning of its filling', { filling: Buffer.alloc(218, 7).fill(0, 0, 1) }],
    ['has a zero at the end of its filling', { filling: Buffer.alloc(218, 7).fill(0, 217) }],
    ['has no separator', { separator: 1 }],
    ['is for a cipher of another size', { cipher: 7 }],
    ['is for a cipher that is not AES', { cipher: 10 }],
    ['has a sum that is off by one', { sumOff: 1 }],
    ['has a sum that is off in its upper byte', { sumOff: 256 }],
  ])('gives keys of chance and no other sign where it %s', async (_, fault) => {
    const found = await keysOf(await toEncoded(encoded({ ...good, ...fault })));
    expect(found?.map(({ data }) => data.length)).toEqual([16, 24, 32]);
    expect(holds(found, secret)).toBe(false);
    expect(found?.some(({ data }) => secret.includes(Buffer.from(data)))).toBe(false);
  });

  it('gives other keys of chance each time', async () => {
    const message = await toEncoded(encoded({ ...good, separator: 1 }));
    const [first, second] = [await keysOf(message), await keysOf(message)];
    expect(first).not.toEqual(second);
  });

  it('is what openpgp.js makes of it, whatever bytes they are', async () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const shape = fc.record({
      cipher: fc.constantFrom(7, 8, 9, 10, 2, 0),
      size: fc.constantFrom(16, 24, 32),
      sumOff: fc.constantFrom(0, 0, 0, 1, 0x8000),
      begin: fc.constantFrom<[number, number]>([0, 2], [0, 2], [0, 2], [0, 1], [3, 2]),
      separator: fc.oneof(fc.constant(0), fc.constant(0), byte),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ size, ...parts }) => {
        const data = randomBytes(size);
        const whole = encoded({ key: data, ...parts });
        const ours = holds(await keysOf(await toEncoded(whole)), data);
        const message = await toEncoded(whole);
        const theirs = await decryptSessionKeys({
          message,
          decryptionKeys: key,
          config: { ...config, constantTimePKCS1Decryption: true },
        });
        expect(ours).toBe(holds(theirs as SessionKey[], data));
      }),
      { numRuns: 60 },
    );
  });

  it('is left to openpgp.js where it is no number below the modulus', async () => {
    const message = await toSessionKey({ data: secret, algorithm: 'aes256' });
    const [packet] = message.packets.filterByTag(enums.packet.publicKeyEncryptedSessionKey) as unknown as {
      encrypted: { c: Uint8Array };
    }[];
    if (packet) packet.encrypted.c = new Uint8Array(256).fill(255);
    expect(await keysOf(message)).toBeNull();
  });
});

it('a message to a key of another kind is left to openpgp.js', async () => {
  const user = { name: 'Support', email: 'support@example.test' };
  const other = await generateKey({ userIDs: [user], format: 'object' });
  const message = await createMessage({ text: 'x' });
  const armored = await encrypt({ message, encryptionKeys: other.publicKey, format: 'binary' });
  const read = async () => readMessage({ binaryMessage: armored as Uint8Array });
  expect(await keysOf((await read()) as Message<Uint8Array>, other.privateKey)).toBeNull();
  expect(await keysOf((await read()) as Message<Uint8Array>)).toBeNull();
});

describe.skipIf(!gnupgInstalled())('GnuPG’s messages', () => {
  it.each(['rsa2048', 'rsa3072', 'rsa4096'])('open with a key of %s', async algorithm => {
    const gnupg = startGnupg();
    try {
      const { fingerprint, secretKey } = gnupg.generateKey('Support <support@example.test>', algorithm);
      const ours = await readPrivateKey({ armoredKey: secretKey });
      for (const hideRecipients of [false, true]) {
        const binaryMessage = gnupg.encrypt(Buffer.from('It leaks.'), {
          to: [fingerprint],
          armor: false,
          hideRecipients,
        });
        const message = (await readMessage({
          binaryMessage: new Uint8Array(binaryMessage),
        })) as Message<Uint8Array>;
        const sessionKeys = await keysOf(message, ours);
        const opened = await message.decrypt(undefined, undefined, sessionKeys ?? undefined);
        expect(Buffer.from(opened.getLiteralData() ?? []).toString()).toBe('It leaks.');
      }
    } finally {
      gnupg.stop();
    }
  });
});
