/** A mail read in bytes that are spent on it comes to the same as one that is kept. */
import { randomBytes } from 'node:crypto';
import {
  config,
  createCleartextMessage,
  createMessage,
  encrypt,
  enums,
  type PrivateKey,
  sign,
} from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Reader, startReader } from '../../dist/reading/reader.js';
import type { Reading } from '../../src/reading/reading.js';
import { hashOf } from '../../src/store/messages.js';
import { mixedMail, newKey, pgpMimeMail, raw } from '../message/mails.js';
import { settingsFor } from './settings.js';

const TRIGGER = 'Subject: Security Alert';
/** Beyond what is opened by the library alone. */
const FILE = randomBytes(1_500_000)
  .toString('base64')
  .replace(/(.{76})/g, '$1\r\n');
const WORDS = 'Content-Type: text/plain\n\nThe login leaks.';
const DUMP = `Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=dump\nContent-Transfer-Encoding: base64\n\n${FILE}`;
const NOTES =
  'Content-Type: text/plain; name=notes.txt\nContent-Disposition: attachment; filename=notes.txt\n\nIt leaks, too.';

let ours: PrivateKey;
let theirs: PrivateKey;
let reader: Reader;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([newKey('security'), newKey('ada')]);
  reader = await startReader(
    {
      ...settingsFor(ours),
      knownKeys: [{ file: 'ada.asc', bytes: Buffer.from(theirs.toPublic().armor()) }],
    },
    120_000,
  );
});

afterAll(() => reader.stop());

interface Sealing {
  readonly to?: PrivateKey;
  readonly by?: PrivateKey;
  readonly compression?: enums.compression;
}

async function armored(
  entity: Buffer,
  { to = ours, by, compression = enums.compression.zip }: Sealing = {},
): Promise<string> {
  const message = await createMessage({ binary: new Uint8Array(entity) });
  return encrypt({
    message,
    encryptionKeys: to.toPublic(),
    ...(by ? { signingKeys: by } : {}),
    config: { ...config, preferredCompressionAlgorithm: compression },
  });
}

const entity = (parts = [WORDS, DUMP, NOTES]) => mixedMail([TRIGGER], parts);
const whole = (armor: string) => pgpMimeMail([TRIGGER], armor);
const file = (armor: string) =>
  `Content-Type: application/octet-stream; name=report.asc\nContent-Disposition: attachment; filename=report.asc\n\n${armor}`;
const broken = (armor: string) => {
  const at = armor.length >> 1;
  return armor.slice(0, at) + (armor[at] === 'A' ? 'B' : 'A') + armor.slice(at + 1);
};

/** A reading with the hash of each file in its place. */
function toldOf(reading: Reading): unknown {
  if (reading.kind !== 'read') return reading;
  const attachments = reading.message.attachments.map(({ content, ...one }) => ({
    ...one,
    hash: hashOf(content),
  }));
  return { ...reading, message: { ...reading.message, attachments } };
}

/** As a large mail is loaded: its end can be given back. */
function spendable(mail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(new ArrayBuffer(mail.byteLength, { maxByteLength: mail.byteLength }));
  bytes.set(mail);
  return bytes;
}

describe('bytes that are spent come to what bytes that are kept do:', () => {
  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['an encrypted mail', async () => whole(await armored(entity()))],
    [
      'one that is not compressed',
      async () => whole(await armored(entity(), { compression: enums.compression.uncompressed })),
    ],
    ['one that is signed inside', async () => whole(await armored(entity(), { by: theirs }))],
    [
      'one that holds a multipart/signed',
      async () =>
        whole(
          await armored(
            Buffer.from(
              mixedMail([TRIGGER], [DUMP, 'Content-Type: application/pgp-signature\n\nx'])
                .toString('latin1')
                .replace('multipart/mixed', 'multipart/signed; protocol="application/pgp-signature"'),
              'latin1',
            ),
          ),
        ),
    ],
    ['one to another key', async () => whole(await armored(entity(), { to: theirs }))],
    ['one that was altered', async () => whole(broken(await armored(entity())))],
    ['one that breaks off', async () => whole((await armored(entity())).slice(0, -5000))],
    [
      'one with too many parts in it',
      async () => whole(await armored(entity([...Array<string>(3000).fill(WORDS), DUMP]))),
    ],
    [
      'one with a part beside the two',
      async () =>
        Buffer.from(
          whole(await armored(entity()))
            .toString('latin1')
            .replace(/--pp--\r\n$/, `--pp\r\n${DUMP}\r\n--pp--\r\n`),
          'latin1',
        ),
    ],
    [
      'a mail with an encrypted file and another',
      async () => mixedMail([TRIGGER], [WORDS, file(await armored(entity())), DUMP]),
    ],
    [
      'one that looks like a mail server’s, and quotes our receipt inside',
      async () => {
        const words = `Content-Type: text/plain\n\nIt leaks.\n\n> Message-ID: <receipt-1@acme.example>\n> Subject: ours\n`;
        const armor = await armored(entity([words, DUMP]), { compression: enums.compression.uncompressed });
        return pgpMimeMail(['Return-Path: <>', 'Subject: Undeliverable: Security Alert'], armor);
      },
    ],
    [
      'one whose message is said to be text, and holds a signed one',
      async () => {
        const signed = await sign({
          message: await createCleartextMessage({ text: 'The login leaks.' }),
          signingKeys: theirs,
        });
        const inside = `Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=note\n\n${signed}`;
        const armor = await armored(entity([WORDS, inside, DUMP]), {
          compression: enums.compression.uncompressed,
        });
        const mail = whole(armor).toString('latin1');
        return Buffer.from(
          mail.replace(/Content-Type: application\/octet-stream[^\r]*/, 'Content-Type: text/plain'),
          'latin1',
        );
      },
    ],
    [
      'one that lost its boundary, and has too many parts',
      async () => {
        const parts = '--bb\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(40_000);
        const encoded = Buffer.from(`${parts}--bb--`)
          .toString('base64')
          .replace(/(.{76})/g, '$1\r\n');
        return whole(
          await armored(
            raw(['Content-Type: multipart/mixed', 'Content-Transfer-Encoding: base64'], encoded),
            { compression: enums.compression.uncompressed },
          ),
        );
      },
    ],
    ['a mail that is not encrypted', () => entity()],
    ['a mail of words alone', () => raw([TRIGGER], 'The login leaks.\n'.repeat(100_000))],
    [
      'a mail whose structure is broken',
      () => mixedMail([TRIGGER], [...Array<string>(3000).fill(WORDS), DUMP]),
    ],
  ])('%s', async (_name, make) => {
    const mail = await make();
    expect(mail.byteLength).toBeGreaterThan(1_048_576);
    const kept = await reader.read(mail);
    expect(toldOf(await reader.read(() => spendable(mail)))).toEqual(toldOf(kept));
  });

  it('and a file that broke the parser has every byte, too', async () => {
    const parts = '--bb\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(40_000);
    const encoded = Buffer.from(`${parts}--bb--`)
      .toString('base64')
      .replace(/(.{76})/g, '$1\r\n');
    const inside = raw(['Content-Type: multipart/mixed', 'Content-Transfer-Encoding: base64'], encoded);
    const mail = whole(await armored(inside, { compression: enums.compression.uncompressed }));
    const reading = await reader.read(() => spendable(mail));
    const contents =
      reading.kind === 'read' ? reading.message.attachments.map(({ content }) => hashOf(content)) : [];
    expect(contents).toContain(hashOf(inside));
  });

  it('and the files have every byte', async () => {
    const mail = whole(await armored(entity()));
    const reading = await reader.read(() => spendable(mail));
    const contents =
      reading.kind === 'read' ? reading.message.attachments.map(({ content }) => Buffer.from(content)) : [];
    expect(contents.map(content => content.equals(Buffer.from(FILE, 'base64')))).toContain(true);
  });
});
