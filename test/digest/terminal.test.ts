import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forCell, forTerminal, jsonForTerminal } from '../../src/digest/terminal.js';
import { serverWords } from '../../src/failure.js';

it.each<[string, string, string]>([
  ['an escape sequence', 'a\u001b[2Jb', 'a\\u{1b}[2Jb'],
  ['a C1 control sequence introducer', 'a\u009b2Jb', 'a\\u{9b}2Jb'],
  ['a bell', 'a\u0007b', 'a\\u{7}b'],
  ['a right-to-left override', 'exe\u202etxt', 'exe\\u{202e}txt'],
  ['a zero-width space', 'pay\u200bpal', 'pay\\u{200b}pal'],
  ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
])('%s is shown, not obeyed', (_name, text, expected) => {
  expect(forTerminal(text)).toBe(expected);
});

it('a carriage return can not overwrite the line before it', () => {
  expect(forTerminal('good\rbad')).toBe('good\nbad');
});

it('ordinary text in any script stays as it is', () => {
  const text = 'Pfadüberschreitung — 路径遍历 🙂\nzweite Zeile';
  expect(forTerminal(text)).toBe(text);
});

it('no control character but the line break ever comes out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(forTerminal(text)).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
      );
    }),
  );
});

it('a cell is one line of bounded length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, width) => {
      const cell = forCell(text, width);
      expect([...cell].length).toBeLessThanOrEqual(width);
      expect(cell).not.toContain('\n');
    }),
  );
});

it('JSON says the same to a program, and nothing to a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const value = { text: `${text}\u009b31m\u202e\u{e0041}\u007f` };
      const json = jsonForTerminal(value);
      expect(JSON.parse(json)).toEqual(value);
      expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u);
    }),
  );
});

it("a server's words reorder nothing in a sentence", () => {
  expect(serverWords('550 \u202eno\u2066 such\u009b user')).toBe('550  no  such  user');
});
