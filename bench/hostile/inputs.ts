/** Texts that are built to cost as much as they can: many of one thing, things inside one another, patterns that begin and never end. */
import * as letters from '../../src/document/letter-terms.js';
import * as versions from '../../src/report/affected/version-words.js';
import * as sentences from '../../src/report/prose/sentence-terms.js';
import { SECTION_TERMS } from '../../src/report/section-terms.js';
import * as terms from '../../src/report/terms.js';

/** A hostile mail of any size. */
export interface Input {
  readonly name: string;
  /** What is timed: reading words that are text already, or a whole mail in HTML before them. */
  readonly through: 'extraction' | 'message';
  /** At most so many characters: the words of its bodies, or of its HTML. */
  readonly build: (size: number) => readonly string[];
}

/** One thing over and over; the name is the thing itself. */
const REPEATED: readonly string[] = [
  ...[
    'a',
    'a ',
    'A',
    'a.',
    'a. A',
    'é',
    '\u0300',
    '1',
    '.',
    ',',
    ':',
    ':::',
    '/',
    '>',
    '> ',
    '|',
    '(',
    '[',
    '"',
    '*',
    '**',
    '_',
    '`',
    '<',
    '@',
    '@a.',
    'a@b.cd ',
    '-',
    '- ',
    '=',
    '#',
    '\\|',
    ' ',
    '\t',
    '\n',
    ' \n',
    '  \n',
  ],
  ...[
    '# a\n',
    'A\n=\n',
    'Impact\n------\n',
    'IMPACT\n\n',
    '**Impact**\n\n',
    'Impact: ',
    'Impact: a\n',
    'Impact: a\n\n',
    'a: b\n',
    '## Steps\n',
    'Step 1: a\n',
    'Affected: a 1.0\n',
  ],
  ...[
    '- a\n',
    '1. a\n',
    '1) a\n',
    '(1) a\n',
    '1.1 a\n',
    '• a\n',
    '- - ',
    '1. 1. ',
    '* * * ',
    'Steps:\n1. a\n',
    '- a\n\n  b\n',
  ],
  ...[
    '```\n',
    '```\na\n```\n',
    '~~~~\n',
    '    a\n',
    '| a | b |\n',
    '|a|b|\n|-|-|\n',
    '+--+--+\n| a | b |\n',
    'a  b  c\n',
    'a\tb\n',
    '> a\n',
    '>> a\n> b\n',
    '-- \n',
    'Best\n',
    'Hi,\n',
    'P.S. a\n',
  ],
  ...[
    '1.1.1.1',
    '1.',
    '1.0.0 ',
    '1.0.0, ',
    '>= 1.0 ',
    'before 1.0 ',
    '1.0 - 2.0 ',
    'v1.2.3-rc.1+',
    'ts-scan 1.0.0\n',
    'a/b:1.0 ',
    'versions 1.0 to ',
    'all versions of ',
    'fixed in 1.0 ',
    'pkg:npm/a@1 ',
    'CVE-',
    'CVE-2026-1',
    'CVE-2026-12345 ',
    'CWE-',
    'CWE-79 ',
    'GHSA-',
    'GHSA-aaaa-',
  ],
  ...[
    'AV:N/',
    'CVSS:3.1/',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H ',
    'CVSS:4.0/AV:N/AC:L/',
    'CVSS 9.8 ',
    'severity ',
    'high ',
    '9.8/10 ',
    'score: ',
  ],
  ...[
    'http://',
    'https://a.b/',
    'https://a.b/ ',
    'https://a.b/((((',
    'http://[',
    '[a](',
    '<http://',
    'GET / ',
    'POST /a HTTP/1.1\n',
    '/a/b ',
    '/a/{b}',
    'curl -X POST ',
    '?a=b&',
    '%41',
    '../',
  ],
  ...[
    'credit me as ',
    'not credit ',
    'Credit: ',
    'credited as "',
    'als ',
    'an attacker can ',
    'First I opened. ',
    'reach me at ',
    'contact me ',
    'a [at] b [dot] ',
    'On Monday wrote:\n> a\n',
    'This e-mail is ',
    'From: a@b.cd\n',
    'From: a@b.cd\nSubject: x\nTo: y\n\n',
    '-----Original Message-----\nFrom: a@b.cd\n\n',
    '-----BEGIN PGP MESSAGE-----\n',
    '-----BEGIN PGP SIGNED MESSAGE-----\n',
    'ABCD 1234 ',
    'Debian 12 ',
    'the the ',
    'of the ',
    'Version ',
  ],
  ...[
    '\u202E',
    '\u202Ea',
    '\u200B',
    'a\u200B',
    'Im\u200Bpact: a\n',
    '\u00AD',
    'А',
    'Аffected: а 1.0\n',
    'ﬁ',
    '𝐚',
    '👩‍💻',
    'ß',
    'İ',
    '漢',
    '。',
    '：',
  ],
];

/** Begins a text, so that what follows is read as of a field. */
const OPENINGS: readonly string[] = ['', 'Steps:\n', 'Affected:\n', 'Severity: ', 'Credit: '];

/**
 * All texts of the benchmark.
 * @param every - also each repeated thing below each opening, five times as many
 */
export function hostileInputs(every: boolean): Input[] {
  const openings = every ? OPENINGS : OPENINGS.slice(0, 1);
  return [
    ...openings.flatMap(opening =>
      REPEATED.map(piece =>
        text(`${JSON.stringify(opening + piece)} again and again`, size => repeated(piece, size, opening)),
      ),
    ),
    ...wordInputs(),
    text('numbered items', size => counted(size, n => `${n + 1}. a\n`)),
    text('numbered items of three levels', size =>
      counted(size, n => `${(n >> 6) + 1}.${((n >> 3) % 8) + 1}.${(n % 8) + 1} a\n`),
    ),
    text('lists, each deeper', size => deepening(size, depth => `${'  '.repeat(depth)}- a\n`)),
    text('quotations, each deeper', size => deepening(size, depth => `${'> '.repeat(depth)}a\n`)),
    text('quotations, each less deep', size =>
      deepening(size, depth => `${'>'.repeat(400 - (depth % 400))}a\n`),
    ),
    text('fences, each longer', size => deepening(size, depth => `${'`'.repeat(depth + 3)}\n`)),
    text('tables, each wider', size => deepening(size, depth => `${'|a'.repeat(depth + 1)}|\n`)),
    text('versions, each its own', size => counted(size, n => `1.${n}, `)),
    text('products, each its own', size => counted(size, n => `ts-a${n} 1.${n}\n`)),
    text('addresses, each its own', size => counted(size, n => `a${n}@b.example `)),
    text('links, each its own', size => counted(size, n => `https://a.example/${n} `)),
    text('paths, each its own', size => counted(size, n => `GET /a/${n} `)),
    text('identifiers, each its own', size => counted(size, n => `CVE-2026-${10_000 + n} CWE-${n} `)),
    text('a line of two words, lines apart', size => repeated('a b\n\n', size, '')),
    text('sentences in one paragraph', size => repeated('It redirects to x. ', size, '')),
    text('dashes, each longer', size => deepening(size, depth => `${'-'.repeat(depth + 1)}\n`)),
    { name: 'a body a line', through: 'extraction', build: bodies },
    html('elements inside one another', size => '<div>'.repeat(size / 5)),
    html('lists inside one another', size => '<ul><li>a'.repeat(size / 9)),
    html('quotations inside one another', size => '<blockquote>a'.repeat(size / 13)),
    html('tables inside one another', size => '<table><tr><td>a'.repeat(size / 16)),
    html('emphasis that never closes', size => '<b>a<i>'.repeat(size / 7)),
    html('headings', size => '<h2>a</h2>'.repeat(size / 10)),
    html('items', size => `<ol>${'<li>a</li>'.repeat(size / 10)}</ol>`),
    html('rows', size => `<table>${'<tr><td>a<td>b</tr>'.repeat(size / 19)}</table>`),
    html('columns', size => `<table><tr>${'<td>a'.repeat(size / 5)}</table>`),
    html('line ends', size => 'a<br>'.repeat(size / 5)),
    html('links', size => '<a href="https://a.example/">a</a> '.repeat(size / 35)),
    html('character references', size => '&#97;'.repeat(size / 5)),
    html('comments that never close', size => '<!--'.repeat(size / 4)),
    html('angle brackets', size => '<'.repeat(size)),
    html('attributes', size => `<a ${'b=c '.repeat(size / 4)}>d</a>`),
    html('styles', size => `<p style="${'color:red;'.repeat(size / 10)}">a</p>`),
  ];
}

/** The words each rule looks for, without their order: much that begins, and nothing that ends. */
function wordInputs(): Input[] {
  const modules = {
    'the words of letters': letters,
    'the words of sentences': sentences,
    'the titles of sections': SECTION_TERMS,
    'the words of fields': terms,
    'the words of versions': versions,
  };
  return Object.entries(modules).flatMap(([name, module]) => {
    const all = termsIn(module);
    return [
      text(name, size => cycled(all, size, ' ')),
      text(`${name}, a line each`, size => cycled(all, size, '\n')),
      text(`${name}, as labels`, size => cycled(all, size, ': ')),
      text(`${name}, a sentence each`, size => cycled(all.map(capitalised), size, ' x. ')),
    ];
  });
}

function capitalised(term: string): string {
  return term.charAt(0).toUpperCase() + term.slice(1);
}

/** The words in lists, sets, tables and patterns, whatever they are nested in. */
function termsIn(value: unknown): string[] {
  if (typeof value === 'string')
    return value
      .split(/[^\p{L}\p{N}' -]+/u)
      .map(term => term.trim())
      .filter(term => term.length > 1);
  if (value instanceof RegExp) return termsIn(value.source);
  if (value instanceof Set) return [...value].flatMap(termsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(termsIn);
}

function text(name: string, build: (size: number) => string): Input {
  return { name, through: 'extraction', build: size => [build(size)] };
}

function html(name: string, build: (size: number) => string): Input {
  return { name: `HTML: ${name}`, through: 'message', build: size => [build(Math.floor(size))] };
}

function repeated(piece: string, size: number, opening: string): string {
  return (opening + piece.repeat(Math.ceil(size / piece.length))).slice(0, size);
}

function counted(size: number, piece: (n: number) => string): string {
  const pieces: string[] = [];
  for (let n = 0, length = 0; length < size; n++) {
    const next = piece(n);
    pieces.push(next);
    length += next.length;
  }
  return pieces.join('').slice(0, size);
}

/** Begins again at 400, so that there are many and each is long. */
function deepening(size: number, piece: (depth: number) => string): string {
  return counted(size, n => piece(n % 400));
}

function cycled(pieces: readonly string[], size: number, between: string): string {
  return counted(size, n => `${pieces[n % pieces.length]}${between}`);
}

function bodies(size: number): string[] {
  return Array.from({ length: Math.ceil(size / 100) }, (_, n) =>
    `${n + 1}. Open a${n} 1.0.\n\nImpact: a\n`.padEnd(100, 'a '),
  );
}
