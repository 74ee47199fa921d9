/** HTML as text: what mail clients write, and the Markdown that its structure becomes. */
import { describe, expect, it } from 'vitest';
import { readBlocks } from '../../src/document/read.js';
import { textOfHtml } from '../../src/message/html.js';

const lines = (...text: string[]) => text.join('\n');

const GMAIL = lines(
  '<div dir="ltr">Hello team,<div><br></div><div><b>Summary</b></div>',
  '<div>The <code>name</code> is <b>not</b> escaped.</div><div><br></div>',
  '<div><ol><li>Open it</li><li style="margin-left:15px">Look<ul><li>here</li><li>there</li></ul></li></ol></div>',
  '<div>Thanks<br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br>',
  '<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">Ada<br>Quill</div></div></div></div><br>',
  '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Monday, Bo &lt;<a href="mailto:bo@acme.example">bo@acme.example</a>&gt; wrote:<br></div>',
  '<blockquote class="gmail_quote" style="margin:0 0 0 0.8ex;border-left:1px solid rgb(204,204,204)"><div>Which version?<div><br></div><blockquote class="gmail_quote">1.2</blockquote></div></blockquote></div>',
);

const word = (text: string, style: string, marker: string) =>
  `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:${style}'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>`;

const OUTLOOK = lines(
  '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm} --></style></head><body lang=DE><div class=WordSection1>',
  '<p class=MsoNormal>Hello,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>',
  '<p class=MsoNormal><b><span lang=EN-US>Impact<o:p></o:p></span></b></p><p class=MsoNormal>It leaks.<o:p></o:p></p>',
  word('Open it', 'l0 level1 lfo1', '1.'),
  word('the left one', 'l0 level2 lfo1', '·'),
  word('Close it', 'l0 level1 lfo1', '2.'),
  '<p class=MsoNormal>GET / HTTP/1.1<o:p></o:p></p><p class=MsoNormal>Host: x<o:p></o:p></p>',
  '<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Product</b></p></td><td><p class=MsoNormal>Gate</p></td></tr><tr><td><p class=MsoNormal>Version</p></td><td><p class=MsoNormal>1.2</p></td></tr></table>',
  "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> Bo<br><b>Sent:</b> Monday<o:p></o:p></p></div></div></div></body></html>",
);

describe('a mail of', () => {
  it.each([
    [
      'Gmail',
      GMAIL,
      lines(
        ...['Hello team,', '', '**Summary**', 'The name is not escaped.', ''],
        ...['1. Open it', '2. Look', '   - here', '   - there', '', 'Thanks', '', '-- ', 'Ada', 'Quill', ''],
        ...['On Monday, Bo <bo@acme.example> wrote:', '', '> Which version?', '>', '> > 1.2'],
      ),
    ],
    [
      'Outlook, which writes as Word does',
      OUTLOOK,
      lines(
        ...[
          'Hello,',
          '',
          '**Impact**',
          'It leaks.',
          '',
          '1. Open it',
          '   - the left one',
          '2. Close it',
          '',
        ],
        ...['GET / HTTP/1.1', 'Host: x', '', '| Product | Gate |', '| --- | --- |', '| Version | 1.2 |', ''],
        ...['From: Bo', 'Sent: Monday'],
      ),
    ],
    [
      'Outlook on the web',
      '<div class="elementToProof">Hi,</div><div class="elementToProof"><br></div><ul><li><div>one</div></li><li><div>two</div></li></ul><div id="Signature"><div>Ada</div></div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg"><b>From:</b> Bo</div>',
      lines('Hi,', '', '- one', '- two', '', '-- ', 'Ada', '', '---', '', 'From: Bo'),
    ],
    [
      'Apple Mail',
      '<html><body>Hello<div><br></div><div><b>Steps</b></div><div><ol class="MailOutline"><li>a</li><li>b</li></ol></div><div><blockquote style="margin: 0 0 0 40px; border: none; padding: 0px;">indented</blockquote></div><div><br><blockquote type="cite"><div>On Monday, Bo wrote:</div><br class="Apple-interchange-newline"><div>quoted</div></blockquote></div></body></html>',
      lines(
        ...['Hello', '', '**Steps**', '', '1. a', '2. b', '', 'indented', ''],
        ...['> On Monday, Bo wrote:', '>', '> quoted'],
      ),
    ],
    [
      'Thunderbird',
      '<html><head></head><body><p>Hi</p><p><br></p><p>there</p><div class="moz-cite-prefix">Am Montag schrieb Bo:<br></div><blockquote type="cite" cite="mid:1"><pre class="moz-quote-pre" wrap="">Which\n\n  version?\n</pre></blockquote><pre class="moz-signature" cols="72">-- \nAda</pre></body></html>',
      lines(
        'Hi',
        '',
        'there',
        '',
        'Am Montag schrieb Bo:',
        '',
        '> Which',
        '>',
        '>   version?',
        '',
        '-- ',
        'Ada',
      ),
    ],
    [
      'Thunderbird that forwards another',
      '<p>FYI</p><div class="moz-forward-container"><br>-------- Forwarded Message --------<table class="moz-email-headers-table"><tbody><tr><th align="RIGHT">Subject: </th><td>Leak</td></tr><tr><th align="RIGHT">From: </th><td>Bo <a href="mailto:bo@x.example">&lt;bo@x.example&gt;</a></td></tr></tbody></table><br><br><p>It leaks.</p></div>',
      lines(
        ...['FYI', '', '-------- Forwarded Message --------', 'Subject: Leak'],
        ...['From: Bo <bo@x.example> [bo@x.example]', '', '', 'It leaks.'],
      ),
    ],
    [
      'Proton',
      '<div style="font-family: Arial;">Hi</div><div style="font-family: Arial;"><br></div><div class="protonmail_signature_block"><div class="protonmail_signature_block-user protonmail_signature_block-empty"></div><div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me/">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">On Monday, Bo wrote:<br><blockquote class="protonmail_quote" type="cite">old<br></blockquote><br></div>',
      lines(
        ...['Hi', '', '-- ', 'Sent with Proton Mail [https://proton.me/] secure email.', ''],
        ...['On Monday, Bo wrote:', '', '> old'],
      ),
    ],
    [
      'Roundcube',
      '<html><body style="font-size: 10pt"><p>Hello</p><pre>code\n  here</pre><p id="reply-intro">On Monday, Bo wrote:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0"><div class="pre" style="font-family: monospace">old<br>line</div></blockquote></body></html>',
      lines('Hello', '', '```', 'code', '  here', '```', '', 'On Monday, Bo wrote:', '', '> old', '> line'),
    ],
    [
      'GMX',
      '<html><head></head><body><div style="font-family: Verdana;"><div>Hi</div>\n<div>&nbsp;</div>\n<div>there\n<div>&nbsp;\n<div name="quote" style="margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;">\n<div><b>Gesendet:</b>&nbsp;Montag<br/>\n<b>Von:</b>&nbsp;Bo</div>\n<div name="quoted-content">old</div></div></div></div></div></body></html>',
      lines('Hi', '', 'there', '', '> Gesendet: Montag', '> Von: Bo', '> old'),
    ],
    [
      'Yahoo',
      '<div class="ydp1yahoo-style-wrap"><div dir="ltr">Hi</div><div><br></div><div>there</div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, Bo wrote:</div><div><br></div><div>old</div></div>',
      lines('Hi', '', 'there', '', '> On Monday, Bo wrote:', '>', '> old'),
    ],
    [
      'one that shows a plain text as it is',
      '<html><body><div><pre>1. Log in\n\n  - then &lt;this&gt;</pre></div></body></html>',
      lines('1. Log in', '', '  - then <this>'),
    ],
    [
      'Google Docs, which is not bold where its tag is',
      '<b style="font-weight:normal;"><h2 dir="ltr"><span>Title</span></h2><p><span style="font-weight:700">Bold</span></p><p>not</p></b>',
      lines('## Title', '', '**Bold**', '', 'not'),
    ],
  ])('%s', (_client, html, expected) => {
    expect(textOfHtml(html).text).toBe(expected);
  });
});

describe('HTML becomes Markdown:', () => {
  it.each([
    ['a heading of any depth', '<h1>A</h1><h6>B</h6>c', lines('# A', '', '###### B', '', 'c')],
    ['a heading, on one line', '<h2>A<br><div>b <b>c</b></div></h2><h3> </h3>', '## A b c'],
    ['a list with a start', '<ol start=3><li>a</li><li>b</li></ol>', lines('3. a', '4. b')],
    ['a value within', '<ol><li>a</li><li value=7>b</li><li>c</li></ol>', lines('1. a', '7. b', '8. c')],
    ['a start that is none', '<ol start="-1e9"><li>a</li><li value="x">b</li></ol>', lines('1. a', '2. b')],
    ['letters', '<ol type=a start=26><li>x</li><li>y</li></ol>', lines('z. x', 'aa. y')],
    ['letters by style', '<ol style="list-style-type: upper-alpha"><li>x</li></ol>', 'A. x'],
    ['Roman numbers', '<ol type=i start=4><li>x</li><li>y</li></ol>', lines('iv. x', 'v. y')],
    ['an item in its parts', '<ul><li>a<p>b</p></li></ul>', lines('- a', '', '  b')],
    [
      'a list beside its item',
      '<ol><li>a</li><ul><li>b</li></ul><li>c</li></ol>',
      lines('1. a', '   - b', '2. c'),
    ],
    [
      'text behind a nested list',
      '<ul><li>a<ul><li>b</li></ul>c</li></ul>',
      lines('- a', '  - b', '', '  c'),
    ],
    ['an item without a bullet', '<ul><li style="list-style:none"><ul><li>a</li></ul></li></ul>', '- a'],
    ['an empty item, counted', '<ol><li></li><li>b</li></ol>', '2. b'],
    [
      'code as it is',
      '<pre class="x"><code class="language-sh">\n$ a  \n\n\n\t<b>b</b><br>`c`</code></pre>d',
      lines('```sh', '$ a  ', '', '', '\tb', '`c`', '```', '', 'd'),
    ],
    ['code with fences in it', 'x<pre>````\n</pre>', lines('x', '', '`````', '````', '`````')],
    [
      'code in lines of blocks',
      'x<pre><div>a</div><div>  b</div></pre>',
      lines('x', '', '```', 'a', '  b', '```'),
    ],
    ['no code in a blank one', 'x<pre> \n </pre>y', lines('x', 'y')],
    [
      'code in an item',
      '<ol><li>Run<pre>a\n\n b</pre>then</li></ol>',
      lines('1. Run', '', '   ```', '   a', '', '    b', '   ```', '', '   then'),
    ],
    [
      'a quotation in its depth',
      '<blockquote>a<blockquote>b</blockquote></blockquote>c',
      lines('> a', '>', '> > b', '', 'c'),
    ],
    ['two quotations', '<blockquote>a</blockquote><blockquote>b</blockquote>', lines('> a', '', '> b')],
    [
      "Outlook's quotation",
      "<div style='border:none;border-left:solid blue 1.5pt'><p>a</p></div>b",
      lines('> a', '', 'b'),
    ],
    ['a frame, which quotes nobody', '<div style="border-left:4px solid red">a</div>b', lines('a', 'b')],
    ['a rule', 'a<hr>b', lines('a', '', '---', '', 'b')],
    ['a bold line', '<p>x</p><p style="font-weight:600">a b</p>', lines('x', '', '**a b**')],
    ['a bold line before others', '<p><b>a</b><br>x</p>', lines('**a**', 'x')],
    ['no bold lines of one text', '<p><b>a<br>b</b></p><p>x</p>', lines('a', 'b', '', 'x')],
    ['no long bold line', `<p><b>${'a '.repeat(50)}</b></p>x`, lines('a '.repeat(50).trim(), '', 'x')],
    ['no bold where all is', '<div><b>a</b></div><div><b>b</b></div>', lines('a', 'b')],
    [
      'no marks within a line',
      '<p>a <b>b</b> <i>c</i> <u>d</u> <code>e</code> <tt>f</tt></p>',
      'a b c d e f',
    ],
    [
      'a table',
      '<table><tr><th>A</th><th>B</th></tr><tr><td>1|2</td><td><b>3</b></td></tr></table>x',
      lines('| A | B |', '| --- | --- |', '| 1\\|2 | 3 |', '', 'x'),
    ],
    ['no table of one row', '<table><tr><td>a</td><td>b</td></tr></table>', 'a | b'],
    [
      'no table of one column',
      '<table><tr><td width=9>&nbsp;</td><td>a</td></tr><tr><td></td><td>b</td></tr></table>',
      lines('a', 'b'),
    ],
    [
      'no table of many lines',
      '<table><tr><td>a</td><td>b<br>c</td></tr><tr><td>d</td><td>e</td></tr></table>',
      lines('a', 'b', 'c', 'd | e'),
    ],
    [
      'a list in what lays out a page',
      '<table><tr><td>a</td></tr><tr><td><ul><li>b</li></ul></td></tr><tr><td>c</td></tr></table>',
      lines('a', '', '- b', '', 'c'),
    ],
    [
      'a quoted table',
      '<blockquote>x<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table></blockquote>',
      lines('> x', '>', '> | a | b |', '> | --- | --- |', '> | c | d |'),
    ],
    [
      "Word's bullet that lost its style",
      '<p class="x_MsoListParagraph"><span>·<span>&nbsp; </span></span>a</p>',
      '- a',
    ],
    ["Word's number of two levels", word('a', 'l0 level1', '3.1'), '3.1. a'],
    [
      "Word's heading with a number",
      `<h2 style='mso-list:l0 level1'><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>Impact</h2>`,
      '## 2. Impact',
    ],
    ['a signature, once', 'x<div class="moz-signature">-- <br>Ada</div>', lines('x', '', '-- ', 'Ada')],
    [
      'a signature behind a word',
      '<p>x</p>y<div class="gmail_signature">Ada</div>',
      lines('x', '', 'y', '', '-- ', 'Ada'),
    ],
    ['no signature of nothing', 'x<div class="moz-signature"> </div>y', lines('x', '', 'y')],
    ['line breaks', 'a<br>b<br><br>c', lines('a', 'b', '', 'c')],
    [
      'blank lines of no-break spaces',
      '<div>a</div><div>&nbsp;</div><div>b&nbsp;c</div>',
      lines('a', '', 'b c'),
    ],
    ['empty blocks', '<div>a</div><div></div><div><div></div></div><div>b</div>', lines('a', 'b')],
    [
      'words without what nobody sees',
      'pass&shy;word in\u200bvisib<wbr>ly \ufeffso',
      'password invisibly so',
    ],
    [
      'a long paragraph without margin',
      `<p class=MsoNormal>${'a '.repeat(60)}</p><p class=MsoNormal>b</p>`,
      lines('a '.repeat(60).trim(), '', 'b'),
    ],
    [
      'a link in code',
      'x<pre><a href="https://x.example/y">z</a></pre>',
      lines('x', '', '```', 'z [https://x.example/y]', '```'),
    ],
  ])('%s', (_name, html, expected) => {
    expect(textOfHtml(html).text).toBe(expected);
  });

  it('OpenPGP armor stands alone, whatever it is in', () => {
    const armor = lines('-----BEGIN PGP MESSAGE-----', '', 'abcd', '-----END PGP MESSAGE-----');
    expect(textOfHtml(`Hi<pre>${armor}</pre>`).text).toBe(lines('Hi', '', armor));
  });
});

describe('the document reads back', () => {
  const read = (html: string) =>
    readBlocks(textOfHtml(html).text, 0).map(({ kind, depth, quoted, lines: of, ...own }) => ({
      kind,
      depth,
      quoted,
      text: of.map(line => line.text).join('\n'),
      ...('number' in own ? { number: own.number } : {}),
      ...('rows' in own ? { rows: own.rows.map(row => row.map(cell => cell.text)) } : {}),
    }));

  it('a numbered list that code interrupts, with its numbers', () => {
    expect(
      read(
        '<ol><li>Open</li><li>Run:</li></ol><pre><code>a\n\n  b</code></pre><ol start=3><li>Look</li><li>Wait</li></ol>',
      ),
    ).toMatchObject([
      { kind: 'item', number: [1], text: 'Open' },
      { kind: 'item', number: [2], text: 'Run:' },
      { kind: 'code', text: 'a\n\n  b' },
      { kind: 'item', number: [3], text: 'Look' },
      { kind: 'item', number: [4], text: 'Wait' },
    ]);
  });

  it('lists, code and quotations inside one another', () => {
    expect(
      read(
        '<ul><li>a<ol start=4><li>b<pre>c\n d</pre></li></ol>e</li></ul><blockquote><ul><li>f</li></ul></blockquote>g',
      ),
    ).toMatchObject([
      { kind: 'item', number: null, depth: 1, text: 'a' },
      { kind: 'item', number: [4], depth: 2, text: 'b' },
      { kind: 'code', depth: 2 },
      { kind: 'paragraph', depth: 1, text: 'e' },
      { kind: 'item', number: null, depth: 1, quoted: 1, text: 'f' },
      { kind: 'paragraph', depth: 0, quoted: 0, text: 'g' },
    ]);
  });

  it('a table, with cells that are missing', () => {
    const [table] = read('<table><tr><td>A<td>B<td>C<tr><td>1<td>2|3</table>');
    expect(table).toMatchObject({
      kind: 'table',
      rows: [
        ['A', 'B', 'C'],
        ['1', '2\\|3'],
      ],
    });
  });
});

describe('HTML has a structure of its own', () => {
  it.each([
    ['with a heading', '<h3>a</h3>', true],
    ['with code', 'x<pre>a</pre>', true],
    ['with a list of two', '<ul><li>a</li><li>b</li></ul>', true],
    ["with two of Word's items", word('a', 'l0 level1', '1.') + word('b', 'l0 level1', '2.'), true],
    ['with a table of data', '<table><tr><td>a<td>b<tr><td>c<td>d</table>', true],
    ['but not with an empty heading', '<h3> </h3>a', false],
    ['nor a list of one', '<ul><li>a</li></ul>', false],
    ['nor a table that lays out', '<table><tr><td>a<br>b</table>', false],
    ['nor paragraphs and bold', '<p><b>a</b></p><p>b</p>', false],
    ['nor a plain text as it is', '<pre>a</pre>', false],
    ['nor a quoted one', 'x<blockquote type=cite><pre>a</pre></blockquote>', false],
  ])('%s', (_name, html, isStructured) => {
    expect(textOfHtml(html).isStructured).toBe(isStructured);
  });
});

describe('what is nested without end costs no line more than its words', () => {
  it.each([
    ['quotations', '<blockquote>'],
    ['lists', '<ol><li>'],
    ['tables', '<table><tr><td>'],
    ['lists beside items', '<ul><li>a</li>'],
    ["Word's items", '<div style="mso-list:l0 level9"><i style="mso-list:Ignore">1.</i>'],
    ['all of them', '<table><tr><td><blockquote><ul><li>'],
  ])('%s', (_name, open) => {
    const { text } = textOfHtml(open.repeat(60) + 'x<br>'.repeat(1000));
    expect(text.match(/^.*x$/gm)).toHaveLength(1000);
    expect(text.length).toBeLessThan(150_000);
  });
});

describe('what a client does not show', () => {
  it.each([
    '<span style="display:none">Email: mallory@evil.example</span>',
    '<p hidden>Email: mallory@evil.example</p>',
    '<span style="font-size:0">Email: mallory@evil.example</span>',
    '<div style="color:red; visibility: hidden">Email: mallory@evil.example</div>',
    '<div style="mso-hide:all">Email: mallory@evil.example</div>',
  ])('%s is no text', html => {
    expect(textOfHtml(`<p>Shown.</p>${html}`).text.trim()).toBe('Shown.');
  });

  it('a small or pale word is shown', () => {
    expect(textOfHtml('<p style="font-size:0.8em; opacity:0.5">Shown.</p>').text.trim()).toBe('Shown.');
  });
});
