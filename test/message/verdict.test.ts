/** Which mail is a report; and that neither this nor an answer tells whether an encryption opened. */
import fc from 'fast-check';
import type { PrivateKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { type ReadMessage, readMessage } from '../../src/message/read.js';
import { judge } from '../../src/message/verdict.js';
import {
  armored,
  entity,
  mixedMail,
  newKey,
  packetsOf,
  personMail,
  pgpMime,
  pgpMimeMail,
  sealed,
  tampered,
  unprotected,
} from './mails.js';

const PHRASE = 'Security Alert';
const OWN = { addresses: ['security@acme.example'], loop: 'security@acme.example' };

let ours: PrivateKey;
let theirs: PrivateKey;

beforeAll(async () => {
  applyOpenPgpSettings();
  [ours, theirs] = await Promise.all([newKey('ours'), newKey('theirs')]);
});

function read(mail: Buffer): Promise<ReadMessage> {
  return readMessage(mail, [ours], OWN);
}

async function verdictOn(mail: Buffer) {
  return judge(await read(mail), PHRASE);
}

describe('a report is', () => {
  it.each([
    [
      'a clear mail with the phrase in its subject',
      'subject',
      async () => personMail(['Subject: Re: Security Alert']),
    ],
    [
      'a clear mail with the phrase in the second of two subjects',
      'subject',
      async () => personMail(['Subject: Hello', 'Subject: Security =?utf-8?q?Alert?=']),
    ],
    [
      'a mail with the phrase in its encrypted subject',
      'protected-subject',
      async () => pgpMimeMail(['Subject: ...'], await sealed(entity('x', 'Security Alert'), ours)),
    ],
    [
      'a mail encrypted to us, whatever its subject',
      'encrypted-to-us',
      async () => pgpMimeMail(['Subject: Lunch'], await sealed(entity('x'), ours)),
    ],
    [
      'a mail encrypted to us, though it has no subject',
      'encrypted-to-us',
      async () => pgpMimeMail([], await sealed(entity('x'), ours)),
    ],
    [
      'a mail to a hidden recipient that is not us, for nobody can say that it is none',
      'unjudged',
      async () => pgpMimeMail(['Subject: Lunch'], await sealed(entity('x'), theirs, { wildcard: true })),
    ],
    [
      'a mail whose encryption is too broken to tell',
      'unjudged',
      async () => pgpMimeMail(['Subject: Lunch'], '-----BEGIN PGP MESSAGE-----\n\n%%%'),
    ],
    [
      'a mail for somebody else that hides its subject',
      'unjudged',
      async () => pgpMimeMail(['Subject: ...'], await sealed(entity('x'), theirs)),
    ],
    [
      'a mail for somebody else with the phrase',
      'subject',
      async () => pgpMimeMail(['Subject: Security Alert'], await sealed(entity('x'), theirs)),
    ],
  ])('%s', async (_name, trigger, mail) => {
    expect(await verdictOn(await mail())).toBe(trigger);
  });
});

describe('no report is', () => {
  it.each([
    ['a clear mail without the phrase', async () => personMail(['Subject: Lunch'])],
    ['a clear mail without a subject', async () => personMail([])],
    ['a clear mail with a hidden subject', async () => personMail(['Subject: ...'])],
    [
      'a clear mail with the phrase in its words alone',
      async () => personMail(['Subject: Hi'], 'Security Alert'),
    ],
    [
      'a mail for somebody else with a subject of its own',
      async () => pgpMimeMail(['Subject: Lunch'], await sealed(entity('x'), theirs)),
    ],
    [
      'a mail with a key attached',
      async () =>
        mixedMail(
          ['Subject: My key'],
          [`Content-Type: application/pgp-keys; name="key.asc"\n\n${theirs.toPublic().armor()}`],
        ),
    ],
    [
      'a clear mail that quotes the BEGIN line of an armor',
      async () => personMail(['Subject: Hi'], 'What is -----BEGIN PGP MESSAGE----- for?'),
    ],
  ])('%s', async (_name, mail) => {
    expect(await verdictOn(await mail())).toBeNull();
  });
});

const SHAPES: readonly (readonly [string, (header: readonly string[], armor: string) => Buffer])[] = [
  ['PGP/MIME', pgpMimeMail],
  [
    'PGP/MIME renamed by a gateway',
    (header, armor) => {
      const { content, body } = pgpMime(armor, 'mixed');
      return personMail([...header, ...content], body);
    },
  ],
  ['inline', (header, armor) => personMail(header, armor)],
  ['inline amid words', (header, armor) => personMail(header, `Hello,\n${armor}\nAda`)],
  [
    'a file',
    (header, armor) =>
      mixedMail(header, [
        'Content-Type: text/plain\n\nSee the file.',
        `Content-Type: application/octet-stream; name="report.asc"\n\n${armor}`,
      ]),
  ],
];

const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  ['a hidden subject', ['Subject: ...']],
  ['the phrase', ['Subject: Security Alert']],
  ['another subject', ['Subject: Lunch']],
  ['no subject', []],
  ['a machine for its sender', ['Subject: Lunch', 'Auto-Submitted: auto-replied']],
];

const SEALINGS: readonly (readonly [string, () => Promise<string>, () => Promise<string>])[] = [
  ['tampered with', () => sealed(entity('x'), ours), async () => tampered(await sealed(entity('x'), ours))],
  [
    'tampered with, to a hidden recipient',
    () => sealed(entity('x'), ours, { wildcard: true }),
    async () => tampered(await sealed(entity('x'), ours, { wildcard: true })),
  ],
  [
    'for a hidden other',
    () => sealed(entity('x'), ours, { wildcard: true }),
    () => sealed(entity('x'), theirs, { wildcard: true }),
  ],
  [
    'stripped of its integrity protection',
    () => sealed(entity('x'), ours),
    () => unprotected(entity('x'), ours),
  ],
  [
    'the phrase inside',
    () => sealed(entity('x', 'Security Alert'), ours),
    () => sealed(entity('x', 'Lunch'), ours),
  ],
  [
    'a machine inside',
    () => sealed(entity('x'), ours),
    () => sealed(`Auto-Submitted: auto-replied\r\n${entity('x')}`, ours),
  ],
  [
    'damaged one encryption further in',
    async () => sealed(nested(await sealed(entity('x'), ours)), ours),
    async () => sealed(nested(await tampered(await sealed(entity('x'), ours))), ours),
  ],
  [
    'no OpenPGP message further in',
    async () => sealed(nested(await sealed(entity('x'), theirs)), ours),
    async () => sealed(nested('garbage'), ours),
  ],
];

function nested(armor: string): string {
  const { content, body } = pgpMime(armor);
  return `${content.join('\r\n')}\r\n\r\n${body}`;
}

/** What the sender can see of how a mail was taken in. */
async function outwardOf(mail: Buffer) {
  const result = await read(mail);
  const { answerability, encryption, envelope } = result.message;
  return {
    isReport: judge(result, PHRASE) !== null,
    answerability,
    envelope,
    cameInTheClear: encryption.state === 'cleartext',
  };
}

describe('nothing a sender can see tells a message that opened from one', () => {
  const pairs = SHAPES.flatMap(([shape, build]) =>
    HEADERS.flatMap(([header, lines]) =>
      SEALINGS.map(([difference, one, other]) => ({ shape, header, difference, build, lines, one, other })),
    ),
  );

  it.each(pairs)('$difference: $shape, $header', async ({ build, lines, one, other }) => {
    const opening = build(lines, await one());
    expect((await read(opening)).message.encryption.state).toBe('decrypted');
    expect(await outwardOf(build(lines, await other()))).toEqual(await outwardOf(opening));
  });

  it('with any byte of its encrypted data turned over', async () => {
    const bytes = packetsOf(await sealed(entity('x'.repeat(50)), ours));
    const mail = (one: Uint8Array) => pgpMimeMail(['Subject: Lunch'], armored(one));
    const expected = await outwardOf(mail(bytes));
    // Behind both packet headers, the version and the first ciphertext block.
    const first = bytes.length - 80;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: first, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const changed = Buffer.from(bytes);
          changed[at] = (changed[at] ?? 0) ^ mask;
          expect(await outwardOf(mail(changed))).toEqual(expected);
        },
      ),
      { numRuns: 60, seed: 20261124 },
    );
  });
});
