/**
 * Each openpgp.js setting that hostile mail is up against. The library starts every test with the setting open, as
 * another version of it may: the test fails when our own line is gone.
 */
import { deflateSync } from 'node:zlib';
import {
  config,
  createMessage,
  decrypt,
  decryptKey,
  encrypt,
  enums,
  generateKey,
  type Message,
  type PrivateKey,
  readMessage,
  readPrivateKey,
} from 'openpgp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMessage } from '../../src/message/decrypt.js';
import { MAX_DECOMPRESSED_BYTES } from '../../src/message/limits.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { processorTime } from '../processor-time.js';
import { armored, bomb, newKey, packetsOf, sealed, tampered, unprotected } from './mails.js';

const OPEN = {
  maxDecompressedMessageSize: Number.POSITIVE_INFINITY,
  allowUnauthenticatedMessages: true,
  allowUnauthenticatedStream: true,
  allowInsecureDecryptionWithSigningKeys: true,
  constantTimePKCS1Decryption: false,
  maxArgon2MemoryExponent: 30,
  ignoreMalformedPackets: true,
  enforceGrammar: false,
  showVersion: true,
  showComment: true,
};

const BEYOND = MAX_DECOMPRESSED_BYTES + 1_000_000;

/** RFC 9580 §4.2.1, five octets of length. */
function packet(tag: number, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from([0xc0 | tag, 0xff]), length, body]);
}

let ours: PrivateKey;
let rsa: PrivateKey;

beforeAll(async () => {
  ours = await newKey('ours');
  const userIDs = [{ email: 'security@acme.example' }];
  rsa = (await generateKey({ type: 'rsa', rsaBits: 2048, userIDs, format: 'object' })).privateKey;
});

beforeEach(() => {
  Object.assign(config, OPEN);
  applyOpenPgpSettings();
});

it('every setting is ours, whatever the library starts with', () => {
  expect(config).toMatchObject({
    maxDecompressedMessageSize: MAX_DECOMPRESSED_BYTES,
    allowUnauthenticatedMessages: false,
    allowUnauthenticatedStream: false,
    allowInsecureDecryptionWithSigningKeys: false,
    constantTimePKCS1Decryption: true,
    maxArgon2MemoryExponent: 21,
    ignoreMalformedPackets: false,
    enforceGrammar: true,
    showVersion: false,
    showComment: false,
  });
});

describe('a message stays closed:', () => {
  it.each<readonly [string, string, () => Promise<string>]>([
    ['one that inflates without end', 'too-large', () => bomb(BEYOND, ours)],
    [
      'one that inflates without end and is not even encrypted',
      'too-large',
      async () => {
        // RFC 9580 §5.9: binary, no name, no date; §5.6: 2 is zlib.
        const literal = packet(11, Buffer.concat([Buffer.from('b\0\0\0\0\0'), Buffer.alloc(BEYOND)]));
        return armored(packet(8, Buffer.concat([Buffer.from([2]), deflateSync(literal)])));
      },
    ],
    ['one without integrity protection', 'not-integrity-protected', () => unprotected('It leaks.', ours)],
    ['one that was altered', 'damaged', async () => tampered(await sealed('It leaks.', ours))],
    [
      'compression inside compression',
      'damaged',
      async () => {
        const message = (await createMessage({ text: 'It leaks.' })) as unknown as Compressible;
        const twice = message.compress(enums.compression.zlib).compress(enums.compression.zlib);
        return (await twice.encrypt([ours.toPublic()])).armor();
      },
    ],
    [
      'two messages in one',
      'damaged',
      async () => {
        const one = packetsOf(await sealed('It leaks.', ours));
        return armored(Buffer.concat([one, packetsOf(await sealed('It holds.', ours))]));
      },
    ],
  ])('%s', async (_name, reason, message) => {
    expect(await openMessage(await message(), [ours])).toMatchObject({ state: 'closed', reason });
  });

  interface Compressible {
    compress(algorithm: enums.compression): Compressible;
    encrypt(keys: unknown[]): Promise<Message<string>>;
  }
});

describe('what costs much is not begun:', () => {
  it.each<readonly [string, () => Promise<string>]>([
    [
      'a thousand hidden recipients',
      async () => {
        const one = packetsOf(await sealed('It leaks.', rsa, { wildcard: true }));
        const keyLength = 3 + (((one[1] ?? 0) - 192) << 8) + (one[2] ?? 0) + 192;
        const recipients = Array<Buffer>(1000).fill(one.subarray(0, keyLength));
        return armored(Buffer.concat([...recipients, one.subarray(keyLength)]));
      },
    ],
    [
      'a million empty packets before the message',
      async () =>
        armored(
          Buffer.concat([
            Buffer.alloc(2_000_000, Buffer.from([0xd5, 0])),
            packetsOf(await sealed('It leaks.', rsa)),
          ]),
        ),
    ],
  ])('%s', async (_name, message) => {
    const source = await message();
    const start = processorTime();
    const opened = await openMessage(source, [rsa]);
    expect(processorTime() - start).toBeLessThan(10_000);
    expect(opened.state).toBe('closed');
  });

  it('a key of ours that asks for a tebibyte of memory to unlock', async () => {
    const { privateKey } = await generateKey({
      userIDs: [{ email: 'security@acme.example' }],
      passphrase: 'geheim',
      format: 'binary',
      config: {
        s2kType: enums.s2k.argon2,
        s2kArgon2Params: { passes: 3, parallelism: 5, memoryExponent: 11 },
        aeadProtect: true,
      },
    });
    const bytes = Buffer.from(privateKey);
    const mark = Buffer.from([3, 5, 11]);
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) bytes[at + 2] = 30;
    const locked = await readPrivateKey({ binaryKey: new Uint8Array(bytes) });
    await expect(decryptKey({ privateKey: locked, passphrase: 'geheim' })).rejects.toThrow(
      /maxArgon2MemoryExponent/,
    );
  });
});

describe('an RSA key', () => {
  it('decrypts in constant time what was encrypted to it', async () => {
    expect(await openMessage(await sealed('It leaks.', rsa), [rsa])).toMatchObject({ state: 'opened' });
  });

  it('does not tell a broken session key from broken data (Bleichenbacher)', async () => {
    const message = await encrypt({
      message: await createMessage({ text: 'It leaks.' }),
      encryptionKeys: rsa.toPublic(),
    });
    const bytes = packetsOf(message);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    const failureOf = async (armoredMessage: string): Promise<string> => {
      const attempt = decrypt({ message: await readMessage({ armoredMessage }), decryptionKeys: rsa });
      return attempt.then(
        () => 'opened',
        error => String(error),
      );
    };
    expect(await failureOf(armored(bytes))).toBe(await failureOf(await tampered(message)));
  });
});
