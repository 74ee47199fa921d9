/** What somebody writes into the form is read out of the mail that is made of it. */
import fc from 'fast-check';
import { createMessage, encrypt, generateKey, type PrivateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Reader, startReader } from '../../dist/reading/reader.js';
import { entityOf } from '../../src/form/entity.js';
import { clearMail, encryptedMail, type Outside, readArmor } from '../../src/form/mail.js';
import { reportText, subjectOf } from '../../src/form/report-text.js';
import { LINE_FIELDS, type Submission, type SubmittedFile, TEXT_FIELDS } from '../../src/form/submission.js';
import { FIELDS, submission } from './sample.js';

const OUTSIDE: Outside = {
  id: 'opened-once',
  date: new Date('2026-11-24T09:00:00Z'),
  to: 'security@acme.example',
  phrase: 'Security Alert',
  language: 'en',
  email: 'ada@quill.example',
};

let reader: Reader;
let key: { privateKey: PrivateKey };
beforeAll(async () => {
  key = await generateKey({ userIDs: [{ email: OUTSIDE.to }], format: 'object' });
  reader = await startReader(
    {
      privateKeys: [{ file: 'key.asc', bytes: Buffer.from(key.privateKey.armor()), passphrase: null }],
      knownKeys: [],
      learnedKeys: [],
      phrase: OUTSIDE.phrase,
      ownAddresses: [OUTSIDE.to],
      authservId: null,
      products: [],
    },
    20_000,
  );
});
afterAll(() => reader.stop());

async function read(mail: Uint8Array) {
  const reading = await reader.read(mail);
  if (reading.kind !== 'read') throw new Error(reading.reason);
  return reading;
}

/** As the page makes it. */
async function encrypted(written: Submission, files: readonly SubmittedFile[], outside = OUTSIDE) {
  const subject = subjectOf(outside.phrase, written);
  const entity = entityOf(reportText(written), files, 'inner', { subject, outer: outside.phrase });
  const armored = await encrypt({
    message: await createMessage({ binary: Buffer.from(entity) }),
    encryptionKeys: key.privateKey.toPublic(),
  });
  const sound = readArmor(Buffer.from(String(armored)));
  if (sound === null) throw new Error('not armored');
  return encryptedMail(sound, outside);
}

const GERMAN: Readonly<Record<string, string>> = {
  language: 'de',
  title: 'Sitzung eines anderen Kontos',
  description:
    'Die Anmeldung nimmt das Token eines anderen Kontos an, ohne es mit dem Cookie zu vergleichen.',
  steps: '1. Als Ada anmelden.\n2. Das Token kopieren.\n3. Mit dem Cookie von Bob senden.',
  versions: '2.1.0 bis 2.3.4',
  impact: 'Wer ein Konto hat, liest die Rechnungen aller anderen.',
  mitigations: 'Die einmalige Anmeldung abschalten.',
};

const ways = [
  ['in the clear', async (one: Submission) => clearMail(one, [], { ...OUTSIDE, language: one.language })],
  ['encrypted', (one: Submission) => encrypted(one, [], { ...OUTSIDE, language: one.language })],
] as const;

describe.each(ways)('every part of the form becomes its field of the report, %s', (_way, mailOf) => {
  it.each([
    ['in English', {}, ['2.1.0 to 2.3.4']],
    ['in German', GERMAN, ['2.1.0 bis 2.3.4']],
  ] as const)('%s', async (_language, fields, versions) => {
    const written = submission(fields);
    const { report, trigger, message } = await read(await mailOf(written));
    expect(report).toMatchObject({
      summary: written.title,
      description: written.description,
      affected: [{ product: 'Acme Gate', versions }],
      impact: written.impact,
      mitigations: written.mitigations,
      severity: { rating: 'high', vector: written.vector },
      reporter: { name: 'Ada Quill', email: 'ada@quill.example', creditAs: 'Ada Quill', wantsCredit: true },
      missing: [],
      language: written.language,
    });
    expect(report.steps).toHaveLength(3);
    expect(report.environment).toContain('Debian 12, PostgreSQL 15');
    expect(report.environment).toContain('curl 8.5.0');
    expect(trigger).toBe('subject');
    expect(message.answerability).toMatchObject({
      answer: true,
      address: 'ada@quill.example',
      language: written.language,
    });
    expect(message.differences).toEqual([]);
  });
});

it('words that are no letters of ASCII come through, in names and titles too', async () => {
  const written = submission({
    name: 'Ådä Quíll 漢字',
    title: `Ümläut ${'漢字'.repeat(40)}`,
    description: 'Größe 😀 ≠ size',
  });
  const { report, message } = await read(clearMail(written, [], OUTSIDE));
  expect(message.envelope.from).toEqual([{ name: written.name, address: written.email }]);
  expect(message.envelope.subject).toBe(`Security Alert: ${written.title}`);
  expect(report.description).toBe(written.description);
});

it.each([
  ['a farewell and a signature', 'It leaks.\n\nBest regards,\nAda\n\n-- \nAda Quill, Quill Labs'],
  ['a fence that is left open', 'It leaks:\n\n```\ncurl https://acme.example'],
  [
    'a quoted mail',
    'It leaks.\n\nOn Mon, 2 Nov 2026, Bob wrote:\n> fine\n\n-----Original Message-----\nFrom: Bob',
  ],
  ['a heading of its own', 'It leaks.\n\n# Impact\n\nNone.\n\n## Product: Other 9'],
])('%s in the description takes no field away', async (_name, description) => {
  const { report } = await read(clearMail(submission({ description }), [], OUTSIDE));
  expect(report).toMatchObject({
    affected: expect.arrayContaining([{ product: 'Acme Gate', versions: ['2.1.0 to 2.3.4'] }]),
    severity: { rating: 'high' },
    reporter: { email: 'ada@quill.example', creditAs: 'Ada Quill' },
  });
  expect(report.description).toContain('It leaks');
});

it.each(ways)('who wants no credit is not named, %s', async (_way, mailOf) => {
  for (const language of ['en', 'de']) {
    const { report } = await read(await mailOf(submission({ language, credit: 'no', creditName: '' })));
    expect(report.reporter).toMatchObject({ wantsCredit: false, creditAs: null });
  }
});

it('files come as they were, whatever they are called and claim to be', async () => {
  const files = [
    { name: 'log.txt', type: 'text/plain', content: Buffer.from('GET /login\n') },
    { name: '../../etc/"Größe"\r\nX: y.png', type: 'image/png', content: Buffer.from([0, 1, 2, 255]) },
    { name: '', type: 'message/rfc822', content: Buffer.from('Subject: inner\n\nwords') },
    { name: 'empty', type: 'multipart/mixed; boundary=x', content: Buffer.alloc(0) },
  ];
  for (const mail of [clearMail(submission(), files, OUTSIDE), await encrypted(submission(), files)]) {
    const { message } = await read(mail);
    expect(message.attachments.map(({ content }) => Buffer.from(content))).toEqual(
      files.map(({ content }) => content),
    );
    expect(message.attachments.map(({ contentType }) => contentType)).toEqual([
      'text/plain',
      'image/png',
      'application/octet-stream',
      'application/octet-stream',
    ]);
    expect(message.attachments[1]?.filename).toBe('"Größe"X: y.png');
  }
});

describe('the mail', () => {
  it('is the same for the same form, and another for another one', () => {
    const mail = (one: Partial<Outside>, fields: Readonly<Record<string, string>> = {}) =>
      Buffer.from(clearMail(submission(fields), [], { ...OUTSIDE, ...one })).toString();
    const idOf = (text: string) => /^Message-ID: (.*)$/m.exec(text)?.[1];
    expect(mail({})).toBe(mail({}));
    expect(idOf(mail({}))).not.toBe(idOf(mail({ id: 'opened-again' })));
    expect(idOf(mail({}))).not.toBe(idOf(mail({}, { impact: 'None.' })));
  });

  it('of somebody who gives no address comes from nobody, and is not answered', async () => {
    const { message, trigger, report } = await read(
      clearMail(submission({ email: '' }), [], { ...OUTSIDE, email: '' }),
    );
    expect(trigger).toBe('subject');
    expect(message.envelope.from).toEqual([]);
    expect(message.answerability).toEqual({ answer: false, because: 'no-single-sender' });
    expect(report.reporter.email).toBeNull();
  });

  it.each([
    'Eve" <eve@evil.example>, "x',
    'eve@evil.example',
    'Eve <eve@evil.example>',
    'a\r\nBcc: b@c.example',
    '=?utf-8?B?YUBi?=',
    '\\',
    ',;:()',
  ])('of a reporter who calls themselves %j is answered where they say', async name => {
    const { message } = await read(clearMail(submission({ name }), [], OUTSIDE));
    expect(message.envelope.from).toHaveLength(1);
    expect(message.answerability).toMatchObject({ answer: true, address: 'ada@quill.example' });
  });

  it('has no field but its own, whatever is written into the form', () => {
    const lines = Object.keys(LINE_FIELDS);
    const texts = Object.keys(TEXT_FIELDS);
    const names = [...lines, ...texts];
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 80 }), {
          minLength: names.length,
          maxLength: names.length,
        }),
        values => {
          const fields = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
          const written = submission({ ...FIELDS, ...fields });
          const mail = Buffer.from(clearMail(written, [], { ...OUTSIDE, email: written.email })).toString();
          const [header = ''] = mail.split('\r\n\r\n');
          const own = header.split('\r\n').filter(line => !line.startsWith(' '));
          expect(own.map(line => line.split(':')[0])).toEqual([
            'Date',
            'From',
            'To',
            'Subject',
            'Message-ID',
            'Content-Language',
            'MIME-Version',
            'Content-Type',
          ]);
          expect(mail).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
        },
      ),
    );
  });
});

describe('an armored message', () => {
  const armorOf = (text: string) => {
    const armor = readArmor(Buffer.from(text));
    return armor === null ? null : Buffer.from(armor).toString();
  };
  const GOOD = '-----BEGIN PGP MESSAGE-----\n\nwV4Dabc=\n=abcd\n-----END PGP MESSAGE-----';
  it('is taken, with the line ends of either kind', () => {
    const sent = GOOD.replaceAll('\n', '\r\n');
    for (const text of [GOOD, `${GOOD}\n`, `${sent}\r\n`, GOOD.replace('\n', '\r\n')])
      expect(armorOf(text)).toBe(sent);
    expect(armorOf(GOOD.replace('-\n\n', '-\nComment: x\n\n'))).toContain('\r\nComment: x\r\n\r\n');
  });

  it('that is large takes no more memory than its own', () => {
    const large = Buffer.from(
      `-----BEGIN PGP MESSAGE-----\r\n\r\n${`${'A'.repeat(60)}\r\n`.repeat(200_000)}-----END PGP MESSAGE-----\r\n`,
    );
    expect(readArmor(large)?.buffer).toBe(large.buffer);
  });

  it.each([
    ['nothing', ''],
    ['words', 'The login leaks.'],
    ['a key', GOOD.replaceAll('MESSAGE', 'PUBLIC KEY BLOCK')],
    ['two', `${GOOD}\n${GOOD}`],
    ['words before it', `Hello\n${GOOD}`],
    ['words after it', `${GOOD}\nHello`],
    ['a boundary in it', GOOD.replace('wV4', '--=_encrypted\n\nwV4')],
    ['other characters in it', GOOD.replace('wV4', 'wV4 ä')],
    ['no end', GOOD.replace('-----END PGP MESSAGE-----', '')],
    ['of more short lines than any program writes', GOOD.replace('wV4', 'w\n'.repeat(1_000))],
    ['a carriage return in it', GOOD.replace('wV4', 'w\rV4')],
    ['far away from where it begins', ' '.repeat(1_000) + GOOD],
    ['nothing in it', '-----BEGIN PGP MESSAGE-----\n\n-----END PGP MESSAGE-----'],
  ])('%s is none', (_name, text) => {
    expect(armorOf(text)).toBeNull();
  });
});
