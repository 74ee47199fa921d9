/** The header that travels under encryption or signature, and what it says against the outer one. */
import type { PrivateKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/message/message.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { readMessage } from '../../src/message/read.js';
import { judge } from '../../src/message/verdict.js';
import {
  entity,
  filePart,
  mixedMail,
  newKey,
  personMail,
  pgpMime,
  raw,
  sealed,
  textPart,
  textsOf,
} from './mails.js';

const OWN = { addresses: ['security@acme.example'], loop: 'security@acme.example' };

/** The outer header of the mails below. */
const OUTER = {
  From: 'Ada Quill <ada@quill.example>',
  To: 'security@acme.example',
  Date: 'Tue, 03 Mar 2026 10:00:00 +0000',
  'Message-ID': '<one@quill.example>',
  Subject: '...',
};
type Fields = Partial<Record<keyof typeof OUTER, string | null>>;

let ours: PrivateKey;

beforeAll(async () => {
  applyOpenPgpSettings();
  ours = await newKey('ours');
});

function lines(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
}

async function read(mail: Buffer): Promise<Message> {
  return (await readMessage(mail, [ours], OWN)).message;
}

/** A PGP/MIME mail whose outer header is OUTER with changes, and whose payload is header lines and words. */
async function encrypted(
  payload: readonly string[],
  outer: Fields = {},
  words = 'It leaks.',
): Promise<Buffer> {
  const { content, body } = pgpMime(await sealed(`${payload.join('\r\n')}\r\n\r\n${words}`, ours));
  return raw([...lines({ ...OUTER, ...outer }), ...content], body);
}

/** A payload that repeats OUTER under protection, with changes. */
function payload(changes: Fields, marker: string, more: readonly string[] = []): string[] {
  const type = `Content-Type: text/plain; charset=utf-8${marker === '' ? '' : `; ${marker}`}`;
  return [...lines({ ...OUTER, Subject: 'Security Alert: leak', ...changes }), ...more, type];
}

const INSIDE = {
  subject: 'Security Alert: leak',
  from: { name: 'Ada Quill', address: 'ada@quill.example' },
  to: [{ name: null, address: 'security@acme.example' }],
  date: new Date('2026-03-03T10:00:00Z'),
  messageId: '<one@quill.example>',
};
const SUBJECT_ALONE = { subject: 'Security Alert: leak', from: null, to: [], date: null, messageId: null };

describe('the protected header is read', () => {
  it.each([
    ['RFC 9788, encrypted', 'hp="cipher"', INSIDE],
    ['RFC 9788, in a mail that hides nothing', 'hp="clear"', INSIDE],
    ['the draft before it, as Thunderbird writes it', 'protected-headers="v1"', INSIDE],
    ['a client that marks nothing, of which the subject alone counts', '', SUBJECT_ALONE],
  ])('of %s', async (_name, marker, expected) => {
    expect((await read(await encrypted(payload({}, marker)))).protectedHeader).toEqual(expected);
  });

  it('of a payload that is signed within the encryption', async () => {
    const inner = `${payload({}, 'hp="cipher"').join('\r\n')}\r\n\r\nIt leaks.`;
    const signed = `--ss\r\n${inner}\r\n--ss\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--ss--\r\n`;
    const mail = await encrypted(['Content-Type: multipart/signed; boundary=ss'], {}, signed);
    expect((await read(mail)).protectedHeader).toEqual(INSIDE);
  });

  it('of a mail that is signed and not encrypted, where it is marked', async () => {
    const part = `--ss\n${payload({}, 'hp="clear"').join('\n')}\n\nIt leaks.\n--ss\nContent-Type: application/pgp-signature\n\nx\n--ss--\n`;
    const type = 'Content-Type: multipart/signed; boundary=ss';
    const message = await read(raw([...lines({ ...OUTER, Subject: 'Security Alert: leak' }), type], part));
    expect([message.protectedHeader, message.differences]).toEqual([INSIDE, []]);
  });

  it.each([
    [
      'a mail that is neither encrypted nor signed',
      personMail(['Subject: x', 'Content-Type: text/plain; hp="clear"']),
    ],
    [
      'a part of a signed mail that is not marked',
      personMail(
        ['Subject: x', 'Content-Type: multipart/signed; boundary=ss'],
        '--ss\nSubject: y\n\nhi\n--ss\nContent-Type: application/pgp-signature\n\nx\n--ss--\n',
      ),
    ],
  ])('and not of %s', async (_name, mail) => {
    expect((await read(mail)).protectedHeader).toBeNull();
  });

  it('of the innermost encryption that has one', async () => {
    const inner = `${payload({ Subject: 'inner' }, 'hp="cipher"').join('\r\n')}\r\n\r\nIt leaks.`;
    const { content, body } = pgpMime(await sealed(inner, ours));
    const mail = await encrypted(['Subject: middle', ...content], {}, body.replaceAll('\n', '\r\n'));
    expect((await read(mail)).protectedHeader?.subject).toBe('inner');
  });

  it('and not of a mail that is attached encrypted, or forwarded', async () => {
    const attached = filePart('other.eml.asc', Buffer.from(await sealed(entity('x', 'other'), ours)));
    const { content, body } = pgpMime(await sealed(entity('x', 'other'), ours));
    const forwarded = `Content-Type: message/rfc822\n\nSubject: ...\n${content.join('\n')}\n\n${body}`;
    for (const part of [attached, forwarded]) {
      const message = await read(mixedMail(['Subject: outer'], [textPart('See the file.'), part]));
      expect([message.encryption.state, message.protectedHeader]).toEqual(['decrypted', null]);
    }
  });
});

it('a megabyte of protected header is kept in part, and compared whole', async () => {
  const many = Array.from({ length: 5000 }, (_, at) => `a${at}@x.example`).join(',\r\n ');
  const inner = payload({ Subject: 'x'.repeat(500_000), To: many }, 'hp="cipher"');
  const { protectedHeader, differences } = await read(await encrypted(inner, { To: many }));
  expect([protectedHeader?.subject?.length, protectedHeader?.to.length, differences]).toEqual([
    4096,
    100,
    [],
  ]);
});

describe('the verdict', () => {
  it('honours a protected subject of a decrypted mail alone', async () => {
    const part = `--ss\nSubject: Security Alert\nContent-Type: text/plain; hp="clear"\n\nhi\n--ss\nContent-Type: application/pgp-signature\n\nx\n--ss--\n`;
    const signed = personMail(['Subject: hello', 'Content-Type: multipart/signed; boundary=ss'], part);
    expect(judge(await readMessage(signed, [ours], OWN), 'Security Alert')).toBeNull();
    const hidden = await readMessage(await encrypted(payload({}, 'hp="cipher"')), [ours], OWN);
    expect(judge(hidden, 'Security Alert')).toBe('protected-subject');
  });
});

const CIPHER = 'hp="cipher"';

describe('a difference between the two headers', () => {
  it.each<[string, string[], Fields, Fields, string, string[]]>([
    ['is none where all agree', [], { Subject: 'Security Alert: leak' }, {}, CIPHER, []],
    ['is none where the subject is hidden', [], {}, {}, CIPHER, []],
    [
      'is none where words hide the subject',
      [],
      { Subject: 'Encrypted Message' },
      {},
      'protected-headers="v1"',
      [],
    ],
    [
      'is none where HP-Outer says what was meant',
      [],
      { Subject: 'Hello' },
      {},
      CIPHER,
      ['HP-Outer: Subject: Hello'],
    ],
    [
      'is the subject where HP-Outer says another',
      ['subject'],
      { Subject: 'Hello' },
      {},
      CIPHER,
      ['HP-Outer: Subject: [...]'],
    ],
    ['is the subject', ['subject'], { Subject: 'Invoice' }, {}, CIPHER, []],
    ['is the subject, marked or not', ['subject'], { Subject: 'Invoice' }, {}, '', []],
    ['is the sender', ['from'], { From: 'Eve <eve@evil.example>' }, {}, CIPHER, []],
    [
      'is the sender, said to be two',
      ['from'],
      { From: 'ada@quill.example, eve@evil.example' },
      {},
      CIPHER,
      [],
    ],
    ['is none in the case of an address', [], { From: 'ADA@Quill.example' }, {}, CIPHER, []],
    ['is none in a display name', [], { From: '"Dr. Quill" <ada@quill.example>' }, {}, CIPHER, []],
    [
      'is none where HP-Outer hid the sender',
      [],
      { From: 'anon@list.example' },
      {},
      CIPHER,
      ['HP-Outer: From: anon@list.example'],
    ],
    ['is the addressees', ['to'], { To: 'bugs@acme.example' }, {}, CIPHER, []],
    [
      'is none in the order of the addressees',
      [],
      { To: 'b@x.example, Security <security@acme.example>' },
      { To: 'security@acme.example, B@x.example' },
      CIPHER,
      [],
    ],
    ['is none where the addressees are not protected', [], {}, { To: null }, CIPHER, []],
    ['is none within an hour', [], { Date: 'Tue, 03 Mar 2026 10:59:00 +0000' }, {}, CIPHER, []],
    ['is the date beyond an hour', ['date'], { Date: 'Tue, 03 Mar 2026 11:01:00 +0000' }, {}, CIPHER, []],
    ['is the date where the outer one is gone', ['date'], { Date: null }, {}, CIPHER, []],
    [
      'is none where HP-Outer moved the date',
      [],
      { Date: 'Mon, 02 Mar 2026 00:00:00 +0000' },
      {},
      CIPHER,
      ['HP-Outer: Date: Mon, 02 Mar 2026 00:00:00 +0000'],
    ],
    ['is the Message-ID', ['message-id'], { 'Message-ID': '<two@evil.example>' }, {}, CIPHER, []],
    [
      'is nothing but the subject where nothing is marked',
      [],
      { From: 'eve@evil.example', Date: null, 'Message-ID': null },
      {},
      '',
      [],
    ],
    [
      'is every field of a mail passed off as somebody else’s',
      ['from', 'to', 'date', 'message-id'],
      {
        From: 'eve@evil.example',
        To: 'x@y.example',
        Date: 'Fri, 06 Mar 2026 10:00:00 +0000',
        'Message-ID': '<e@evil.example>',
      },
      {},
      CIPHER,
      [],
    ],
  ])('%s', async (_name, expected, outer, inner, marker, more) => {
    const message = await read(await encrypted(payload(inner, marker, more), outer));
    expect(message.encryption.state).toBe('decrypted');
    expect(message.differences).toEqual(expected);
  });
});

describe('what repeats the protected header for old clients is no words', () => {
  const MIXED = [
    'Subject: Security Alert',
    'Content-Type: multipart/mixed; boundary=ii; protected-headers="v1"',
  ];
  const parts = (first: string) => `--ii\r\n${first}\r\n--ii\r\n\r\nIt leaks.\r\n--ii--\r\n`;

  it.each([
    [
      'a text part of its own',
      'Content-Type: text/plain; protected-headers="v1"\r\n\r\nSubject: Security Alert\r\n',
    ],
    [
      'a part of header fields, as Enigmail made',
      'Content-Type: text/rfc822-headers; protected-headers="v1"\r\nContent-Disposition: inline\r\n\r\nSubject: Security Alert\r\n',
    ],
  ])('in %s', async (_name, first) => {
    const message = await read(await encrypted(MIXED, {}, parts(first)));
    expect(textsOf(message)).toEqual(['decrypted plain: It leaks.']);
    expect(message.attachments).toEqual([]);
  });

  it('in the first lines of a text', async () => {
    const type = 'Content-Type: text/plain; hp="cipher"; hp-legacy-display="1"';
    const mail = await encrypted(
      ['Subject: Leak', type],
      {},
      'Subject: Leak\r\nTo: a,\r\n b\r\n\r\nIt leaks.',
    );
    expect(textsOf(await read(mail))).toEqual(['decrypted plain: It leaks.']);
  });

  it('in the first block of HTML', async () => {
    const type = 'Content-Type: text/html; hp="cipher"; hp-legacy-display="1"';
    const html =
      '<html><body><div class="header-protection-legacy-display"><pre>Subject: Leak</pre></div><p>It leaks.</p></body></html>';
    expect(textsOf(await read(await encrypted(['Subject: Leak', type], {}, html)))).toEqual([
      'decrypted html: It leaks.',
    ]);
  });

  it.each([
    [
      'has words among its lines',
      'Content-Type: text/plain; protected-headers="v1"\r\n\r\nSubject: Security Alert\r\nand more words',
    ],
    ['is not marked', 'Content-Type: text/plain\r\n\r\nSubject: Security Alert'],
  ])('but a part that %s is read', async (_name, first) => {
    const message = await read(await encrypted(MIXED, {}, parts(first)));
    expect(textsOf(message)[0]).toContain('Security Alert');
  });

  it.each([
    [
      'in the clear',
      async (type: string, text: string) =>
        personMail(['Subject: x', `Content-Type: ${type}; hp="cipher"`], text),
    ],
    [
      'under no protected header',
      async (type: string, text: string) => encrypted([`Content-Type: ${type}`], {}, text),
    ],
  ])('but nothing is taken away %s', async (_name, mail) => {
    const message = await read(
      await mail('text/plain; hp-legacy-display="1"', 'Impact: high\r\n\r\nIt leaks.'),
    );
    expect(textsOf(message)[0]).toContain('Impact: high');
  });
});
