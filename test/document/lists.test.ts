import { describe, expect, it } from 'vitest';
import { follows } from '../../src/document/list-marks.js';
import { outline } from './outline.js';

describe('items are told by', () => {
  it.each([
    ['numbers with a point', '1. a\n2. b', ['item 1: a', 'item 2: b']],
    ['numbers with a parenthesis', '1) a\n2) b', ['item 1: a', 'item 2: b']],
    ['numbers in parentheses', '(1) a\n(2) b', ['item 1: a', 'item 2: b']],
    ['numbers with both', '1.) a\n2.) b', ['item 1: a', 'item 2: b']],
    ['numbers with a colon', '1: a\n2: b', ['item 1: a', 'item 2: b']],
    ['numbers with a dash', '1 - a\n2 - b', ['item 1: a', 'item 2: b']],
    ['bold numbers', '**1.** a\n**2.** b', ['item 1: a', 'item 2: b']],
    ['numbers of two levels', '1.1 a\n1.2 b', ['item 1.1: a', 'item 1.2: b']],
    ['numbers of the third section', '3.1 a\n3.2 b', ['item 3.1: a', 'item 3.2: b']],
    ['letters', 'a) a\nb) b', ['item 1: a', 'item 2: b']],
    ['the word Step', 'Step 1: a\nStep 2: b', ['item 1: a', 'item 2: b']],
    ['the word Step on a line of its own', 'Step 1\na\n\nStep 2\nb', ['item 1: a', 'item 2: b']],
    ['the word Schritt', 'Schritt 1 - a\nSchritt 2 - b', ['item 1: a', 'item 2: b']],
    ['bullets of Markdown', '* a\n+ b\n- c', ['item -: a', 'item -: b', 'item -: c']],
    ['other bullets', '• a\n▪ b', ['item -: a', 'item -: b']],
    ['numbers below a paragraph', 'text\n1. a\n2. b', ['paragraph: text', 'item 1: a', 'item 2: b']],
    ['numbers that begin late', '3. a\n4. b', ['item 3: a', 'item 4: b']],
    ['numbers that are all one', '1. a\n1. b', ['item 1: a', 'item 1: b']],
  ])('%s', (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

describe('an item', () => {
  it.each([
    ['goes on where it was wrapped', '1. a\n   b\n2. c', ['item 1: a / b', 'item 2: c']],
    ['goes on without indentation', '1. a\nb\n\nc', ['item 1: a / b', 'paragraph: c']],
    ['holds another paragraph', '1. a\n\n   b\n\n2. c', ['item 1: a', '  paragraph: b', 'item 2: c']],
    ['holds items', '1. a\n   - b\n   - c\n2. d', ['item 1: a', '  item -: b', '  item -: c', 'item 2: d']],
    [
      'is not the next of a list inside it',
      '1. a\n   1. b\n   2. c\n2. d',
      ['item 1: a', '  item 1: b', '  item 2: c', 'item 2: d'],
    ],
    ['holds code', '1. a\n   ```\n   b\n   ```\n2. c', ['item 1: a', '  code:    b', 'item 2: c']],
    ['is not ended by code at the margin', '1. a\n```\nb\n```\n2. c', ['item 1: a', 'code: b', 'item 2: c']],
    ['may be empty', '1.\n2. b', ['item 1: ', 'item 2: b']],
    [
      'may begin with a table',
      '- | a | b |\n  |---|---|\n  | 1 | 2 |',
      ['item -: ', '  table: a | b / 1 | 2'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });

  it('deeper than lists are followed keeps its words', () => {
    expect(outline(`${'- '.repeat(60)}deep`).join()).toContain('deep');
  });
});

describe('no item is', () => {
  it.each([
    [
      'a version on a wrapped line',
      '1. Install\n2.4.1 of it\n2. Run',
      ['item 1: Install / 2.4.1 of it', 'item 2: Run'],
    ],
    ['a version below a word', 'version\n2.1 of it', ['paragraph: version / 2.1 of it']],
    ['an address', '10.0.0.1 is up', ['paragraph: 10.0.0.1 is up']],
    ['a line of a log', '127.0.0.1 - - x', ['paragraph: 127.0.0.1 - - x']],
    ['a status', '200 OK\n404 Not Found', ['paragraph: 200 OK / 404 Not Found']],
    ['a number that ends a sentence', 'The answer is\n403. It is', ['paragraph: The answer is / 403. It is']],
  ])('%s', (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

describe('after a number comes', () => {
  it.each([
    [null, [1], true],
    [null, [0], true],
    [null, [2], false],
    [[1], [2], true],
    [[1], [3], false],
    [[1], [1, 1], true],
    [[1], [2, 1], false],
    [[1, 1], [1, 2], true],
    [[1, 2], [2], true],
    [[1, 2], [1, 2], false],
    [[1], [], false],
  ] as const)('%j: %j is %s', (previous, next, expected) => {
    expect(follows(previous, next)).toBe(expected);
  });
});
