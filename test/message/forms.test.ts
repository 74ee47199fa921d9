/** Every form that an encrypted or signed mail comes in, as clients make it and gateways leave it. */
import { createCleartextMessage, createMessage, type PrivateKey, readPrivateKey, sign } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/message/message.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { readMessage } from '../../src/message/read.js';
import { type Gnupg, type GnupgKey, gnupgInstalled, startGnupg } from '../world/gnupg.js';
import {
  asHtml,
  entity,
  filePart,
  mixedMail,
  newKey,
  personMail,
  pgpMime,
  pgpMimeMail,
  quoted,
  raw,
  sealed,
  sealedBinary,
  textPart,
  textsOf,
} from './mails.js';

const SECRET = 'The login leaks passwords.';
const DECRYPTED = `decrypted plain: ${SECRET}`;
const HIDDEN = ['Subject: ...'];
const OWN = { addresses: ['security@acme.example'], loop: 'security@acme.example' };
const HTML = [...HIDDEN, 'Content-Type: text/html; charset=utf-8'];

let ours: PrivateKey;
let theirs: PrivateKey;

beforeAll(async () => {
  applyOpenPgpSettings();
  [ours, theirs] = await Promise.all([newKey('ours'), newKey('theirs')]);
});

async function read(mail: Buffer, keys: readonly PrivateKey[] = [ours]): Promise<Message> {
  return (await readMessage(mail, keys, OWN)).message;
}

/** The two parts of RFC 3156 §4 as a gateway that decodes and re-encodes them leaves them. */
function mangled(armored: string, words: string, control: string, file: string): string[] {
  return [
    textPart(words),
    filePart(control, Buffer.from('Version: 1\r\n'), 'application/pgp-encrypted'),
    filePart(file, Buffer.from(armored)),
  ];
}

/** A mail inside a mail. */
function forwarded(mail: Buffer, disposition = 'attachment; filename="forwarded.eml"'): string {
  return `Content-Type: message/rfc822\nContent-Disposition: ${disposition}\n\n${mail}`;
}

function multipart(subtype: string, parts: readonly string[], boundary: string): string {
  const body = parts.map(part => `--${boundary}\n${part}\n`).join('');
  return `Content-Type: multipart/${subtype}; boundary=${boundary}\n\n${body}--${boundary}--\n`;
}

/** A mail whose body is one entity, header lines and all. */
function mailOf(content: string): Buffer {
  const [header = '', ...body] = content.split('\n\n');
  return personMail([...HIDDEN, 'MIME-Version: 1.0', ...header.split('\n')], body.join('\n\n'));
}

async function asPgpMime(armored: string): Promise<string> {
  const { content, body } = pgpMime(armored);
  return `${content[1]}\n\n${body}`;
}

async function signedPart(content: string): Promise<string> {
  const text = content.replace(/\r?\n/g, '\r\n');
  const signature = await sign({
    message: await createMessage({ text }),
    signingKeys: theirs,
    detached: true,
  });
  return multipart(
    'signed; protocol="application/pgp-signature"',
    [
      text.replaceAll('\r\n', '\n'),
      `Content-Type: application/pgp-signature; name="signature.asc"\n\n${signature}`,
    ],
    'ss',
  );
}

async function opaque(content: string): Promise<string> {
  return sign({ message: await createMessage({ text: content }), signingKeys: theirs });
}

type Row = readonly [name: string, words: readonly string[], mail: () => Promise<Buffer>];

const GATEWAYS: readonly Row[] = [
  [
    'Exchange, which makes it multipart/mixed with an empty text',
    [DECRYPTED],
    async () =>
      mixedMail(
        HIDDEN,
        mangled(
          await sealed(entity(SECRET), ours),
          '\n',
          'PGPMIME version identification.dat',
          'encrypted.asc',
        ),
      ),
  ],
  [
    'ProtonMail Bridge, which mixes it up',
    [DECRYPTED, 'cleartext plain: Empty Message'],
    async () =>
      mixedMail(
        HIDDEN,
        mangled(
          await sealed(entity(SECRET), ours),
          'Empty Message',
          'attachment.pgp',
          'OpenPGP encrypted message.asc',
        ),
      ),
  ],
  [
    'Google Workspace, whose footer stands before it',
    [DECRYPTED, 'cleartext plain: Sent within Acme.'],
    async () =>
      mixedMail(HIDDEN, [textPart('Sent within Acme.'), await asPgpMime(await sealed(entity(SECRET), ours))]),
  ],
  [
    'Mailman, whose footer stands behind it',
    [DECRYPTED, 'cleartext plain: You are on the list.'],
    async () =>
      mixedMail(HIDDEN, [
        await asPgpMime(await sealed(entity(SECRET), ours)),
        textPart('You are on the list.'),
      ]),
  ],
  [
    'one that puts its footer into the multipart/encrypted',
    [DECRYPTED, 'cleartext plain: Scanned.'],
    async () => {
      const { content, body } = pgpMime(await sealed(entity(SECRET), ours));
      return personMail(
        [...HIDDEN, ...content],
        body.replace('--pp--', `--pp\n${textPart('Scanned.')}\n--pp--`),
      );
    },
  ],
  [
    'one that drops Content-Type, so that the parts are text',
    [DECRYPTED],
    async () => personMail(HIDDEN, pgpMime(await sealed(entity(SECRET), ours)).body),
  ],
  [
    'one that makes its Content-Type text/plain',
    [DECRYPTED],
    async () =>
      personMail(
        [...HIDDEN, 'Content-Type: text/plain; charset=us-ascii'],
        `This is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)\n${pgpMime(await sealed(entity(SECRET), ours)).body}`,
      ),
  ],
  [
    'one that drops the boundary',
    [DECRYPTED],
    async () =>
      personMail(
        [...HIDDEN, 'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"'],
        pgpMime(await sealed(entity(SECRET), ours)).body,
      ),
  ],
  [
    'one that drops the whole header',
    [DECRYPTED],
    async () => raw([], pgpMime(await sealed(entity(SECRET), ours)).body),
  ],
  [
    'one that leaves the second part alone',
    [DECRYPTED],
    async () => mailOf(filePart('encrypted.asc', Buffer.from(await sealed(entity(SECRET), ours)))),
  ],
];

const INLINE: readonly Row[] = [
  [
    'in one of several parts',
    [DECRYPTED, 'cleartext plain: one\n\nthree'],
    async () => mixedMail(HIDDEN, [textPart('one'), textPart(await sealed(SECRET, ours)), textPart('three')]),
  ],
  [
    'in a <pre>',
    [DECRYPTED],
    async () => personMail(HTML, `<html><body><pre>${await sealed(SECRET, ours)}</pre></body></html>`),
  ],
  [
    'in HTML, one <div> a line',
    [DECRYPTED],
    async () => personMail(HTML, (await sealed(SECRET, ours)).trim().replace(/^.*$/gm, '<div>$&<br></div>')),
  ],
  [
    'in HTML, with spaces that do not break in its BEGIN line',
    [DECRYPTED],
    async () =>
      personMail(
        HTML,
        asHtml(await sealed(SECRET, ours)).replace('BEGIN PGP MESSAGE', 'BEGIN&nbsp;PGP&nbsp;MESSAGE'),
      ),
  ],
  [
    'in HTML that marks no lines',
    [DECRYPTED],
    async () => personMail(HTML, `<html><body><p>${await sealed(SECRET, ours)}</p></body></html>`),
  ],
  [
    'in HTML, quoted with &gt;',
    [DECRYPTED],
    async () => personMail(HTML, asHtml(quoted(await sealed(SECRET, ours)).replaceAll('>', '&gt;'))),
  ],
  [
    'in HTML, quoted as a blockquote',
    [DECRYPTED],
    async () =>
      personMail(HTML, `<blockquote type="cite">${asHtml(await sealed(SECRET, ours))}</blockquote>`),
  ],
  [
    'quoted at two depths with spaces',
    [DECRYPTED],
    async () => personMail(HIDDEN, quoted(quoted(await sealed(SECRET, ours)))),
  ],
  [
    'quoted three times, each way',
    [DECRYPTED],
    async () => personMail(HIDDEN, (await sealed(SECRET, ours)).trim().replace(/^/gm, '>> > ')),
  ],
  [
    'with quoted-printable that nobody decoded',
    [DECRYPTED],
    async () =>
      personMail(HIDDEN, (await sealed(SECRET, ours)).replaceAll('=', '=3D').replace(/\r?\n/g, '=20\n')),
  ],
  [
    'in flowed text',
    [DECRYPTED],
    async () =>
      personMail(
        [...HIDDEN, 'Content-Type: text/plain; charset=utf-8; format=flowed'],
        await sealed(SECRET, ours),
      ),
  ],
  [
    'three times, with words around each',
    ['decrypted plain: one', 'decrypted plain: two', 'cleartext plain: a\nb\nc'],
    async () =>
      personMail(
        HIDDEN,
        `a\n${await sealed('one', ours)}b\n${await sealed('two', ours)}c\n${await sealed('x', theirs)}`,
      ),
  ],
  ['holding an entity', [DECRYPTED], async () => personMail(HIDDEN, await sealed(entity(SECRET), ours))],
  [
    'holding a text whose first line looks like a header field',
    ['decrypted plain: Subject: leak\n\nIt leaks.'],
    async () => personMail(HIDDEN, await sealed('Subject: leak\n\nIt leaks.', ours)),
  ],
  [
    'in the charset that its armor names',
    ['decrypted plain: Привет'],
    async () => {
      const armored = await sealed(Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]), ours);
      return personMail(HIDDEN, armored.replace(/\r?\n/, '\nCharset: KOI8-R\n'));
    },
  ],
];

const SIGNED: readonly Row[] = [
  [
    'signed inside',
    [DECRYPTED],
    async () => pgpMimeMail(HIDDEN, await sealed(await signedPart(entity(SECRET)), ours)),
  ],
  [
    'signed outside',
    [DECRYPTED],
    async () => mailOf(await signedPart(await asPgpMime(await sealed(entity(SECRET), ours)))),
  ],
  [
    'signed outside, by a multipart/signed that is itself in a list mail',
    [DECRYPTED, 'cleartext plain: You are on the list.'],
    async () =>
      mixedMail(HIDDEN, [
        await signedPart(await asPgpMime(await sealed(entity(SECRET), ours))),
        textPart('You are on the list.'),
      ]),
  ],
  [
    'opaque-signed, not encrypted',
    [`cleartext plain: ${SECRET}`],
    async () => personMail(HIDDEN, await opaque(SECRET)),
  ],
  [
    'opaque-signed between words',
    [`cleartext plain: ${SECRET}`, 'cleartext plain: before\nafter'],
    async () => personMail(HIDDEN, `before\n${await opaque(SECRET)}after\n`),
  ],
  [
    'opaque-signed, then encrypted',
    [DECRYPTED],
    async () => personMail(HIDDEN, await sealed(await opaque(SECRET), ours)),
  ],
  [
    'signed, encrypted, signed and encrypted again',
    [DECRYPTED],
    async () =>
      pgpMimeMail(
        HIDDEN,
        await sealed(
          await signedPart(await asPgpMime(await sealed(await signedPart(entity(SECRET)), ours))),
          ours,
        ),
      ),
  ],
  [
    'clear-signed',
    ['cleartext plain: Hello,\n\n- it leaks.\n--\nAda'],
    async () => {
      const message = await createCleartextMessage({ text: 'Hello,\n\n- it leaks.\n--\nAda' });
      return personMail(HIDDEN, await sign({ message, signingKeys: theirs }));
    },
  ],
  [
    'clear-signed, then encrypted',
    [DECRYPTED],
    async () => {
      const message = await createCleartextMessage({ text: SECRET });
      return personMail(HIDDEN, await sealed(await sign({ message, signingKeys: theirs }), ours));
    },
  ],
  [
    'encrypted, then clear-signed',
    [DECRYPTED],
    async () => {
      const message = await createCleartextMessage({ text: await sealed(SECRET, ours) });
      return personMail(HIDDEN, await sign({ message, signingKeys: theirs }));
    },
  ],
];

const FORWARDED: readonly Row[] = [
  [
    'forwarded as a file',
    ['cleartext plain: See below.', DECRYPTED],
    async () =>
      mixedMail(HIDDEN, [
        textPart('See below.'),
        forwarded(pgpMimeMail(HIDDEN, await sealed(entity(SECRET), ours))),
      ]),
  ],
  [
    'forwarded as a file of no type',
    ['cleartext plain: See below.', DECRYPTED],
    async () =>
      mixedMail(HIDDEN, [
        textPart('See below.'),
        filePart('forwarded.eml', pgpMimeMail(HIDDEN, await sealed(entity(SECRET), ours))),
      ]),
  ],
  [
    'forwarded in place',
    [DECRYPTED],
    async () => mixedMail(HIDDEN, [forwarded(personMail(HIDDEN, await sealed(SECRET, ours)), 'inline')]),
  ],
  [
    'forwarded twice',
    [DECRYPTED],
    async () => {
      const inner = mixedMail(HIDDEN, [forwarded(personMail(HIDDEN, await sealed(SECRET, ours)))]);
      return mixedMail(HIDDEN, [forwarded(inner)]);
    },
  ],
  [
    'forwarded in the clear with nothing beside it, which are the words',
    [
      'cleartext plain: From: Ada Quill <ada@quill.example>\nSubject: Leak\nTo: security@acme.example\n\nIt leaks.',
    ],
    async () => mixedMail(HIDDEN, [forwarded(personMail(['Subject: Leak'], 'It leaks.'))]),
  ],
  [
    'forwarded in the clear beside words, which is a file',
    [
      'cleartext plain: See below.',
      'cleartext attachment: From: Ada Quill <ada@quill.example>\nSubject: Leak\nTo: security@acme.example\n\nIt leaks.',
    ],
    async () =>
      mixedMail(HIDDEN, [textPart('See below.'), forwarded(personMail(['Subject: Leak'], 'It leaks.'))]),
  ],
];

describe.each([
  ['PGP/MIME that passed through', GATEWAYS],
  ['an inline message', INLINE],
  ['a mail', SIGNED],
  ['a mail', FORWARDED],
])('the words are read, with their origin, from %s', (_group, rows) => {
  it.each(rows)('%s', async (_name, words, mail) => {
    expect(textsOf(await read(await mail()))).toEqual(words);
  });
});

describe('of a mail that a gateway changed', () => {
  it.each(GATEWAYS)('no machinery is left as a file: %s', async (_name, _words, mail) => {
    expect((await read(await mail())).attachments).toEqual([]);
  });
});

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const PDF = Buffer.from('%PDF-1.4\n%not a whole one');
const ZIP = Buffer.from('504b0304140000000800000000000000', 'hex');

describe('an encrypted file holds', () => {
  it.each([
    ['an image', 'shot.png.gpg', PNG, 'shot.png', 'image/png'],
    ['an image whose name is hidden', 'data.pgp', PNG, 'data', 'image/png'],
    ['a PDF', 'report.pdf.pgp', PDF, 'report.pdf', 'application/pdf'],
    ['a zip archive', 'poc.zip.gpg', ZIP, 'poc.zip', 'application/zip'],
    ['a program', 'poc.bin.asc', Buffer.from([0, 1, 2, 3]), 'poc.bin', 'application/octet-stream'],
    ['text', 'report.md.gpg', Buffer.from('# Leak'), 'report.md', 'text/markdown'],
    ['text in HTML', 'report.html.asc', Buffer.from('<html>Leak</html>'), 'report.html', 'text/html'],
  ])('%s, under its own name and type', async (_name, name, bytes, filename, contentType) => {
    const file = name.endsWith('.asc')
      ? Buffer.from(await sealed(bytes, ours))
      : await sealedBinary(bytes, ours);
    const message = await read(mixedMail(HIDDEN, [textPart('See the file.'), filePart(name, file)]));
    expect(message.attachments).toMatchObject([{ origin: 'decrypted', filename, contentType }]);
    expect(Buffer.from(message.attachments[0]?.content ?? [])).toEqual(bytes);
  });

  it('an entity with files of its own', async () => {
    const inner = multipart('mixed', [textPart(SECRET), filePart('a.png', PNG, 'image/png')], 'ii');
    const file = filePart('mail.eml.pgp', await sealedBinary(inner, ours));
    const message = await read(mixedMail(HIDDEN, [textPart('See the file.'), file]));
    expect(textsOf(message)).toEqual([DECRYPTED, 'cleartext plain: See the file.']);
    expect(message.attachments).toMatchObject([{ origin: 'decrypted', filename: 'a.png' }]);
  });

  it('another that is encrypted once more', async () => {
    const inner = await sealedBinary(SECRET, ours);
    const message = await read(
      mixedMail(HIDDEN, [filePart('report.txt.gpg', await sealedBinary(inner, ours))]),
    );
    expect(textsOf(message)).toEqual([DECRYPTED]);
    expect(message.attachments).toMatchObject([{ origin: 'decrypted', filename: 'report.txt' }]);
  });
});

describe('a note says', () => {
  it.each([
    ['that words stand outside the encryption', 'words-outside-encryption', 'Hello', () => ours],
    ['nothing of an empty line outside the encryption', null, '\n', () => ours],
    ['nothing of words beside what stays closed', null, 'Hello', () => theirs],
  ])('%s', async (_name, note, words, key) => {
    const message = await read(
      mixedMail(HIDDEN, [textPart(words), await asPgpMime(await sealed(entity(SECRET), key()))]),
    );
    expect(message.notes).toEqual(note === null ? [] : [note]);
  });

  it('that not every message opened', async () => {
    const mail = mixedMail(HIDDEN, [
      filePart('a.txt.pgp', await sealedBinary('a', ours)),
      filePart('b.txt.pgp', await sealedBinary('b', theirs)),
    ]);
    expect((await read(mail)).notes).toEqual(['partly-undecryptable']);
  });

  it.each([
    ['S/MIME, encrypted', 's-mime-kept', 'smime.p7m', 'application/pkcs7-mime; smime-type=enveloped-data'],
    ['S/MIME, of the older type', 's-mime-kept', 'smime.p7m', 'application/x-pkcs7-mime'],
    ['TNEF', 'tnef-kept', 'winmail.dat', 'application/ms-tnef'],
    ['TNEF under its name alone', 'tnef-kept', 'winmail.dat', 'application/octet-stream'],
  ])('that a file was kept unread: %s', async (_name, note, filename, type) => {
    const bytes = Buffer.from([0x30, 0x80, 1, 2, 3]);
    const message = await read(mixedMail(HIDDEN, [textPart('Hi'), filePart(filename, bytes, type)]));
    expect([message.notes, message.attachments]).toMatchObject([[note], [{ filename }]]);
    expect(Buffer.from(message.attachments[0]?.content ?? [])).toEqual(bytes);
  });
});

describe('what a bounce brings back', () => {
  it('is nobody’s report, encrypted or not', async () => {
    const report = multipart(
      'report; report-type=delivery-status',
      [
        textPart('It could not be delivered.'),
        'Content-Type: message/delivery-status\n\nAction: failed',
        forwarded(pgpMimeMail(HIDDEN, await sealed(entity(SECRET), ours))),
      ],
      'rr',
    );
    const { message, recipients } = await readMessage(mailOf(report), [ours], OWN);
    expect([textsOf(message), recipients]).toEqual([['cleartext plain: It could not be delivered.'], null]);
  });
});

const installed = gnupgInstalled();

describe.skipIf(!installed)('what GnuPG makes is read', () => {
  let gnupg: Gnupg;
  let key: GnupgKey;
  let unlocked: PrivateKey;

  beforeAll(async () => {
    gnupg = startGnupg();
    key = gnupg.generateKey('Ours <security@acme.example>', 'future-default');
    unlocked = await readPrivateKey({ armoredKey: key.secretKey });
  });

  afterAll(() => gnupg?.stop());

  const MADE: readonly Row[] = [
    [
      'signed and encrypted, armored',
      [DECRYPTED],
      async () =>
        personMail(
          HIDDEN,
          gnupg.encrypt(Buffer.from(SECRET), { to: [key.fingerprint], signAs: key.fingerprint }).toString(),
        ),
    ],
    [
      'encrypted as a binary file',
      [DECRYPTED],
      async () =>
        mixedMail(HIDDEN, [
          filePart(
            'report.txt.gpg',
            gnupg.encrypt(Buffer.from(SECRET), { to: [key.fingerprint], armor: false }),
          ),
        ]),
    ],
    [
      'opaque-signed, armored',
      [`cleartext plain: ${SECRET}`],
      async () =>
        personMail(
          HIDDEN,
          gnupg.encrypt(Buffer.from(SECRET), { to: [], signAs: key.fingerprint }).toString(),
        ),
    ],
    [
      'opaque-signed as a binary file',
      [`cleartext plain: ${SECRET}`],
      async () =>
        mixedMail(HIDDEN, [
          filePart(
            'report.txt.gpg',
            gnupg.encrypt(Buffer.from(SECRET), { to: [], signAs: key.fingerprint, armor: false }),
          ),
        ]),
    ],
    [
      'signed as a binary file, then encrypted as one',
      [DECRYPTED],
      async () => {
        const signed = gnupg.encrypt(Buffer.from(SECRET), {
          to: [],
          signAs: key.fingerprint,
          armor: false,
        });
        return mixedMail(HIDDEN, [
          filePart('report.txt.gpg', gnupg.encrypt(signed, { to: [key.fingerprint], armor: false })),
        ]);
      },
    ],
    [
      'clear-signed',
      ['cleartext plain: Hello,\n\n- it leaks.\n-- \nAda'],
      async () => {
        const words = Buffer.from('Hello,\n\n- it leaks.\n-- \nAda\n');
        return personMail(HIDDEN, gnupg.sign(words, key.fingerprint, ['--clear-sign']).toString());
      },
    ],
  ];

  it.each(MADE)('%s', async (_name, words, mail) => {
    expect(textsOf(await read(await mail(), [unlocked]))).toEqual(words);
  });
});
