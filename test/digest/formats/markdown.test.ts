import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { fitted } from '../../../src/digest/cells.js';
import { digestMarkdown } from '../../../src/digest/formats/markdown.js';
import { foreignMarkdown } from '../../../src/digest/formats/markdown-text.js';
import { contentsSaying, HOSTILE } from '../hostile-contents.js';
import { ordinaryContents } from '../ordinary-contents.js';
import { emptyContents } from '../sample-contents.js';

/** As a site reads it: HTML let through, addresses made links wherever GFM would. */
const reader = new MarkdownIt({ html: true, linkify: true });
reader.linkify.set({ fuzzyLink: false, fuzzyEmail: true });

function tokensOf(markdown: string) {
  return reader.parse(markdown, {}).flatMap(token => [token, ...(token.children ?? [])]);
}

const SHOWN = new Set(['text', 'text_special', 'code_inline']);

/** What a line in a paragraph shows; throws where it comes to anything but letters. */
function shownBy(markdown: string): string {
  const tokens = reader.parse(`begin ${markdown} end`, {});
  expect(tokens.map(({ type }) => type)).toEqual(['paragraph_open', 'inline', 'paragraph_close']);
  const children = (tokens[1]?.children ?? []).filter(({ content }) => content !== '');
  expect(children.filter(({ type }) => !SHOWN.has(type))).toEqual([]);
  return children
    .map(({ content }) => content)
    .join('')
    .slice('begin '.length, -' end'.length);
}

describe('words from elsewhere', () => {
  it.each(HOSTILE)('show as they are and do nothing: %s', (_name, words) => {
    expect(shownBy(foreignMarkdown(words))).toBe(fitted(words, 400));
  });

  const signs = fc.constantFrom(...'\\`*_[]()<>&|~!@#$:/.-+=1a \n');
  const words = fc.oneof(signs, fc.constantFrom('www.a', 'https://a', 'a@b.cc', '&amp;', '<b>', '![x](y)'));
  it('whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 20 }).map(parts => `x${parts.join('')}x`),
        text => {
          expect(shownBy(foreignMarkdown(text))).toBe(fitted(text, 400));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('begin no block where they begin a line', () => {
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 12 }).map(parts => parts.join('')),
        text => {
          const types = reader.parse(foreignMarkdown(text), {}).map(({ type }) => type);
          expect(types).toEqual(['paragraph_open', 'inline', 'paragraph_close']);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('end no cell of a table', () => {
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 12 }).map(parts => parts.join('')),
        text => {
          const table = `| a | b |\n| --- | --- |\n| ${foreignMarkdown(text)} | last |`;
          const cells = tokensOf(table).filter(({ type }) => type === 'td_open');
          expect(cells).toHaveLength(2);
          expect(reader.render(table)).toContain('<td>last</td>');
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('that look like an address or a mention stand in a code span, others are prose', () => {
    expect(foreignMarkdown('ada@example.org')).toBe('`ada@example.org`');
    expect(foreignMarkdown('ask @ada or see #12')).toBe('`ask @ada or see #12`');
    expect(foreignMarkdown('a *bold* claim, 5.2.2')).toBe('a \\*bold\\* claim, 5.2.2');
  });
});

describe('the digest in Markdown', () => {
  it.each(HOSTILE)('keeps its form with these everywhere: %s', (_name, words) => {
    const tokens = tokensOf(digestMarkdown(contentsSaying(words)));
    const types = new Set(tokens.map(({ type }) => type));
    for (const type of [
      'link_open',
      'image',
      'html_inline',
      'html_block',
      's_open',
      'fence',
      'hr',
      'em_open',
    ]) {
      expect(types).not.toContain(type);
    }
    expect(tokens.filter(({ type }) => type === 'heading_open')).toHaveLength(11);
    expect(tokens.filter(({ type }) => type === 'td_open')).toHaveLength(7);
    expect(
      tokens.filter(({ type, content }) => type === 'text' && content.includes('evil.example/y')),
    ).toEqual([]);
  });

  it('says first what to do, then what is new, open, closed, and the numbers', () => {
    const headings = digestMarkdown(ordinaryContents()).match(/^## .+$/gm);
    expect(headings).toEqual([
      '## To do now (6)',
      '## Mails that look like a report and are none (1)',
      '## New (2)',
      '## Open (11)',
      '## Recently closed (2)',
      '## The last 7 days',
    ]);
  });

  it('of an empty inbox says that there is nothing to do', () => {
    expect(digestMarkdown(emptyContents())).toContain('**Nothing to do.** No report is open.');
  });
});
