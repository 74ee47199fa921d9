/** The reading thread as it is built: every hostile mail comes to an outcome, and the next mail is read. */
import fc from 'fast-check';
import { createMessage, encrypt, generateKey, type PrivateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// What runs in production: the worker is a file of its own, which only the build makes.
import { type Reader, startReader } from '../../dist/reading/reader.js';
import { mixedMail, personMail, pgpMimeMail, raw } from '../message/mails.js';
import { settingsFor } from './settings.js';

const SETTINGS = settingsFor();
const REPORT = personMail(['Subject: Security Alert: next'], 'The login leaks.\n');
const TRIGGER = 'Subject: Security Alert';

/** Milliseconds. */
const LIMIT = 20_000;

describe('a hostile mail has an outcome within the time limit, and the next mail is read:', () => {
  let reader: Reader;
  beforeAll(async () => {
    reader = await startReader(SETTINGS, LIMIT);
  });
  afterAll(() => reader.stop());

  async function outcomeOf(mail: Uint8Array): Promise<string> {
    const start = performance.now();
    const reading = await reader.read(mail);
    expect(performance.now() - start).toBeLessThan(LIMIT);
    expect(await reader.read(REPORT)).toMatchObject({ kind: 'read', trigger: 'subject' });
    if (reading.trigger === null) return 'not-a-report';
    return reading.kind === 'unreadable' ? `unreadable: ${reading.reason}` : 'report';
  }

  const nestedParts = (depth: number) =>
    Array.from(
      { length: depth },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
    ).join('');

  it.each<[string, string, () => Uint8Array]>([
    [
      '10,000 parts inside each other',
      'unreadable: too-many-parts',
      () => raw(['From: a@b.example', TRIGGER, `MIME-Version: 1.0\n${nestedParts(10_000)}`], 'x'),
    ],
    [
      '10,000 parts side by side',
      'unreadable: too-many-parts',
      () => mixedMail([TRIGGER], Array<string>(10_000).fill('Content-Type: text/plain\n\nx')),
    ],
    [
      '500 parts inside each other',
      'report',
      () => raw(['From: a@b.example', TRIGGER, `MIME-Version: 1.0\n${nestedParts(500)}`], 'x'),
    ],
    [
      'a boundary that never closes',
      'report',
      () => personMail([TRIGGER, 'Content-Type: multipart/mixed; boundary=x'], '--x\n\nx\n--x'),
    ],
    [
      'a boundary that never comes',
      'report',
      () => personMail([TRIGGER, 'Content-Type: multipart/mixed; boundary=x'], 'x'),
    ],
    [
      'a multipart without a boundary',
      'report',
      () => personMail([TRIGGER, 'Content-Type: multipart/mixed'], '--x\n\nx'),
    ],
    [
      'an empty boundary',
      'report',
      () => personMail([TRIGGER, 'Content-Type: multipart/mixed; boundary=""'], '--\n\nx\n----'),
    ],
    [
      'an unknown charset',
      'report',
      () => personMail([TRIGGER, 'Content-Type: text/plain; charset=x-klingon'], 'x'),
    ],
    [
      'an unknown charset in its subject',
      'not-a-report',
      () => personMail(['Subject: =?x-klingon?q?=FF=FE?='], 'x'),
    ],
    ['NUL bytes in its body', 'report', () => personMail([TRIGGER], 'a\0b\0\0'.repeat(1000))],
    ['NUL bytes alone', 'not-a-report', () => Buffer.alloc(10_000)],
    ['no bytes at all', 'not-a-report', () => Buffer.alloc(0)],
    ['no blank line', 'report', () => Buffer.from(`From: a@b.example\r\n${TRIGGER}`)],
    [
      'one line of a megabyte for a header',
      'unreadable: header-too-long',
      () => personMail([TRIGGER, `X: ${'a'.repeat(1_100_000)}`]),
    ],
    [
      '100,000 header fields',
      'unreadable: header-too-long',
      () => personMail([TRIGGER, ...Array<string>(100_000).fill('X: y')]),
    ],
    [
      'HTML nested 100,000 deep',
      'report',
      () => personMail([TRIGGER, 'Content-Type: text/html'], '<div>'.repeat(100_000)),
    ],
    [
      'a table nested 10,000 deep',
      'report',
      () => personMail([TRIGGER, 'Content-Type: text/html'], '<table><tr><td>'.repeat(10_000)),
    ],
    ['ten megabytes of one line', 'report', () => personMail([TRIGGER], 'a'.repeat(10_000_000))],
    [
      'a megabyte of armor openings',
      'report',
      () => personMail([TRIGGER], '-----BEGIN PGP MESSAGE-----\n'.repeat(40_000)),
    ],
    [
      'a mail in a mail, 300 deep',
      'report',
      () =>
        raw(
          ['From: a@b.example', TRIGGER, 'Content-Type: message/rfc822'],
          'Content-Type: message/rfc822\n\n'.repeat(300),
        ),
    ],
  ])('%s', async (_name, outcome, mail) => {
    expect(await outcomeOf(mail())).toBe(outcome);
  });

  it('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async bytes => {
        await outcomeOf(bytes);
      }),
      { numRuns: 100, seed: 20261124 },
    );
  });

  it('pieces of mail in any order', async () => {
    const piece = fc.constantFrom(
      'From: a@b.example',
      TRIGGER,
      'Content-Type: multipart/mixed; boundary=x',
      'Content-Type: multipart/encrypted; boundary=x',
      'Content-Type: message/rfc822',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: base64',
      'Content-Transfer-Encoding: quoted-printable',
      'Content-Type: application/pgp-encrypted',
      'Content-Disposition: attachment; filename="a.pgp"',
      '--x',
      '--x--',
      '',
      '',
      '-----BEGIN PGP MESSAGE-----',
      'hF4Dabcdefghijklmnopqrstuvwxyz',
      '-----END PGP MESSAGE-----',
      '=?utf-8?q?',
      '\u0000\ufffd',
      '<table><td>',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async pieces => {
        await outcomeOf(Buffer.from(pieces.join('\r\n')));
      }),
      { numRuns: 200, seed: 20261124 },
    );
  });
});

describe('a mail that takes too long', () => {
  let key: PrivateKey;
  let slow: Buffer;

  beforeAll(async () => {
    const { privateKey } = await generateKey({
      type: 'rsa',
      rsaBits: 4096,
      userIDs: [{ name: 'ours' }],
      format: 'object',
    });
    const other = await generateKey({
      type: 'rsa',
      rsaBits: 4096,
      userIDs: [{ name: 'other' }],
      format: 'object',
    });
    key = privateKey;
    // Hidden recipients that are not us: every one is tried with our key, 1,920 times 4 ms.
    const armor = await encrypt({
      message: await createMessage({ text: 'x' }),
      encryptionKeys: Array(32).fill(other.publicKey),
      wildcard: true,
    });
    slow = mixedMail(
      ['Subject: ...'],
      Array<string>(60).fill(`Content-Type: application/octet-stream; name="a.asc"\n\n${armor}`),
    );
  });

  const settings = () => settingsFor(key);

  it('is kept as unreadable with its header, and the next mail is read by a fresh thread', async () => {
    const reader = await startReader(settings(), 1500);
    try {
      expect(await reader.read(slow)).toMatchObject({
        kind: 'unreadable',
        trigger: 'unjudged',
        reason: 'took-too-long',
        header: { answerability: { answer: true, address: 'ada@quill.example' } },
      });
      expect(await reader.read(REPORT)).toMatchObject({ kind: 'read' });
    } finally {
      await reader.stop();
    }
  });

  it('holds up the mails behind it no longer than its limit, and none is lost', async () => {
    const reader = await startReader(settings(), 1500);
    try {
      const kinds = await Promise.all([slow, REPORT, slow, REPORT].map(mail => reader.read(mail)));
      expect(kinds.map(({ kind }) => kind)).toEqual(['unreadable', 'read', 'unreadable', 'read']);
    } finally {
      await reader.stop();
    }
  });

  it('keeps our keys for the mails after it', async () => {
    const reader = await startReader(settings(), 1500);
    try {
      await reader.read(slow);
      const armor = await encrypt({
        message: await createMessage({ text: 'it leaks' }),
        encryptionKeys: key.toPublic(),
      });
      expect(await reader.read(pgpMimeMail(['Subject: ...'], armor))).toMatchObject({
        kind: 'read',
        message: { encryption: { state: 'decrypted' } },
      });
    } finally {
      await reader.stop();
    }
  });
});

describe('a reader does not start', () => {
  it.each([
    ['with a file that is no key', 'not a key', /holds no OpenPGP private key/],
    ['with an empty file', '', /holds no OpenPGP private key/],
  ])('%s, and says which', async (_name, text, sentence) => {
    const privateKeys = [{ file: 'broken.asc', bytes: Buffer.from(text), passphrase: null }];
    await expect(startReader({ ...SETTINGS, privateKeys }, LIMIT)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(sentence),
    });
  });
});

it('a header alone is judged by what shows outside', async () => {
  const reader = await startReader(SETTINGS, LIMIT);
  try {
    const headerOf = (lines: string[], body = '') =>
      reader.readHeader(personMail(lines, body), 'took-too-long');
    expect(await headerOf([TRIGGER])).toMatchObject({
      kind: 'unreadable',
      trigger: 'subject',
      header: { envelope: { subject: 'Security Alert' } },
    });
    expect(await headerOf(['Subject: ...', 'Content-Type: multipart/encrypted; boundary=x'])).toMatchObject({
      kind: 'unreadable',
      trigger: 'unjudged',
    });
    const file = 'Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\nhF4D';
    expect(await headerOf(['Subject: Lunch'], file)).toMatchObject({
      kind: 'unreadable',
      trigger: 'unjudged',
    });
    expect(await headerOf(['Subject: Lunch'])).toMatchObject({ trigger: null });
    expect(
      await reader.readHeader(personMail(['Subject: Lunch'], ''), 'larger-than-configured'),
    ).toMatchObject({
      kind: 'unreadable',
      trigger: 'unjudged',
    });
  } finally {
    await reader.stop();
  }
});

it('a mail that comes after the end is refused at once, and keeps no process', async () => {
  const reader = await startReader(SETTINGS, 3_600_000);
  await reader.stop();
  await expect(reader.read(REPORT)).rejects.toThrow('ended');
});
