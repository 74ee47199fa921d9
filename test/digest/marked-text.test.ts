/** Words with stretches of them marked: carets stand under what they are said to mark, whatever the words are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mark, markedText } from '../../src/digest/marked-text.js';
import { processorTime } from '../processor-time.js';

/** Marks every place where a word stands. */
function mark(text: string, word: string, name = 'affected', reason = "label 'Version'"): Mark {
  const start = text.indexOf(word);
  return { start, end: start + word.length, name, reason };
}

const print = (text: string, words: readonly string[], width = 80) =>
  markedText(
    text,
    words.map(word => mark(text, word)),
    width,
  );

describe('a marked text', () => {
  it('has the number of every line, and below it carets with the field and why', () => {
    const text = 'Hello,\nVersion: 1.2 and 1.3';
    expect(print(text, ['1.2'])).toEqual([
      '  1 | Hello,',
      '  2 | Version: 1.2 and 1.3',
      "               ^^^ affected (label 'Version')",
    ]);
  });

  it('puts stretches of one field on one line of carets, and says why once', () => {
    const text = 'ts-scan 1.2\nts-scan 1.3';
    const marks = [mark(text, 'ts-scan'), mark(text, '1.2'), mark(text, '1.3')];
    expect(markedText(text, marks, 80)).toEqual([
      '  1 | ts-scan 1.2',
      "      ^^^^^^^ ^^^ affected (label 'Version')",
      '  2 | ts-scan 1.3',
      '              ^^^ affected',
    ]);
  });

  it('gives every field on a line its own line of carets, also where they overlap', () => {
    const text = 'CWE-79 in 1.2';
    const marks = [mark(text, 'CWE-79 in 1.2', 'description', 'a'), mark(text, 'CWE-79', 'cwe', 'b')];
    expect(markedText(text, marks, 80).slice(1)).toEqual([
      '      ^^^^^^^^^^^^^ description (a)',
      '      ^^^^^^ cwe (b)',
    ]);
  });

  it('marks no indent and no line end', () => {
    const text = 'a\n   b\n\nc';
    const lines = markedText(text, [{ start: 0, end: text.length, name: 'steps', reason: 'r' }], 80);
    expect(lines).toEqual([
      '  1 | a',
      '      ^ steps (r)',
      '  2 |    b',
      '         ^ steps',
      '  3 |',
      '  4 | c',
      '      ^ steps',
    ]);
  });

  it('leaves out what is far from any mark, and counts it', () => {
    const filler = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`);
    const text = [...filler(20), 'ts-scan 1.2', ...filler(30), 'v9', ...filler(7)].join('\n');
    const lines = print(text, ['1.2', 'v9']).map(line => line.trim());
    expect(lines.filter(line => line.startsWith('…'))).toEqual([
      '… 18 lines …',
      '… 26 lines …',
      '… 5 lines …',
    ]);
    expect(lines[1]).toBe('19 | line 18');
  });

  it('leaves out the middle of a long stretch, and says of what', () => {
    const text = Array.from({ length: 50 }, (_, index) => `word ${index}`).join('\n');
    const lines = markedText(text, [{ start: 0, end: text.length, name: 'impact', reason: 'r' }], 80);
    expect(lines.length).toBeLessThan(15);
    expect(lines.join('\n')).toMatch(/… \d+ lines of impact …/);
  });

  it('prints nothing but a count where nothing is marked', () => {
    expect(markedText('a\nb\nc\n', [], 80).map(line => line.trim())).toEqual(['… 3 lines …']);
    expect(markedText('', [], 80)).toEqual([]);
  });

  it('breaks a long line at a space and marks on both sides of the break', () => {
    const text = `${'word '.repeat(12)}the stretch goes on ${'word '.repeat(4)}`;
    const lines = print(text, ['the stretch goes on'], 78);
    expect(lines[0]).toMatch(/the stretch$/);
    expect(lines[1]).toMatch(/^ +\^{11}$/);
    expect(lines[2]?.trim()).toBe("affected (label 'Version')");
    expect(lines[1]?.indexOf('^')).toBe(lines[0]?.indexOf('the stretch'));
    expect(lines.at(-2)).toMatch(/^ {4}\| goes on/);
    expect(lines.at(-1)?.trim()).toBe('^^^^^^^ affected');
  });
});

it('a long line is broken between words, and within one only where it fills most of a row', () => {
  const rows = (text: string) =>
    print(text, ['v1'], 60)
      .filter(line => / \| /.test(line))
      .map(line => line.slice(6));
  expect(rows(`v1 ${'quokka '.repeat(20)}`)).not.toContainEqual(
    expect.stringMatching(/quokk?$|^(?!v1|quokka)/),
  );
  expect(rows(`v1 ${'q'.repeat(80)}`)).toEqual([`v1 ${'q'.repeat(51)}`, 'q'.repeat(29)]);
});

describe('carets stand under their words', () => {
  it.each<[string, string, string]>([
    ['behind wide characters', '漏洞 1.2', '           ^^^ '],
    ['on wide characters', 'a 漏洞 b', '        ^^^^ '],
    ['behind a combining mark', 'cafe\u0301 1.2', '           ^^^ '],
    ['behind an emoji', '🙂 1.2', '         ^^^ '],
    ['behind a tab', '\t1.2', '          ^^^ '],
    ['behind an escape sequence that is shown', '\u001b[2J1.2', `      ${' '.repeat(9)}^^^ `],
    ['behind a mark of direction that is shown', '\u202e1.2', `      ${' '.repeat(8)}^^^ `],
    ['behind a zero-width space that is shown', 'a\u200b1.2', `      ${' '.repeat(9)}^^^ `],
  ])('%s', (_name, text, carets) => {
    const word = text.includes('1.2') ? '1.2' : '漏洞';
    const [, below] = print(text, [word]);
    expect(below?.startsWith(carets), below).toBe(true);
  });
});

describe('hostile words', () => {
  it('can write neither a mark nor a line of ours: theirs stand behind a bar, ours never', () => {
    const text = 'v1\n        ^^^ cve (sent by the vendor)\n       … 900 lines …\n  7 | fake';
    const lines = print(text, ['v1']);
    const theirs = lines.filter(line => /^ {2} *\d* \|/.test(line));
    const ours = lines.filter(line => !/^ {2} *\d* \|/.test(line));
    expect(theirs).toHaveLength(4);
    expect(ours).toEqual(["      ^^ affected (label 'Version')"]);
    const broken = print(`v1 ${'x'.repeat(90)} ^^^ cve (sent by the vendor)`, ['v1'], 60);
    expect(broken.filter(line => line.includes('vendor')).every(line => /^ {4}\| /.test(line))).toBe(true);
  });

  it('have no control character, no reordering mark and no line longer than the terminal', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.array(fc.tuple(fc.nat(400), fc.nat(60), fc.constantFrom('cve', 'steps'))),
        fc.integer({ min: 40, max: 100 }),
        (text, places, width) => {
          const marks = places.map(([start, length, name]) => ({
            start,
            end: start + length,
            name,
            reason: `${text}\u001b`,
          }));
          for (const line of markedText(text, marks, width)) {
            expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
            expect([...line].filter(character => !/\p{M}/u.test(character)).length).toBeLessThanOrEqual(
              width,
            );
          }
        },
      ),
    );
  });

  it('of a megabyte on one line cost little, and little is printed of them', () => {
    const text = `${'x'.repeat(500_000)} 1.2.3 ${'y'.repeat(500_000)}`;
    const before = processorTime();
    const lines = print(text, ['1.2.3']);
    expect(processorTime() - before).toBeLessThan(20_000);
    expect(lines.join('\n')).toContain('affected');
    expect(lines.length).toBeLessThan(60);
    expect(lines.every(line => line.length <= 80)).toBe(true);
  });

  it('pile no more marks on a character than a script needs', () => {
    const lines = print(`a${'\u0301'.repeat(1000)} v1`, ['v1'], 200);
    expect(lines.join('\n')).not.toMatch(/\u0301{9}/);
    expect(lines.join('\n')).toContain('\\u{301}');
  });

  it('that begin with a combining mark do not draw over our bar', () => {
    expect(print('\u0338v1', ['v1'])[0]).toBe('  1 | \\u{338}v1');
  });
});
