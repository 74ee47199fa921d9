/** Answering from raw mail to outbox: who gets what, and that nothing of it depends on decryption. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { generateKey, type PrivateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPlainAddress } from '../../src/message/address.js';
import type { Message, Signature } from '../../src/message/message.js';
import { readMessage } from '../../src/message/read.js';
import { answerReport, mayNameMissing } from '../../src/receipt/answer.js';
import type { Responder } from '../../src/receipt/responder.js';
import { loadTemplates } from '../../src/receipt/templates.js';
import { mailWriter } from '../../src/receipt/write-mail.js';
import { EMPTY_CATALOGUE } from '../../src/report/affected/catalogue.js';
import { explainExtraction } from '../../src/report/extract.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { queuedReceipts } from '../../src/store/delivery.js';
import type { ReceiptMail } from '../../src/store/outbox.js';
import { recordReport } from '../../src/store/reports.js';
import { entity, mixedMail, newKey, personMail, pgpMimeMail, raw, sealed } from '../message/mails.js';
import { sampleReport } from '../report/sample.js';
import { clear } from '../store/clear.js';
import { newMessage } from '../store/new-message.js';

const OWN = {
  addresses: ['security@acme.example'],
  loop: 'security@acme.example',
  authservId: 'mx.acme.example',
};
const NOW = new Date('2026-11-24T12:00:00Z');

const RESPONDER: Responder = {
  name: 'Acme Security',
  address: 'security@acme.example',
  policyUrl: 'https://acme.example/policy',
  timeZone: 'Europe/Berlin',
  acknowledgeWorkingDays: 1,
  disclosureDays: 90,
  keyFingerprint: '0123456789ABCDEF0123456789ABCDEF01234567',
};

const RULES = {
  perSenderPerHour: 5,
  perDomainPerHour: 50,
  perHour: 1000,
  onDmarcFailure: 'hold' as const,
  maxAgeDays: 14,
};

const templates = loadTemplates(null);

let folder: string;
let ours: PrivateKey;
/** Of the sender, as mails bring it. */
let adas: PrivateKey;
/** An empty database. */
let shared: Connection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'answer-'));
  shared = openDatabase(clear(join(folder, 'inbox.sqlite')));
  ours = await newKey('security');
  const { privateKey } = await generateKey({
    type: 'curve25519',
    userIDs: [{ name: 'Ada', email: 'ada@quill.example' }],
    format: 'object',
  });
  adas = privateKey;
});

afterAll(() => {
  shared.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly withheld: string | null;
  /** Null where nothing is queued. */
  readonly mail: ReceiptMail | null;
}

/** Reads a mail, records it as the first report of an empty database, answers it, and takes both back. */
async function answerTo(
  mail: Buffer,
  keys: readonly PrivateKey[],
  change: (message: Message) => Message = message => message,
): Promise<Answer> {
  const message = change((await readMessage(mail, keys, OWN)).message);
  const { bodies, attachments, envelope, protectedHeader } = message;
  const content = explainExtraction(
    {
      subject: protectedHeader?.subject ?? envelope.subject,
      from: envelope.from[0] ?? null,
      replyTo: envelope.replyTo[0] ?? null,
      bodies,
      attachments,
    },
    { subjectTrigger: 'Security Alert', ownAddresses: OWN.addresses, catalogue: EMPTY_CATALOGUE },
  ).report;
  shared.exec('BEGIN IMMEDIATE');
  try {
    return answerIn(shared, mail, message, content);
  } finally {
    // Making a database for each would take most of the time of hundreds of mails.
    shared.exec('ROLLBACK');
  }
}

function answerIn(
  connection: Connection,
  mail: Buffer,
  message: Message,
  content: Parameters<typeof answerReport>[0]['content'],
  now = NOW,
): Answer {
  const deadlines = { acknowledgeBy: NOW, discloseBy: NOW };
  const { id, number } = recordReport(
    connection,
    {
      content: sampleReport({}),
      ...deadlines,
      message: newMessage({ raw: mail }),
      attachments: [],
    },
    'TS',
    NOW,
  );
  const answered = { id, number, raw: mail, receivedAt: NOW, deadlines, header: message, message, content };
  const sender = message.envelope.from[0]?.address ?? null;
  const withheld = answerReport(
    { ...answered, sender, replaySuspected: false },
    { connection, responder: RESPONDER, rules: RULES, templates, now: () => now },
  );
  return { withheld, mail: queuedReceipts(connection, new Date())[0]?.mail ?? null };
}

const SECRET =
  'Beschreibung\nDas ist ein Fehler in der Anmeldung und nicht in den anderen Teilen.\n\nBetroffen\nquokka 1.2\n';

const VALID: Signature = {
  outcome: 'valid',
  fingerprint: 'A'.repeat(40),
  key: 'learned',
  userIdMatchesFrom: true,
  covers: 'everything',
};

describe('missing parts are named', () => {
  const text = async (mail: Buffer, signature: Partial<Signature>) =>
    (await answerTo(mail, [ours], message => ({ ...message, signature: { ...VALID, ...signature } }))).mail
      ?.text;
  const NAMED = 'the steps to reproduce it';
  const encrypted = async (header: string[] = []) =>
    pgpMimeMail(header, await sealed(entity('Description\nx\n'), ours));

  it('to who wrote in the clear', async () => {
    expect(await text(personMail([], 'Description\nSomething.\n'), { outcome: 'unsigned' })).toContain(NAMED);
  });

  it.each<[string, Partial<Signature>]>([
    ['the operator configured', { key: 'configured' }],
    ['an earlier mail taught us', { key: 'learned' }],
  ])('to who signed all of an encrypted mail with a key that %s', async (_name, signature) => {
    expect(await text(await encrypted(), signature)).toContain(NAMED);
  });

  it.each<[string, Partial<Signature>]>([
    ['is not there', { outcome: 'unsigned' }],
    ['is broken', { outcome: 'invalid' }],
    ['is of a key nobody knows', { outcome: 'unknown-key' }],
    ['is of a key that came with the mail', { key: 'claimed' }],
    ['is of a key that was looked up', { key: 'looked-up' }],
    ['is of a key without provenance', { key: null }],
    ['covers a part', { covers: 'part' }],
    ['covers nobody knows what', { covers: null }],
    ["is of somebody else's key", { userIdMatchesFrom: false }],
    ['is of a key without user ID', { userIdMatchesFrom: null }],
  ])('to nobody else: not where the signature of an encrypted mail %s', async (_name, signature) => {
    expect(await text(await encrypted(), signature)).not.toContain(NAMED);
  });

  it('to nobody but the signer: not where Reply-To is answered', async () => {
    const mail = await encrypted(['Reply-To: other@quill.example']);
    expect(await text(mail, {})).not.toContain(NAMED);
  });

  it('not of a mail that stayed closed', async () => {
    const { message } = await readMessage(await encrypted(), [], OWN);
    expect(mayNameMissing({ ...message, signature: VALID })).toBe(false);
  });
});

describe('the receipt', () => {
  const certificate = '-----BEGIN PGP PUBLIC KEY BLOCK-----';
  const withKey = (message: Message): Message => ({ ...message, recipientKey: certificate });

  it('is encrypted where the key of From is known', async () => {
    expect((await answerTo(personMail([]), [], withKey)).mail?.encryptTo).toBe(certificate);
  });

  it('to a Reply-To is not encrypted to the key of From', async () => {
    const { mail } = await answerTo(personMail(['Reply-To: psirt@quill.example']), [], withKey);
    expect(mail).toMatchObject({ recipient: 'psirt@quill.example', encryptTo: null });
  });

  it('waits for a person where our own server says that DMARC failed', async () => {
    const forged = personMail([
      'Authentication-Results: mx.acme.example; dmarc=fail header.from=quill.example',
    ]);
    expect(await answerTo(forged, [])).toEqual({
      withheld: 'waits for a person: its sender may be forged (DMARC failed)',
      mail: null,
    });
  });

  it.each([
    ['German for a German report in the clear', personMail([], SECRET), 'de'],
    [
      'English for an English one',
      personMail([], 'Description\nThis is a bug that is in all of the parts.\n'),
      'en',
    ],
    [
      'German where the header says so and the words do not tell',
      personMail(['Content-Language: de'], 'x'),
      'de',
    ],
    ['English by default', personMail([], 'x'), 'en'],
  ])('is %s', async (_name, mail, language) => {
    expect((await answerTo(mail, [])).mail?.html).toContain(`<html lang="${language}">`);
  });

  it.each([
    ['English to an encrypted mail, whatever is inside', [], 'en'],
    ['German to an encrypted mail whose header says so', ['Content-Language: de-DE'], 'de'],
    [
      'German to an encrypted mail with a German subject',
      ['Subject: Ein Fehler in der Anmeldung und das ist nicht alles'],
      'de',
    ],
  ])('is %s', async (_name, header, language) => {
    const mail = pgpMimeMail(header, await sealed(entity(SECRET), ours));
    expect((await answerTo(mail, [ours])).mail?.html).toContain(`<html lang="${language}">`);
  });

  it('says how to encrypt to who did not, and to nobody else', async () => {
    const advice = /If you use OpenPGP/;
    expect((await answerTo(personMail([]), [])).mail?.text).toMatch(advice);
    expect((await answerTo(pgpMimeMail([], await sealed(entity('x'), ours)), [ours])).mail?.text).not.toMatch(
      advice,
    );
  });

  it('tells nobody who sent S/MIME that they did not encrypt, or what is not in it', async () => {
    const type = ['MIME-Version: 1.0', 'Content-Type: application/pkcs7-mime; name=smime.p7m'];
    const { mail } = await answerTo(personMail(type, 'MIIabc'), []);
    const closed = await answerTo(pgpMimeMail([], await sealed(entity('x'), ours)), []);
    const words = (text = '') => text.replaceAll(/TS-\d+-\d+/g, '');
    expect(words(mail?.text)).toBe(words(closed.mail?.text));
  });
});

describe('whether a mail opened', () => {
  const words = fc.constantFrom(
    SECRET,
    'Description\nThe login leaks.\n\nSteps to reproduce\n1. Log in.\n2. Look.\n\nAffected\nquokka 1.2\n',
    '',
    'x'.repeat(5000),
  );
  const text = fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 300 }));
  const subject = fc.constantFrom(null, 'Security Alert: quokka', 'Ein Fehler in der Anmeldung und mehr');
  const form = fc.constantFrom('pgp-mime', 'inline', 'attachment', 'mixed');
  const innerHeader = fc.constantFrom(
    '',
    'Reply-To: eve@evil.example\r\nAuto-Submitted: auto-replied\r\nContent-Language: de\r\n',
  );

  /** An entity that brings the sender's key with it. */
  const withKey = (plain: string) =>
    [
      'Content-Type: multipart/mixed; boundary=kk',
      '',
      '--kk',
      'Content-Type: text/plain; charset=utf-8',
      '',
      plain,
      '--kk',
      'Content-Type: application/pgp-keys; name="key.asc"',
      '',
      adas.toPublic().armor(),
      '--kk--',
      '',
    ].join('\r\n');

  it('shows in nothing of its receipt', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        subject,
        form,
        innerHeader,
        fc.boolean(),
        async (plain, hidden, kind, inner, key) => {
          const content = key ? withKey(plain) : entity(plain, hidden);
          const plaintext = kind === 'inline' ? plain : `${inner}${content}`;
          const armor = await sealed(plaintext, ours);
          const mail = mailOf(kind, armor);
          const opened = await answerTo(mail, [ours]);
          const closed = await answerTo(mail, []);
          expect(opened.mail).not.toBeNull();
          expect(opened).toEqual(closed);
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  });

  function mailOf(kind: string, armor: string): Buffer {
    switch (kind) {
      case 'pgp-mime':
        return pgpMimeMail(['Subject: ...'], armor);
      case 'inline':
        return personMail(['Subject: Security Alert'], armor);
      case 'attachment':
        return mixedMail(
          ['Subject: Security Alert'],
          [
            'Content-Type: text/plain\n\nsee the file',
            `Content-Type: application/octet-stream; name="report.txt.asc"\n\n${armor}`,
          ],
        );
      default:
        return mixedMail(
          ['Subject: x'],
          ['Content-Type: text/plain\n\nhello', `Content-Type: text/plain\n\n${armor}`],
        );
    }
  }
});

describe('nothing in a mail', () => {
  const nasty = fc.constantFrom(
    '=?utf-8?Q?x=0D=0ABcc:_victim@bank.example?=',
    '=?utf-8?B?DQpUbzogdmljdGltQGJhbmsuZXhhbXBsZQ==?=',
    '"victim@bank.example" <',
    ', victim@bank.example',
    '>,<victim@bank.example>',
    ';victim@bank.example',
    '\u0000',
    '\u202evictim',
    '\u2028To: victim@bank.example',
    '(',
    '"',
    '\\',
    '@',
    '<a@b.example>',
    'group: a@b.example;',
    'é',
    ' ',
    '\t',
  );
  const value = fc
    .array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 5 })
    .map(parts => parts.join('').replace(/[\r\n]/g, ''));
  const field = (name: string) =>
    fc.option(
      value.map(text => `${name}: ${text}`),
      { nil: null },
    );

  it('puts a header, an address or a second recipient into its receipt', async () => {
    const write = mailWriter({ name: RESPONDER.name, address: RESPONDER.address }, null, () => undefined);
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(
        value,
        field('Subject'),
        field('Message-ID'),
        field('References'),
        field('In-Reply-To'),
        field('Reply-To'),
        async (name, ...fields) => {
          const header = [
            `From: ${name} <ada@quill.example>`,
            'To: security@acme.example',
            ...fields.filter(one => one !== null),
          ];
          const { mail } = await answerTo(raw(header, 'Description\nx\n'), []);
          if (mail === null) return;
          answered += 1;
          const lines =
            (await write(mail))
              .toString()
              .split('\r\n\r\n')[0]
              ?.split(/\r\n(?![ \t])/) ?? [];
          expect(
            lines.map(line => line.slice(0, line.indexOf(':'))).filter(one => !OPTIONAL.includes(one)),
          ).toEqual(FIELDS);
          expect(lines.filter(line => /^To:/i.test(line))).toEqual([`To: ${mail.recipient}`]);
          expect(isPlainAddress(mail.recipient)).toBe(true);
          expect(mail.recipient).toMatch(/@quill\.example$/);
          expect(mail.subject).toBe('[TS-2026-0001] We have received your report');
          // A Message-ID that looks like an address is a Message-ID.
          const others = lines.filter(line => !/^(?:References|In-Reply-To):/.test(line));
          expect(others.join('\n')).not.toContain('victim');
          for (const line of lines.filter(one => /^(?:References|In-Reply-To):/.test(one))) {
            expect(line).toMatch(/^[A-Za-z-]+:(?:\s+<[^<>\s@]+@[^<>\s@]+>)+$/);
          }
        },
      ),
      { numRuns: 200, seed: 11 },
    );
    expect(answered).toBeGreaterThan(50);
  });

  const OPTIONAL = ['References', 'In-Reply-To'];
  const FIELDS = [
    'Auto-Submitted',
    'X-Auto-Response-Suppress',
    'X-Loop',
    'From',
    'Subject',
    'Message-ID',
    'Date',
    'To',
    'MIME-Version',
    'Content-Type',
  ];
});

it('rates hold over a restart, for an hour, and what was held does not count', async () => {
  const file = join(folder, 'rates.sqlite');
  const minutes = [0, 1, 2, 3, 4, 5, 30, 59, 61, 61, 63];
  const outcomes: (string | null)[] = [];
  for (const [count, minute] of minutes.entries()) {
    const connection = openDatabase(clear(file));
    const mail = personMail([`X-Count: ${count}`], 'x');
    const { message } = await readMessage(mail, [], OWN);
    const now = new Date(NOW.getTime() + minute * 60_000);
    outcomes.push(answerIn(connection, mail, message, { missing: [], language: null }, now).withheld);
    connection.close();
  }
  const held = 'waits for a person: more than 5 receipts to this sender within an hour';
  expect(outcomes).toEqual([null, null, null, null, null, held, held, held, null, null, null]);
});
