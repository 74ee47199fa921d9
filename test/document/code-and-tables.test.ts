import { describe, expect, it } from 'vitest';
import { MAX_COLUMNS } from '../../src/document/limits.js';
import { outline } from './outline.js';

describe('code is', () => {
  it.each([
    ['between fences', '```\na\n\n  b\n```\nc', ['code: a /  /   b', 'paragraph: c']],
    ['named by its fence', '```sh\na\n```', ['code sh: a']],
    ['named by the first word', '``` js {1}\na\n```', ['code js: a']],
    ['between tildes', '~~~\na\n~~~', ['code: a']],
    ['ended by a fence as long as the first', '````\n```\n````\na', ['code: ```', 'paragraph: a']],
    ['ended by a fence of its kind', '```\n~~~\n```\na', ['code: ~~~', 'paragraph: a']],
    ['a paragraph of indented lines', '    a\n    b\n\nc', ['code:     a /     b', 'paragraph: c']],
    ['in a quotation too', '> ```\n> a\n> ```', ['>code: a']],
  ])('%s', (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

describe('no code is', () => {
  it.each([
    [
      'what a fence without an end stands above',
      '```\na\n\n# b\nc',
      ['paragraph: a', 'heading 1: b', 'paragraph: c'],
    ],
    ['below fences none of which ends', '`````\na\n```\n# b', ['paragraph: a', 'heading 1: b']],
    [
      'below many of them',
      `${'```sh\n'.repeat(9)}# b`,
      [`paragraph: ${Array(9).fill('```sh').join(' / ')}`, 'heading 1: b'],
    ],
    ['below an end that is too deep', '```\na\n        ```\n# b', ['paragraph: a', 'heading 1: b']],
    ['a line that was wrapped and indented', 'a\n    b', ['paragraph: a / b']],
  ])('%s', (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

const cells = ['table: a | b / 1 | 2'];

describe('a table is', () => {
  it.each([
    ['one of Markdown', '| a | b |\n|---|---|\n| 1 | 2 |', cells],
    ['one without bars around it', 'a | b\n--|--\n1 | 2', cells],
    ['one without a line below its titles', '| a | b |\n| 1 | 2 |', cells],
    ['a grid', '+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+', cells],
    ['a grid of two kinds of lines', '+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+', cells],
    ['a grid of double lines', '+===+===+\n| a | b |\n+===+===+\n| 1 | 2 |\n+===+===+', cells],
    ['columns by spaces', 'a    b\n1    2', cells],
    ['columns by tabs', 'a\tb\n1\t2', cells],
    ['below a paragraph', 'text\n| a | b |\n|---|---|\n| 1 | 2 |', ['paragraph: text', ...cells]],
    ['with a bar in a cell', '| a\\|b | c |\n|---|---|\n| 1 | 2 |', ['table: a\\|b | c / 1 | 2']],
    ['with a row too short', '| a | b |\n|---|---|\n| 1 |', ['table: a | b / 1']],
  ])('%s', (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });

  it('no wider than is read', () => {
    const [table] = outline(`${'|a'.repeat(50)}|\n${'|-'.repeat(50)}|\n`);
    expect(table?.split(' | ')).toHaveLength(MAX_COLUMNS);
  });
});

describe('no table is', () => {
  it.each([
    ['a list of labels with aligned values', 'Product:   a\nVersion:   1.0'],
    ['a line with a bar', 'a | b'],
    ['columns that differ', 'a  b\nc  d  e'],
    ['prose with two spaces after a sentence', 'It is.  And so\non it.  And now'],
    ['prose beside a bar', `a | ${'b '.repeat(80)}c\nd | ${'e '.repeat(80)}f`],
  ])('%s', (_name, text) => {
    expect(outline(text)).toEqual([`paragraph: ${text.split('\n').join(' / ')}`]);
  });
});
