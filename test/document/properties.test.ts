/** What holds for any text, however it is broken. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/document/document.js';
import { MAX_LINES } from '../../src/document/limits.js';
import { readDocument } from '../../src/document/read.js';
import { manyLines } from '../../src/message/printable.js';
import { OPTIONS } from './outline.js';

/** Marks that begin, end and nest things, among words. */
const PIECES = [
  ...[
    'word',
    'two words',
    'Übung',
    'x1',
    '1.2.3',
    'Impact',
    'Hi,',
    'Best',
    'Ada',
    'Step 2',
    'P.S.',
    'wrote:',
  ],
  ...[
    '# ',
    '## ',
    '- ',
    '* ',
    '1. ',
    '2) ',
    '(3) ',
    '1.1 ',
    'a) ',
    '• ',
    '> ',
    '>> ',
    '>',
    '>= ',
    '```',
    '~~~~',
    '    ',
    '\t',
  ],
  ...[
    '|',
    '| a | b |',
    '|---|---|',
    '+--+--+',
    '---',
    '=====',
    '***',
    '-- ',
    '`',
    '**',
    ':',
    '\\|',
    '[',
    ']',
    '<',
    '\uE000',
  ],
  ...[
    'From: a@b.example',
    'To: c@d.example',
    'Subject: x',
    '-----Original Message-----',
    'On Monday a@b.example wrote:',
    '-----BEGIN PGP SIGNED MESSAGE-----',
  ],
  ...['\n', '\n', '\n', '\n\n', ' ', '  ', '\u200B', '\u202E', '\u00A0'],
];
const piece = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);
const text = fc.array(piece, { maxLength: 60, size: 'max' }).map(pieces => manyLines(pieces.join('')));
const options = fc.record({
  isOwn: fc.constant(OPTIONS.isOwn),
  name: fc.constantFrom(null, 'Ada Quill'),
  isReply: fc.boolean(),
  isForward: fc.boolean(),
});

function allLines(blocks: ReturnType<typeof readDocument>['blocks']): Line[] {
  return blocks.flatMap(block =>
    block.kind === 'table' ? [...block.lines, ...block.rows.flat()] : block.lines,
  );
}

/** The marks of items and code hold letters and digits too: "Step 2:", "1.", "(b)", "```js", "Hash: SHA256". */
function isMark(word: string, before: string): boolean {
  return (
    /^[\s>|*_#(-]{0,300}(?:(?:step|schritt)?\s?[#*_]{0,4}(?:[\d.]{1,20}|[a-z])?[.):/*_-]{0,4}\s{0,4}){0,40}$/i.test(
      before,
    ) && /^(?:\d{1,9}|[a-z]|step)$/i.test(word)
  );
}

describe('of any text', () => {
  it('every line of the document is the text at its place', () => {
    fc.assert(
      fc.property(text, options, (body, known) => {
        for (const line of allLines(readDocument(body, 3, known).blocks)) {
          if (line.text === '') continue;
          expect(body.slice(line.start, line.start + line.text.length)).toBe(line.text);
          expect(line.body).toBe(3);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('no word is lost', () => {
    fc.assert(
      fc.property(text, options, (body, known) => {
        const taken = new Uint8Array(body.length);
        for (const line of allLines(readDocument(body, 0, known).blocks))
          taken.fill(1, line.start, line.start + line.text.length);
        for (const { 0: word, index } of body.matchAll(/[\p{L}\p{N}]+/gu)) {
          const start = body.lastIndexOf('\n', index - 1) + 1;
          const line = body.slice(start, (body.indexOf('\n', start) + 1 || body.length + 1) - 1);
          // The words of an opening fence are the name of a language; of armor, none.
          if (taken[index] === 1 || /`{3}|~{3}|-----BEGIN|^Hash:/.test(line)) continue;
          expect(isMark(word, body.slice(start, index)), JSON.stringify({ word, line })).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('no character stands in two blocks', () => {
    fc.assert(
      fc.property(text, options, (body, known) => {
        let end = 0;
        const lines = readDocument(body, 0, known).blocks.flatMap(block => block.lines);
        for (const line of lines.sort((one, other) => one.start - other.start)) {
          if (line.text === '') continue;
          expect(line.start).toBeGreaterThanOrEqual(end);
          end = line.start + line.text.length;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('the document is the same each time', () => {
    fc.assert(
      fc.property(text, options, (body, known) => {
        expect(readDocument(body, 0, known)).toEqual(readDocument(body, 0, known));
      }),
      { numRuns: 300 },
    );
  });
});

describe('beyond as many lines as a person writes', () => {
  it('words stand in plain paragraphs, each in its depth of quotation', () => {
    const body = `${'- a\n'.repeat(MAX_LINES)}- b\n\n# c\n> d\n> - e\n`;
    const { blocks } = readDocument(body, 0, OPTIONS);
    const below = blocks
      .slice(MAX_LINES)
      .map(({ kind, quoted, lines }) => [kind, quoted, lines.map(line => line.text)]);
    expect(below).toEqual([
      ['paragraph', 0, ['- b', '# c']],
      ['paragraph', 1, ['d', '- e']],
    ]);
  });
});
