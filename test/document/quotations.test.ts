import { describe, expect, it } from 'vitest';
import { outline, roles } from './outline.js';

describe('marks of quotation', () => {
  it.each([
    ['are counted', '> a\n>> b\n> > > c', ['>paragraph: a', '>>paragraph: b', '>>>paragraph: c']],
    ['need no space', '>a', ['>paragraph: a']],
    ['part what stands between them', '> a\nb\n> c', ['>paragraph: a', 'paragraph: b', '>paragraph: c']],
    ['may be missing on a blank line', '> a\n\n> b', ['>paragraph: a', '>paragraph: b']],
    ['hold blocks of every kind', '> # a\n> - b\n> 1. c', ['>heading 1: a', '>item -: b', '>item 1: c']],
    ['are not those of a version', '>= 1.0 is bad\n>1.0 too', ['paragraph: >= 1.0 is bad / >1.0 too']],
    ['are not those of an arrow', '-> a\n=> b', ['paragraph: -> a / => b']],
  ])('%s', (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

const acme = 'Acme <security@acme.example>';

describe('a quotation is an earlier mail', () => {
  it.each([
    ['in an answer', '> Old.\n\nNew.', true],
    ['below who wrote it', `On Monday, 5 October 2026, ${acme} wrote:\n> Old.\n\nNew.`, false],
    [
      'where that was wrapped',
      `On Monday, 5 October 2026 at 21:14, ${acme}\nwrote:\n\n> Old.\n\nNew.`,
      false,
    ],
    ['in German', 'Am 5.10.2026 um 21:14 schrieb Acme:\n> Old.\n\nNew.', false],
    ['in French', `Le lun. 5 oct. 2026 à 21:14, ${acme} a écrit :\n> Old.\n\nNew.`, false],
    ['in Spanish', 'El lun, 5 oct 2026, Acme escribió:\n> Old.\n\nNew.', false],
  ])('%s', (_name, text, isReply) => {
    const all = roles(text, { isReply });
    expect(all.filter(each => each.startsWith('letter'))).toEqual(['letter: New.']);
    expect(all).toContain('quotation: Old.');
  });

  it('and answers between its lines are not', () => {
    expect(roles('One.\n> Two?\nThree.\n> Four?\nFive.', { isReply: true })).toEqual([
      'letter: One.',
      'quotation: Two?',
      'letter: Three.',
      'quotation: Four?',
      'letter: Five.',
    ]);
  });
});

describe('a quotation is of the report', () => {
  it('where the mail answers nothing', () => {
    expect(roles('The manual says:\n> never do this\n\nIt leaks.')).toEqual([
      'letter: The manual says:',
      'letter: never do this',
      'letter: It leaks.',
    ]);
  });

  it('where the whole mail is quoted', () => {
    expect(roles('> It leaks\n> everywhere.')).toEqual(['letter: It leaks / everywhere.']);
  });

  it('where somebody adds a line above it and passes it on', () => {
    const quoted = `> ${'It leaks everywhere. '.repeat(10)}`.trim();
    const [note, header, letter] = roles(`Not ours.\n\nOn Monday Bo <bo@fenn.example> wrote:\n${quoted}`);
    expect(note).toBe('covering-note: Not ours.');
    expect(header).toMatch(/^forwarded-header: On Monday/);
    expect(letter).toMatch(/^letter: It leaks everywhere\./);
  });
});
