import { describe, expect, it } from 'vitest';
import { outline } from './outline.js';

describe('a heading', () => {
  it.each([
    ['has its level by its marks', '## Impact\ntext', ['heading 2: Impact', 'paragraph: text']],
    ['loses the marks behind it', '## Impact ##\ntext', ['heading 2: Impact', 'paragraph: text']],
    ['may be indented a little', '  # Impact', ['heading 1: Impact']],
    ['parts a paragraph', 'a\n# b\nc', ['paragraph: a', 'heading 1: b', 'paragraph: c']],
    ['may stand in an item', '- # Impact', ['item -: ', '  heading 1: Impact']],
    ['is a line that is underlined', 'Impact\n======\ntext', ['heading 7: Impact', 'paragraph: text']],
    ['is so with dashes too', 'Impact\n---', ['heading 7: Impact']],
    ['and with tildes', 'Impact\n~~~~~~\ntext', ['heading 7: Impact', 'paragraph: text']],
    ['may have a line above it', '=====\nImpact\n=====\ntext', ['heading 7: Impact', 'paragraph: text']],
    ['may stand in a quotation', '> Impact\n> ------\n> text', ['>heading 7: Impact', '>paragraph: text']],
  ])('%s', (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

describe('no heading is', () => {
  it.each([
    ['a line of seven marks', '####### a', ['paragraph: ####### a']],
    ['a word with a mark', '#hash', ['paragraph: #hash']],
    ['a sentence above a rule', 'It leaks.\n------\ntext', ['paragraph: It leaks.', 'paragraph: text']],
    ['the last line of a paragraph above a rule', 'a\nb\n---\nc', ['paragraph: a / b', 'paragraph: c']],
    ['the last item above a rule', '- a\n- b\n-----\nc', ['item -: a', 'item -: b', 'paragraph: c']],
    [
      'a line of capitals, which only its words can tell',
      'IMPACT\n\ntext',
      ['paragraph: IMPACT', 'paragraph: text'],
    ],
    ['what is underlined in code', '```\na\n===\n```', ['code: a / ===']],
  ])('%s', (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});
