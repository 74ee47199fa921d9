/** Which mail is downloaded: never less than the verdict would call a report. */
import fc from 'fast-check';
import type { PrivateKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { isCandidate, type OnRecord, type Preview } from '../../src/mailbox/candidate.js';
import { fieldValues } from '../../src/mailbox/header-text.js';
import { mayHoldOpenPgp } from '../../src/mailbox/openpgp-shape.js';
import { type Part, splitParts } from '../../src/message/mime-tree.js';
import { readMessage } from '../../src/message/read.js';
import { judge } from '../../src/message/verdict.js';
import { entity, newKey, personMail, pgpMime, sealed, sealedBinary, tampered } from '../message/mails.js';

const PHRASE = 'Security Alert';

const CLEAR: Preview = {
  uid: 1,
  size: 1000,
  receivedAt: null,
  subjects: ['Lunch'],
  thread: [],
  returnPath: '<researcher@example.org>',
  parts: [{ type: 'text/plain', filename: null }],
  holdsArmor: false,
  header: new Uint8Array(),
};

const ON_RECORD: OnRecord = {
  hasReport: number => number === 'TS-2026-0001',
  hasMessage: messageId => messageId === '<receipt.1@example.test>',
};

describe('a mail is downloaded', () => {
  it.each<[string, Partial<Preview>]>([
    ['with the phrase in its subject', { subjects: ['security alert'] }],
    ['with the phrase encoded', { subjects: ['=?utf-8?b?U2VjdXJpdHkgQWxlcnQ=?='] }],
    ['with the phrase in the second of two subjects', { subjects: ['Lunch', 'Security Alert'] }],
    ['with a structure that could not be read', { parts: null }],
    ['with an armored message in it', { holdsArmor: true }],
    ['with words, where the server would not search them', { holdsArmor: null }],
    ['that is multipart/encrypted', { parts: [{ type: 'multipart/encrypted', filename: null }] }],
    [
      'with an encrypted file',
      {
        parts: [
          { type: 'text/plain', filename: null },
          { type: 'image/png', filename: 'a.png.pgp' },
        ],
      },
    ],
    ['with the number of a report in its subject', { subjects: ['Re: [TS-2026-0001] We have received'] }],
    [
      'with that number encoded, its hyphens made dashes',
      { subjects: ['=?utf-8?q?ts=E2=80=912026=E2=80=930001?='] },
    ],
    ['that answers a mail on record', { thread: ['<other@example.org>', '<receipt.1@example.test>'] }],
    ['that is a delivery report', { parts: [{ type: 'multipart/report', filename: null }] }],
    ['from a mail server, which writes no return path', { returnPath: '<>' }],
    [
      'with a mail that is attached as a file',
      { parts: [{ type: 'application/octet-stream', filename: 'Mail.EML' }] },
    ],
    ['with a nameless file of no type', { parts: [{ type: 'application/octet-stream', filename: null }] }],
  ])('%s', (_name, preview) => {
    expect(isCandidate({ ...CLEAR, ...preview }, PHRASE, ON_RECORD)).toBe(true);
  });
});

describe('a mail is left where it is', () => {
  it.each<[string, Partial<Preview>]>([
    ['without any of this', {}],
    ['without a subject', { subjects: [] }],
    ['with a hidden subject and nothing encrypted', { subjects: ['...'] }],
    ['with the number of a report that does not exist', { subjects: ['Re: [TS-2026-0002] hello'] }],
    ['with a number inside a longer one', { subjects: ['XTS-2026-0001 TS-2026-00011'] }],
    ['that answers a mail which is not on record', { thread: ['<other@example.org>'] }],
    ['without a return path at all', { returnPath: null }],
    ['with a signature', { parts: [{ type: 'application/pgp-signature', filename: 'signature.asc' }] }],
    ['with a key', { parts: [{ type: 'application/pgp-keys', filename: 'key.asc' }] }],
    [
      'with nothing but a picture, unsearched',
      { parts: [{ type: 'image/png', filename: null }], holdsArmor: null },
    ],
  ])('%s', (_name, preview) => {
    expect(isCandidate({ ...CLEAR, ...preview }, PHRASE, ON_RECORD)).toBe(false);
  });
});

it.each([
  ['application/pgp-encrypted', null, true],
  ['application/octet-stream', null, true],
  ['application/octet-stream', 'noname', true],
  ['application/octet-stream', 'payload', false],
  ['application/octet-stream', 'msg.asc', true],
  ['application/octet-stream', 'a.PGP', true],
  ['text/plain', 'a.gpg', true],
  ['application/octet-stream', 'a.zip', false],
  ['application/pgp-signature', 'signature.asc', false],
  ['text/plain', null, false],
])('a part %s named %s may hold an OpenPGP message: %s', (type, filename, expected) => {
  expect(mayHoldOpenPgp(type, filename)).toBe(expected);
});

describe('whatever is a report would have been downloaded', () => {
  let ours: PrivateKey;
  let armors: string[];
  let binary: Uint8Array;

  beforeAll(async () => {
    ours = await newKey('ours');
    const theirs = await newKey('theirs');
    armors = await Promise.all([
      sealed('it leaks', ours),
      sealed(entity('it leaks', 'Security Alert'), ours),
      sealed('it leaks', theirs),
      sealed('it leaks', theirs, { wildcard: true }),
      sealed('it leaks', ours).then(tampered),
      sealed('it leaks', ours).then(armor => armor.slice(0, 150)),
      Promise.resolve('it leaks'),
      Promise.resolve('-----BEGIN PGP MESSAGE-----'),
    ]);
    binary = await sealedBinary('it leaks', ours);
  });

  /** What FETCH tells of a mail: its structure and, by the server's search, whether its words hold armor. */
  async function previewOf(mail: Buffer): Promise<Preview> {
    const all = flat(await splitParts(mail));
    return {
      ...CLEAR,
      subjects: fieldValues(mail.subarray(0, mail.indexOf('\r\n\r\n')), 'subject'),
      parts: all.map(({ type, filename }) => ({ type, filename })),
      holdsArmor: all.some(({ body }) => body.includes('BEGIN PGP MESSAGE')),
    };
  }

  function flat(part: Part): Part[] {
    return [part, ...part.children.flatMap(flat)];
  }

  const subjectLine = fc.constantFrom(
    [],
    ['Subject: Lunch'],
    ['Subject: ...'],
    ['Subject: Security Alert'],
    ['Subject: Lunch', 'Subject: Security Alert'],
    ['Subject: Security Alert', 'Subject: Lunch'],
    ['Subject: =?utf-8?q?Security=C2=A0Al?=', ' =?utf-8?q?ert?='],
    ['Subject:', ' Security', '\tAlert'],
    ['subject : Security Alert'],
    ['SUBJECT:Re: [x] Secu\u00adrity\u00a0Alert'],
    [`Subject: ${'=?utf-8?q??= '.repeat(3000)}Security Alert`],
    [`Subject: ${'x'.repeat(4090)} Security Alert`],
    ['X-Junk: \u00fc', 'Subject: Security\u00a0Alert'],
  );

  const part = fc.record({
    type: fc.constantFrom(
      'text/plain',
      'text/html',
      'text/x-other',
      'application/octet-stream',
      'application/pgp-encrypted',
      'application/pgp-keys',
      'application/pdf',
      'message/rfc822',
    ),
    name: fc.constantFrom(null, 'a.asc', 'a.pgp', 'a.txt', 'a.pdf', 'smime.p7m'),
    disposition: fc.constantFrom('', 'attachment', 'inline'),
    encoding: fc.constantFrom('7bit', 'base64'),
    content: fc.integer({ min: 0, max: 8 }),
  });

  type PartSpec = typeof part extends fc.Arbitrary<infer T> ? T : never;

  function render({ type, name, disposition, encoding, content }: PartSpec): string {
    const body = Buffer.from(armors[content] ?? binary);
    const named = name === null ? '' : `; name="${name}"`;
    return [
      `Content-Type: ${type}${named}`,
      ...(disposition === '' ? [] : [`Content-Disposition: ${disposition}`]),
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      encoding === 'base64' ? body.toString('base64').replace(/(.{76})/g, '$1\n') : body.toString('latin1'),
    ].join('\n');
  }

  const multipart = fc.constantFrom('mixed', 'alternative', 'encrypted', 'related', 'report');

  it('over generated mails', async () => {
    let reports = 0;
    await fc.assert(
      fc.asyncProperty(
        subjectLine,
        fc.constantFrom<BufferEncoding>('utf8', 'latin1'),
        multipart,
        fc.array(part, { maxLength: 3 }),
        fc.boolean(),
        async (subject, charset, subtype, parts, isWhole) => {
          const { content, body } = pgpMime(armors[0] ?? '');
          const text = isWhole
            ? personMail([...subject, ...content], body)
            : personMail(
                [...subject, 'MIME-Version: 1.0', `Content-Type: multipart/${subtype}; boundary=gg`],
                `${parts.map(one => `--gg\n${render(one)}\n`).join('')}--gg--\n`,
              );
          const mail = Buffer.from(text.toString('utf8'), charset);
          const verdict = judge(
            await readMessage(mail, [ours], { addresses: [], loop: 'security@acme.example' }),
            PHRASE,
          );
          if (verdict === null) return;
          reports += 1;
          const preview = await previewOf(mail);
          expect(isCandidate(preview, PHRASE, ON_RECORD)).toBe(true);
          expect(isCandidate({ ...preview, holdsArmor: null }, PHRASE, ON_RECORD)).toBe(true);
          expect(isCandidate({ ...preview, parts: null }, PHRASE, ON_RECORD)).toBe(true);
        },
      ),
      { numRuns: 600, seed: 20261124 },
    );
    expect(reports).toBeGreaterThan(100);
  });
});
