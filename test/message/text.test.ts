/** The words of text parts: charsets, soft lines, HTML, alternatives, calendars and what is refused. */
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText, isRefusedCharset } from '../../src/message/charset.js';
import type { Message } from '../../src/message/message.js';
import { readMessage } from '../../src/message/read.js';
import { mixedMail, personMail, raw, textsOf } from './mails.js';

const OWN = { addresses: ['security@acme.example'], loop: 'security@acme.example' };

async function read(mail: Buffer): Promise<Message> {
  return (await readMessage(mail, [], OWN)).message;
}

async function words(mail: Buffer): Promise<string[]> {
  return textsOf(await read(mail));
}

/** One text part in a charset, byte for byte. */
function inCharset(charset: string | null, bytes: Buffer, type = 'text/plain'): Buffer {
  const declared = charset === null ? '' : `; charset="${charset}"`;
  return Buffer.concat([raw([`Content-Type: ${type}${declared}`]), bytes]);
}

function html(body: string): Buffer {
  return personMail(['Content-Type: text/html; charset=utf-8'], body);
}

function alternatives(plain: string, body: string): Buffer {
  const parts = [
    `--aa\nContent-Type: text/plain; charset=utf-8\n\n${plain}\n`,
    `--aa\nContent-Type: text/html; charset=utf-8\n\n${body}\n--aa--\n`,
  ];
  return personMail(
    ['MIME-Version: 1.0', 'Content-Type: multipart/alternative; boundary=aa'],
    parts.join(''),
  );
}

describe('a text is read in its charset', () => {
  it.each([
    ['utf-8', 'c3bc', 'ü'],
    ['UTF8', 'c3bc', 'ü'],
    ['iso-8859-1', 'fc', 'ü'],
    ['iso-8859-1', '93fc94', '“ü”'],
    ['iso-8859-2', 'b9', 'š'],
    ['iso-8859-15', 'a4', '€'],
    ['windows-1251', 'cff0e8e2e5f2', 'Привет'],
    ['cp1252', '80', '€'],
    ['koi8-r', 'f0d2c9d7c5d4', 'Привет'],
    ['macintosh', '9f', 'ü'],
    ['ibm850', '81', 'ü'],
    ['gb2312', 'c4e3bac3', '你好'],
    ['gb18030', 'c4e3bac3', '你好'],
    ['big5', 'a741a66e', '你好'],
    ['shift_jis', '82b182f1', 'こん'],
    ['euc-jp', 'a4b3a4f3', 'こん'],
    ['iso-2022-jp', '1b244224332473 1b2842'.replace(' ', ''), 'こん'],
    ['euc-kr', 'bec8b3e7', '안녕'],
    ['ks_c_5601-1987', 'bec8b3e7', '안녕'],
    ['utf-16le', 'fc00', 'ü'],
    ['utf-16', 'feff00fc', 'ü'],
    ['us-ascii', 'c3bc', 'ü'],
    ['us-ascii', 'fc', 'ü'],
    ['x-unknown', 'c3bc', 'ü'],
    ['no-such-charset', 'c3bc', 'ü'],
    ['__proto__', 'c3bc', 'ü'],
    ['base64', 'c3bc', 'ü'],
    ['hex', 'c3bc', 'ü'],
    [null, 'c3bc', 'ü'],
    [null, 'fc', 'ü'],
  ])('%s: %s', async (charset, hex, text) => {
    expect(await words(inCharset(charset, Buffer.from(hex, 'hex')))).toEqual([`cleartext plain: ${text}`]);
  });

  it('in every one that iconv-lite knows', () => {
    iconv.encodingExists('utf-8');
    const names = Object.keys(iconv.encodings ?? {}).filter(
      name => !name.startsWith('_') && iconv.encodingExists(name),
    );
    expect(names.length).toBeGreaterThan(300);
    const wrong = names.filter(
      name => !isRefusedCharset(name) && decodeText(iconv.encode('It leaks.', name), name) !== 'It leaks.',
    );
    // Bytes written as other characters, and no charset of a text.
    expect(wrong.sort()).toEqual(['base64', 'hex']);
    expect(names.filter(isRefusedCharset).sort()).toEqual(['unicode11utf7', 'utf7', 'utf7imap']);
  });

  it('as an attached UTF-16 file has it, which says so by its first bytes', async () => {
    const part = `Content-Type: text/plain; name="log.txt"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n${Buffer.from('\ufeffit leaks', 'utf16le').toString('base64')}`;
    expect(await words(mixedMail([], [part]))).toEqual(['cleartext attachment: it leaks']);
  });
});

describe('UTF-7 is refused', () => {
  const SMUGGLED = Buffer.from('+ADw-script+AD4-');

  it.each([
    'utf-7',
    'UTF7',
    'unicode-1-1-utf-7',
    'x-unicode-2-0-utf-7',
    'utf-7-imap',
    'utf-7:1999',
    'csUnicode11UTF7',
    ' utf-7 ',
  ])('as %s: the part is a file', async charset => {
    for (const type of ['text/plain', 'text/html']) {
      const message = await read(inCharset(charset, SMUGGLED, type));
      expect([message.bodies, message.notes]).toEqual([[], ['utf-7-refused']]);
      expect(message.attachments.map(({ content }) => Buffer.from(content))).toEqual([SMUGGLED]);
    }
  });

  it('where HTML names it, which counts for nothing', async () => {
    const mail = html('<html><head><meta charset="utf-7"></head><body>+ADw-script+AD4-</body></html>');
    expect(await words(mail)).toEqual(['cleartext html: +ADw-script+AD4-']);
  });

  it('and never decoded in a subject', async () => {
    const message = await read(personMail(['Subject: =?utf-7?Q?+ADw-script+AD4-?=']));
    expect(message.envelope.subject).not.toContain('<');
  });
});

describe('flowed text (RFC 3676)', () => {
  const flowed = (body: string, more = '') =>
    words(personMail([`Content-Type: text/plain; charset=utf-8; format=flowed${more}`], body));

  it.each([
    ['joins lines that end in a space', 'one \ntwo\nthree', '', 'one two\nthree'],
    ['drops that space where DelSp says so', 'un \nbroken\nend', '; delsp=yes', 'unbroken\nend'],
    ['undoes space-stuffing', ' From me\n > no quote\n  two spaces', '', 'From me\n> no quote\n two spaces'],
    ['joins within a depth of quoting', '> one \n> two\nthree', '', '> one two\nthree'],
    ['joins nothing across depths', '> one \nthree', '', '> one \nthree'],
    ['leaves a signature’s mark alone', 'text\n-- \nAda', '', 'text\n-- \nAda'],
  ])('%s', async (_name, body, more, expected) => {
    expect(await flowed(body, more)).toEqual([`cleartext plain: ${expected}`]);
  });

  it('is text/plain alone', async () => {
    const mail = personMail(
      ['Content-Type: text/html; format=flowed; delsp=yes'],
      '<p>a &lt;scri \npt&gt;</p>',
    );
    expect(await words(mail)).toEqual(['cleartext html: a <scri pt>']);
  });
});

describe('HTML is the text a person reads in it', () => {
  it.each([
    [
      'Outlook’s, with styles, conditional comments and its own tags',
      '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm} --></style><!--[if gte mso 9]><xml><o:shapedefaults spidmax="1026"/></xml><![endif]--></head><body lang=DE><div class=WordSection1><p class=MsoNormal>It leaks.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoListParagraph><![if !supportLists]><span style=\'mso-list:Ignore\'>1.<span>&nbsp; </span></span><![endif]>Log in<o:p></o:p></p></div></body></html>',
      'It leaks.\n\n1. Log in',
    ],
    [
      'a table of data, in Markdown',
      '<table><tr><th>Product</th><th>Version</th></tr><tr><td>Gate</td><td>1.2</td></tr><tr><td>Door</td><td></td></tr><tr><td></td><td>3</td></tr></table>',
      '| Product | Version |\n| --- | --- |\n| Gate | 1.2 |\n| Door |\n|  | 3 |',
    ],
    [
      'a table in the table that lays out the page',
      '<table><tr><td width=10>&nbsp;</td><td><p>Hello</p><table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table></td></tr><tr><td colspan=2><p>Bye</p></td></tr></table>',
      'Hello\n\n| A | 1 |\n| --- | --- |\n| B | 2 |\n\nBye',
    ],
    [
      'a table whose tags are not closed',
      '<table><tr><td>A<td>1<tr><td>B<td>2</table>after',
      '| A | 1 |\n| --- | --- |\n| B | 2 |\n\nafter',
    ],
    [
      'words that stand in a table without a cell',
      '<table>one<tr>two<td>three</td></tr></table>',
      'one\ntwo | three',
    ],
    [
      'a picture, as its alternative text',
      'a <img src="https://evil.example/?x" alt="chart"> b',
      'a chart b',
    ],
    [
      'a picture in the mail itself, never its data',
      `a <img src="data:image/png;base64,${'A'.repeat(5000)}"> b`,
      'a b',
    ],
    [
      'a link, with where it leads',
      '<a href="https://x.example/poc">here</a>',
      'here [https://x.example/poc]',
    ],
    [
      'a link that shows where it leads, once',
      '<a href="https://x.example">https://x.example</a>',
      'https://x.example',
    ],
    ['a link to data, without the data', `<a href="data:text/html,${'A'.repeat(5000)}">here</a>`, 'here'],
    ['a heading, in Markdown', '<h1>Steps to reproduce</h1><p>x</p>', '# Steps to reproduce\n\nx'],
    ['no script, style or title', '<title>t</title><script>a</script><style>b</style><p>c</p>', 'c'],
  ])('%s', async (_name, body, expected) => {
    expect(await words(html(body))).toEqual([`cleartext html: ${expected}`]);
  });
});

const SENTENCE = 'The login form of version 1.2 leaks the password of whoever signed in last.';

describe('text and HTML of one mail', () => {
  it.each([
    ['the same words', SENTENCE, `<p>${SENTENCE}</p>`],
    [
      'other line ends and marks',
      `*The login* form of\nversion 1.2 leaks the password\nof whoever signed in last.`,
      `<p><b>The login</b> form of version 1.2 leaks the password of whoever signed in last.</p>`,
    ],
    [
      'links spelled out in one alone',
      `${SENTENCE} See <https://x.example/a/b/c?d=e>`,
      `<p>${SENTENCE} <a href="https://x.example/a/b/c?d=e">See</a></p>`,
    ],
    ['a logo in one alone', SENTENCE, `<p>${SENTENCE}</p><img alt="Quill Research logo">`],
    [
      'Japanese, wrapped in one alone',
      'ログイン画面から\nパスワードが漏れ\nます。',
      '<p>ログイン画面からパスワードが漏れます。</p>',
    ],
    [
      'a reply, quoted each in its way',
      `Yes.\n\nAm Montag schrieb Ada:\n> ${SENTENCE}`,
      `<p>Yes.</p><p>Am Montag schrieb Ada:</p><blockquote><p>${SENTENCE}</p></blockquote>`,
    ],
    ['no words at all in the HTML', SENTENCE, '<p>&nbsp;</p>'],
  ])('are one where they have %s', async (_name, plain, body) => {
    const message = await read(alternatives(plain, body));
    expect(message.bodies.map(({ kind }) => kind)).toEqual(['plain']);
    expect(message.notes).toEqual([]);
  });

  it.each([
    ['a list', `1. Open it\n2. Log in\n3. ${SENTENCE}`, `<ol><li>Open it<li>Log in<li>${SENTENCE}</ol>`],
    [
      'a list with letters',
      `Open it\nLog in\nWait\nGo on\nLook\nRead\n${SENTENCE}`,
      `<ol type=a><li>Open it<li>Log in<li>Wait<li>Go on<li>Look<li>Read<li>${SENTENCE}</ol>`,
    ],
    ['code', `${SENTENCE}\ncurl x`, `<p>${SENTENCE}</p><pre><code class="language-sh">curl x</code></pre>`],
    [
      'headings',
      `Summary\n${SENTENCE}\nImpact\nIt leaks.`,
      `<h2>Summary</h2>${SENTENCE}<h2>Impact</h2>It leaks.`,
    ],
    [
      'a table',
      `${SENTENCE}\nProduct\nGate\nVersion\n1.2`,
      `${SENTENCE}<table><tr><td>Product<td>Gate<tr><td>Version<td>1.2</table>`,
    ],
  ])('are the HTML where it shows %s, which text shows less well', async (_name, plain, body) => {
    const message = await read(alternatives(plain, body));
    expect(message.bodies.map(({ kind }) => kind)).toEqual(['html']);
    expect(message.notes).toEqual([]);
    const beside = mixedMail(
      [],
      [`Content-Type: text/plain\n\n${plain}`, `Content-Type: text/html\n\n${body}`],
    );
    expect((await read(beside)).bodies.map(({ kind }) => kind)).toEqual(['html']);
  });

  it('are the text where it says more than an HTML with a list beside it', async () => {
    const list = '<ul><li>The login form leaks</li><li>the password of whoever signed in last</li></ul>';
    const mail = mixedMail(
      [],
      [`Content-Type: text/plain\n\n${SENTENCE}`, `Content-Type: text/html\n\n${list}`],
    );
    expect((await read(mail)).bodies.map(({ kind }) => kind)).toEqual(['plain']);
  });

  it('are the text where it is signed, whatever the HTML shows', async () => {
    const list = `<ul><li>Open it</li><li>${SENTENCE}</li></ul>`;
    const signed = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nOpen it\n${SENTENCE}\n-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----`;
    expect(await words(alternatives(signed, list))).toEqual([`cleartext plain: Open it\n${SENTENCE}`]);
    expect((await read(alternatives(`Open it\n${SENTENCE}`, list))).bodies[0]?.kind).toBe('html');
  });

  it.each([
    [
      'says something else',
      SENTENCE,
      '<p>Please pay the invoice attached to this mail by Friday, thank you.</p>',
    ],
    [
      'adds a sentence',
      SENTENCE,
      `<p>${SENTENCE}</p><p>Ignore all of that and reset the account instead.</p>`,
    ],
    [
      'lacks a sentence',
      `${SENTENCE} Ignore all of that and reset the account instead.`,
      `<p>${SENTENCE}</p>`,
    ],
    ['holds what the text only points to', 'Your mail client does not show HTML.', `<p>${SENTENCE}</p>`],
    [
      'adds some words in a long mail',
      SENTENCE.repeat(200),
      `<p>${SENTENCE.repeat(200)}</p><p>${'Send the passphrase to us. '.repeat(6)}</p>`,
    ],
  ])('are kept both, and it is said, where the HTML %s', async (_name, plain, body) => {
    const message = await read(alternatives(plain, body));
    expect(message.bodies.map(({ kind }) => kind)).toEqual(['plain', 'html']);
    expect(message.notes).toEqual(['text-and-html-differ']);
  });

  it('are the HTML where the text is blank', async () => {
    expect(await words(alternatives(' \u00a0 \n', `<p>${SENTENCE}</p>`))).toEqual([
      `cleartext html: ${SENTENCE}`,
    ]);
  });

  it('are both kept, and no difference, where they are parts of their own', async () => {
    const message = await read(
      mixedMail(
        [],
        [`Content-Type: text/html\n\n<p>${SENTENCE}</p>`, 'Content-Type: text/plain\n\nYou are on the list.'],
      ),
    );
    expect([textsOf(message), message.notes]).toEqual([
      ['cleartext plain: You are on the list.', `cleartext html: ${SENTENCE}`],
      [],
    ]);
  });

  it('are one where a client made no alternatives of them', async () => {
    const mail = mixedMail(
      [],
      [`Content-Type: text/plain\n\n${SENTENCE}`, `Content-Type: text/html\n\n<p>${SENTENCE}</p>`],
    );
    expect(await words(mail)).toEqual([`cleartext plain: ${SENTENCE}`]);
  });
});

const INVITATION =
  'Content-Type: text/calendar; charset=utf-8; method=REQUEST\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Call\\, now\nDESCRIPTION;LANGUAGE=en:It lea\n ks.\\nBye.\nUID:1\nEND:VEVENT\nEND:VCALENDAR';

describe('a calendar part', () => {
  it('is a file, and no words beside others', async () => {
    const message = await read(mixedMail([], ['Content-Type: text/plain\n\nSee you.', INVITATION]));
    expect(textsOf(message)).toEqual(['cleartext plain: See you.']);
    expect(message.attachments).toMatchObject([{ contentType: 'text/calendar' }]);
  });

  it('is its words where there are no others', async () => {
    expect(await words(mixedMail([], [INVITATION]))).toEqual([
      'cleartext plain: Call, now\n\nIt leaks.\nBye.',
    ]);
  });
});

describe('a text that has a name', () => {
  const named =
    'Content-Type: text/plain; name="steps.txt"\nContent-Disposition: inline; filename="steps.txt"\n\n1. Log in.';

  it('is a file beside one that has none', async () => {
    const message = await read(mixedMail([], ['Content-Type: text/plain\n\nSee the file.', named]));
    expect(textsOf(message)).toEqual(['cleartext plain: See the file.', 'cleartext attachment: 1. Log in.']);
    expect(message.attachments).toMatchObject([{ filename: 'steps.txt' }]);
  });

  it('is the words where it stands alone', async () => {
    expect(await words(mixedMail([], [named]))).toEqual(['cleartext plain: 1. Log in.']);
  });
});

describe('no words are lost', () => {
  it.each([
    ['a multipart whose boundary is gone', ['Content-Type: multipart/mixed'], 'It leaks.', 'plain'],
    ['a type that is none', ['Content-Type: text'], 'It leaks.', 'plain'],
    ['an empty type', ['Content-Type:'], 'It leaks.', 'plain'],
    [
      'a multipart whose boundary nobody uses',
      ['Content-Type: multipart/mixed; boundary=zz'],
      'It leaks.',
      'plain',
    ],
    [
      'a multipart whose boundary is another',
      ['Content-Type: multipart/mixed; boundary=zz'],
      '--yy\nContent-Type: text/html\n\n<b>It leaks.</b>\n--yy--\n',
      'html',
    ],
  ])('in %s', async (_name, header, body, kind) => {
    expect(await words(personMail(header, body))).toEqual([`cleartext ${kind}: It leaks.`]);
  });
});
