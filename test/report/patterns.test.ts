import { describe, expect, it } from 'vitest';
import { anyOf } from '../../src/report/patterns.js';

const PATTERNS = [
  '^i (?:saw|met)\\b|\\bmet\\b',
  '\\bcat[|)(]s',
  '[|x]y|\\d\\|',
  '(?:no|yes)$',
  '\\bd(?:o|i(?:d|e))g',
];

const TEXTS = [
  ...['i saw', 'and i saw', 'i met', 'so met', 'summet', 'cat|s', 'cat)s', 'a cats', 'xy', '|y', '3|', '3'],
  ...['no', 'yes sir', 'didg', 'adog', 'dieg', 'a dog', '', '|'],
];

describe('many patterns as one', () => {
  it.each(TEXTS)('matches %j where one of them does', text => {
    const anyMatches = PATTERNS.some(pattern => new RegExp(pattern).test(text));
    expect(anyOf(PATTERNS).test(text)).toBe(anyMatches);
  });

  it('asks at the beginning of a text or a word once for all that begin so', () => {
    expect(anyOf(['\\ba|^b', '^c', '\\bd', 'e']).source).toBe('^(?:b|c)|\\b(?:a|d)|e');
  });
});
