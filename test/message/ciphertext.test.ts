/** A ciphertext that somebody sends again is known again, whatever was changed about it that needs no key. */
import { enums, type PrivateKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFrames } from '../../src/message/ciphertext.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { readMessage } from '../../src/message/read.js';
import { processorTime } from '../processor-time.js';
import { armored, entity, newKey, packetsOf, personMail, pgpMime, pgpMimeMail, sealed } from './mails.js';

const OWN = { addresses: ['security@acme.example'], loop: 'security@acme.example' };

let ours: PrivateKey;
let theirs: PrivateKey;
let captured: string;
let packets: Buffer;

beforeAll(async () => {
  applyOpenPgpSettings();
  [ours, theirs] = await Promise.all([newKey('ours'), newKey('theirs')]);
  captured = await sealed(entity('It leaks. '.repeat(500)), [ours, theirs]);
  packets = packetsOf(captured);
});

async function hashesOf(mail: Uint8Array): Promise<readonly string[]> {
  return (await readMessage(mail, [ours], OWN)).message.ciphertexts;
}

interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

/** Packets in the new form with whole lengths, as openpgp.js writes the small ones, and partial as it writes data. */
function taken(bytes: Buffer): Packet[] {
  const found: Packet[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = (bytes[at] ?? 0) & 0x3f;
    const pieces: Buffer[] = [];
    at += 1;
    for (let isPartial = true; isPartial; ) {
      const first = bytes[at] ?? 0;
      isPartial = first >= 224 && first < 255;
      const [length, octets] = isPartial
        ? [2 ** (first & 0x1f), 1]
        : first < 192
          ? [first, 1]
          : first < 224
            ? [((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192, 2]
            : [bytes.readUInt32BE(at + 1), 5];
      pieces.push(bytes.subarray(at + octets, at + octets + length));
      at += octets + length;
    }
    found.push({ tag, body: Buffer.concat(pieces) });
  }
  return found;
}

/** RFC 9580 §4.2.1, five octets of length. */
function framed({ tag, body }: Packet): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from([0xc0 | tag, 0xff]), length, body]);
}

/** RFC 9580 §4.2.2, four octets of length; its form has no room for the tags of encrypted data. */
function framedAsLegacy(packet: Packet): Buffer {
  const { tag, body } = packet;
  if (tag > 15) return framed(packet);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from([0x80 | (tag << 2) | 2]), length, body]);
}

/** RFC 9580 §4.2.1.4, in pieces of 512. */
function framedInPieces({ tag, body }: Packet): Buffer {
  const pieces: Buffer[] = [Buffer.from([0xc0 | tag])];
  let at = 0;
  for (; body.length - at > 512; at += 512) pieces.push(Buffer.from([0xe9]), body.subarray(at, at + 512));
  const rest = body.subarray(at);
  const length = Buffer.alloc(5, 0xff);
  length.writeUInt32BE(rest.length, 1);
  return Buffer.concat([...pieces, length, rest]);
}

const isData = ({ tag }: Packet) => tag === enums.packet.symEncryptedIntegrityProtectedData;

describe('the hash of a ciphertext is the same', () => {
  it.each<readonly [string, () => Buffer]>([
    ['in another armor', () => Buffer.from(armored(packets))],
    ['in armor with header lines', () => Buffer.from(captured.replace('\n\n', '\nComment: new\n\n'))],
    [
      'in other line lengths',
      () => Buffer.from(armored(packets).replace(/^([A-Za-z0-9+/]{32})(?=[A-Za-z0-9+/])/gm, '$1\n')),
    ],
    [
      'without any session key',
      () => Buffer.from(armored(Buffer.concat(taken(packets).filter(isData).map(framed)))),
    ],
    [
      'with session keys for others',
      () => {
        const others = taken(packets).filter(packet => !isData(packet));
        const data = taken(packets).filter(isData);
        return Buffer.from(armored(Buffer.concat([...others, ...others, ...others, ...data].map(framed))));
      },
    ],
    ['in whole lengths', () => Buffer.from(armored(Buffer.concat(taken(packets).map(framed))))],
    [
      'with session keys in legacy frames',
      () => Buffer.from(armored(Buffer.concat(taken(packets).map(framedAsLegacy)))),
    ],
    ['in pieces', () => Buffer.from(armored(Buffer.concat(taken(packets).map(framedInPieces))))],
    [
      'behind a marker packet',
      () => Buffer.from(armored(Buffer.concat([Buffer.from([0xca, 3, 0x50, 0x47, 0x50]), packets]))),
    ],
  ])('%s', async (_name, replayed) => {
    const [hash] = await hashesOf(pgpMimeMail(['Subject: ...'], captured));
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashesOf(pgpMimeMail(['Subject: ...'], String(replayed())))).toEqual([hash]);
    expect(await hashesOf(personMail(['Subject: Hi'], `Look:\n${replayed()}`))).toEqual([hash]);
  });

  it.each<readonly [string, (line: string) => string]>([
    ['blanks in its lines', line => line.replace(/^(.{20})/, '$1 ')],
    ['a vertical tab in its lines', line => line.replace(/^(.{20})/, '$1\v')],
    ['what is no base64 in its lines', line => line.replace(/^(.{20})/, '$1!')],
    ['the base64 of URLs', line => line.replaceAll('+', '-').replaceAll('/', '_')],
  ])('in armor that only some readers read: %s', async (_name, change) => {
    const [hash] = await hashesOf(pgpMimeMail(['Subject: ...'], captured));
    const lines = armored(packets).split('\n');
    const replayed = lines.map((line, at) => (at > 1 && !line.startsWith('-') ? change(line) : line));
    const { message } = await readMessage(pgpMimeMail(['Subject: ...'], replayed.join('\n')), [ours], OWN);
    expect(message.ciphertexts).toHaveLength(1);
    if (message.encryption.state === 'decrypted') expect(message.ciphertexts).toEqual([hash]);
  });

  it.each([pgpMimeMail, personMail])(
    'in armor with a header line that could be data',
    async (mail: (header: string[], armor: string) => Buffer) => {
      const [hash] = await hashesOf(pgpMimeMail(['Subject: ...'], captured));
      const replayed = captured.replace('\n\n', '\nAAAAAAAAAAAA\n\n');
      expect(await hashesOf(mail(['Subject: Hi'], replayed))).toEqual([hash]);
    },
  );

  it('as a binary file', async () => {
    const file = `Content-Type: application/octet-stream; name=a.gpg\nContent-Transfer-Encoding: base64`;
    const mail = personMail(
      ['Subject: Hi', ...file.split('\n')],
      packets.toString('base64').replace(/(.{76})/g, '$1\n'),
    );
    expect(await hashesOf(mail)).toEqual(await hashesOf(pgpMimeMail(['Subject: ...'], captured)));
  });

  it('inside an encryption of somebody else', async () => {
    const { content, body } = pgpMime(captured);
    const outer = await sealed(`${content.join('\r\n')}\r\n\r\n${body}`, ours);
    const [hash] = await hashesOf(pgpMimeMail(['Subject: ...'], captured));
    const hashes = await hashesOf(pgpMimeMail(['Subject: ...'], outer));
    expect(hashes).toHaveLength(2);
    expect(hashes).toContain(hash);
  });

  it('where we hold no key for it', async () => {
    const { message } = await readMessage(pgpMimeMail(['Subject: ...'], captured), [], OWN);
    expect(message.ciphertexts).toEqual(await hashesOf(pgpMimeMail(['Subject: ...'], captured)));
  });
});

it('two messages of the same words have hashes of their own', async () => {
  const again = await sealed(entity('It leaks. '.repeat(500)), [ours, theirs]);
  expect(await hashesOf(pgpMimeMail(['Subject: ...'], again))).not.toEqual(
    await hashesOf(pgpMimeMail(['Subject: ...'], captured)),
  );
});

it('a mail without encryption has none', async () => {
  expect(await hashesOf(personMail(['Subject: Hi']))).toEqual([]);
});

it('what can not be framed is known again by its bytes', async () => {
  const broken = armored(Buffer.alloc(64, 1));
  const [hash] = await hashesOf(pgpMimeMail(['Subject: ...'], broken));
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashesOf(pgpMimeMail(['Subject: Again'], broken))).toEqual([hash]);
});

describe('frames made to cost much cost nothing:', () => {
  it.each<readonly [string, () => Buffer]>([
    ['ten million marker packets', () => Buffer.alloc(50_000_000, Buffer.from([0xca, 3, 0x50, 0x47, 0x50]))],
    ['twenty million empty packets', () => Buffer.alloc(40_000_000, Buffer.from([0xd5, 0]))],
    [
      'one packet in twenty million pieces',
      () => Buffer.concat([Buffer.from([0xd2]), Buffer.alloc(40_000_000, Buffer.from([0xe0, 1]))]),
    ],
  ])('%s', (_name, bytes) => {
    const source = bytes();
    const start = processorTime();
    expect(readFrames(source).tooMany).toBe(true);
    expect(processorTime() - start).toBeLessThan(10_000);
  });
});
