import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { MAX_SEARCH_WORDS, searchQuery } from '../../src/store/search-query.js';
import { processorTime } from '../processor-time.js';

const connection = new Database(':memory:');
connection.exec(
  "CREATE VIRTUAL TABLE texts USING fts5 (a, b, tokenize = 'unicode61 remove_diacritics 2'); INSERT INTO texts VALUES ('one two', 'three')",
);
const matches = (query: string) =>
  Number(connection.prepare('SELECT count(*) FROM texts WHERE texts MATCH ?').pluck().get(query));

afterAll(() => connection.close());

describe('a search', () => {
  it.each([
    ['words that must all be there', 'stack overflow', '"stack" AND "overflow"'],
    ['a phrase', '"stack overflow" php', '"stack overflow" AND "php"'],
    ['a phrase in the quotes of a mail program', '„stack overflow“', '"stack overflow"'],
    ['the begin of a word', 'parse_hea*', '"parse_hea" *'],
    ['the begin of the last word of a phrase', '"stack over"*', '"stack over" *'],
    ['an odd quote, which ends with the text', 'a "b c', '"a" AND "b c"'],
    ['operators of FTS5, which are words', 'a OR NOT b', '"a" AND "OR" AND "NOT" AND "b"'],
    ['columns and brackets of FTS5', 'summary:(a) {b} ^c -d', '"summary:(a)" AND "{b}" AND "^c" AND "-d"'],
    ['an identifier, as one', 'CVE-2026-1234', '"CVE-2026-1234"'],
    ['signs that stand alone, which are left out', 'a -- => b', '"a" AND "b"'],
    ['a word given twice', 'a a', '"a"'],
    ['a NUL', 'a\u0000b', '"a b"'],
  ])('takes %s', (_name, typed, query) => {
    expect(searchQuery(typed)).toBe(query);
    expect(() => matches(query)).not.toThrow();
  });

  it.each(['', '   ', '"', '""', '*', '-- "=>"', '\u0000', '\ud800'])('of %j looks for nothing', typed => {
    expect(searchQuery(typed)).toBeNull();
  });

  it('is never an error of SQL or of FTS5, whatever is typed', () => {
    const special = fc.constantFrom(
      '"',
      '*',
      'AND',
      'NEAR(',
      ')',
      ':',
      '^',
      '-',
      '+',
      '\u0000',
      '\ud800',
      '“',
      '{',
    );
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.oneof(special, fc.string({ maxLength: 5 })), { maxLength: 20 })
        .map(parts => parts.join('')),
      fc
        .array(fc.oneof(special, fc.string({ maxLength: 5 })), { maxLength: 20 })
        .map(parts => parts.join(' ')),
    );
    fc.assert(
      fc.property(typed, text => {
        const query = searchQuery(text);
        if (query !== null) matches(query);
      }),
      { numRuns: 3000 },
    );
  });

  it('finds what has the very words, however they are typed around', () => {
    const around = fc.constantFrom('"', '(', '-', '.', ' ', '„', '\u0000', '^', ',');
    fc.assert(
      fc.property(around, around, (one, other) => {
        expect(matches(searchQuery(`${one}ONE two${other}`) ?? '""')).toBe(1);
      }),
    );
  });

  it('of very many words is one of the first of them', () => {
    const query = searchQuery(Array.from({ length: 1000 }, (_, index) => `w${index}`).join(' ')) ?? '';
    expect(query.split(' AND ')).toHaveLength(MAX_SEARCH_WORDS);
    expect(matches(query)).toBe(0);
  });

  it('of a megabyte takes no time', () => {
    const start = processorTime();
    for (const part of ['"', 'a', '" ', 'a"', '*']) searchQuery(part.repeat(1_000_000));
    expect(processorTime() - start).toBeLessThan(5000);
  });
});
