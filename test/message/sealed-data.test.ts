/** A message that is opened where it lies comes to what the library makes of it, and stays closed for the same reasons. */
import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import {
  CompressedDataPacket,
  config,
  createMessage,
  encrypt,
  enums,
  generateKey,
  type Message,
  PacketList,
  type PrivateKey,
  verify,
} from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Opened, openMessage } from '../../src/message/decrypt.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { sealedDataOf } from '../../src/message/sealed-data.js';
import { armored, bomb, newKey, packetsOf, sealed, tampered, unprotected } from './mails.js';

const FILE = randomBytes(200_000);
const WORDS = 'The login leaks.\r\n'.repeat(9000);

let ours: PrivateKey;
let rsa: PrivateKey;
let theirs: PrivateKey;
/** That says it takes version 2 of the encrypted data. */
let modern: PrivateKey;

beforeAll(async () => {
  applyOpenPgpSettings();
  [ours, theirs] = await Promise.all([newKey('ours'), newKey('theirs')]);
  const userIDs = [{ email: 'security@acme.example' }];
  const takesAead = { ...config, aeadProtect: true };
  modern = (await generateKey({ userIDs, format: 'object', config: takesAead })).privateKey;
  rsa = (await generateKey({ type: 'rsa', rsaBits: 2048, userIDs, format: 'object' })).privateKey;
});

const compressedBy = (algorithm: enums.compression) => ({
  ...config,
  preferredCompressionAlgorithm: algorithm,
});

async function made(options: object): Promise<string> {
  const message = await createMessage({ text: WORDS });
  return encrypt({ message, encryptionKeys: [ours.toPublic()], ...options });
}

/** In pieces of partial lengths, as programs write what they don't know the length of yet. */
async function streamed(bytes: Uint8Array, options: object = {}): Promise<string> {
  const chunks = [bytes.subarray(0, 70_000), bytes.subarray(70_000)];
  const binary = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  });
  const message = await createMessage({ binary: binary as never });
  const stream = await encrypt({ message, encryptionKeys: ours.toPublic(), format: 'binary', ...options });
  const parts: Uint8Array[] = [];
  for await (const part of stream as unknown as AsyncIterable<Uint8Array>) parts.push(part);
  return armored(Buffer.concat(parts));
}

interface Compressible {
  compress(algorithm: enums.compression): Compressible;
  encrypt(keys: unknown[]): Promise<Message<string>>;
}

const cases: readonly (readonly [string, 'opened' | 'closed', () => Promise<string>])[] = [
  ['words', 'opened', () => made({})],
  ['a file', 'opened', () => sealed(FILE, ours)],
  ['words to an RSA key', 'opened', () => sealed(WORDS, rsa)],
  ['nothing', 'opened', () => sealed('', ours)],
  ['words to a hidden recipient', 'opened', () => sealed(WORDS, ours, { wildcard: true })],
  ['words to two of our keys', 'opened', () => sealed(WORDS, [rsa, ours])],
  ['words to us and to another', 'opened', () => sealed(WORDS, [theirs, ours])],
  ['words compressed by ZIP', 'opened', () => made({ config: compressedBy(enums.compression.zip) })],
  ['words compressed by ZLIB', 'opened', () => made({ config: compressedBy(enums.compression.zlib) })],
  ['signed words', 'opened', () => made({ signingKeys: theirs })],
  [
    'signed words compressed',
    'opened',
    () => made({ signingKeys: theirs, config: compressedBy(enums.compression.zlib) }),
  ],
  ['a file in pieces', 'opened', () => streamed(FILE)],
  [
    'a file in pieces, signed and compressed',
    'opened',
    () => streamed(FILE, { signingKeys: theirs, config: compressedBy(enums.compression.zip) }),
  ],
  [
    'words under AES-128',
    'opened',
    () =>
      made({
        config: { ...config, preferredSymmetricAlgorithm: enums.symmetric.aes128 },
      }),
  ],
  ['words under AEAD', 'opened', () => sealed(WORDS, modern)],
  ['words to somebody else', 'closed', () => sealed(WORDS, theirs)],
  [
    'words to a password',
    'closed',
    async () => encrypt({ message: await createMessage({ text: WORDS }), passwords: 'x' }),
  ],
  ['words that were altered', 'closed', async () => tampered(await made({}))],
  [
    'compressed words that were altered',
    'closed',
    async () => tampered(await made({ config: compressedBy(enums.compression.zip) })),
  ],
  ['words that were altered at their beginning', 'closed', async () => altered(await made({}), 0.1)],
  ['words to an RSA key that were altered', 'closed', async () => altered(await sealed(WORDS, rsa), 0.5)],
  ['words that break off', 'closed', async () => armored(packetsOf(await made({})).subarray(0, -100))],
  [
    'words with more behind them',
    'closed',
    async () => armored(Buffer.concat([packetsOf(await made({})), Buffer.from([0x41, 0x42])])),
  ],
  ['words without integrity protection', 'closed', () => unprotected(WORDS, ours)],
  ['what inflates without end', 'closed', () => bomb(140_000_000, ours)],
  ['compressed words with a little behind their end', 'opened', () => withJunk(20)],
  ['compressed words with much behind their end', 'opened', () => withJunk(3_000_000)],
  [
    'compression inside compression',
    'closed',
    async () => {
      const message = (await createMessage({ text: WORDS })) as unknown as Compressible;
      const twice = message.compress(enums.compression.zlib).compress(enums.compression.zlib);
      return (await twice.encrypt([ours.toPublic()])).armor();
    },
  ],
];

/** The end of what was deflated shows in it; gateways and broken programs leave more behind it. */
async function withJunk(bytes: number): Promise<string> {
  const literal = (await createMessage({ text: WORDS })).packets.write() as Uint8Array;
  const packet = Object.assign(new CompressedDataPacket(), {
    algorithm: enums.compression.zip,
    compressed: new Uint8Array(Buffer.concat([deflateRawSync(literal), randomBytes(bytes)])),
  });
  const list = new PacketList();
  list.push(packet as never);
  const message = (await createMessage({ text: '' })) as unknown as Compressible & { packets: unknown };
  message.packets = list;
  return (await message.encrypt([ours.toPublic()])).armor();
}

async function altered(armoredMessage: string, part: number): Promise<string> {
  const bytes = packetsOf(armoredMessage);
  const at = bytes.length - Math.floor(WORDS.length * (1 - part));
  bytes[at] = (bytes[at] ?? 0) ^ 0x40;
  return armored(bytes);
}

async function seen(opened: Opened): Promise<unknown> {
  if (opened.state === 'closed') return opened;
  const { content, plaintext, ...rest } = opened;
  const { packets } = content.unwrapCompressed();
  const { signatures } = await verify({
    message: content,
    verificationKeys: theirs.toPublic(),
    format: 'binary',
  });
  return {
    ...rest,
    plaintext: Buffer.from(plaintext).toString('base64'),
    packets: packets.map(packet => packet.constructor.name),
    signed: await Promise.all(signatures.map(({ verified }) => verified)),
  };
}

describe('in place and by the library alike', () => {
  it.each(cases)('%s', async (_name, state, make) => {
    const message = await make();
    const keys = [ours, rsa, modern];
    const inPlace = await openMessage(message, keys, 0);
    expect(inPlace.state).toBe(state);
    expect(await seen(inPlace)).toEqual(
      await seen(await openMessage(message, keys, Number.POSITIVE_INFINITY)),
    );
  });
});

describe('what lies in one packet of version 1, whole and last,', () => {
  it('is opened where it lies', async () => {
    const packets = new Uint8Array(packetsOf(await sealed(FILE, ours)));
    const opened = await openMessage(packets, [ours], 0);
    expect(opened.state === 'opened' && opened.plaintext.buffer === packets.buffer).toBe(true);
  });

  it('is found, and nothing else is', async () => {
    const found = async (message: string) => sealedDataOf(new Uint8Array(packetsOf(message))) !== null;
    expect(await found(await made({}))).toBe(true);
    expect(await found(await unprotected(WORDS, ours))).toBe(false);
    expect(await found(armored(packetsOf(await made({})).subarray(0, -1)))).toBe(false);
    const one = packetsOf(await made({}));
    expect(await found(armored(Buffer.concat([one, one])))).toBe(false);
  });
});
