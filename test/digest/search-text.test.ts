import { describe, expect, it } from 'vitest';
import { foundJson, searchText } from '../../src/digest/search-text.js';
import { jsonForTerminal } from '../../src/digest/terminal.js';
import type { Found } from '../../src/store/search.js';
import { sampleSummary } from './sample-summary.js';

const found: Found = {
  report: sampleSummary('TS-2026-0001', { summary: 'a\u001b[2J b' }),
  fields: ['summary', 'follow_ups', 'words'],
  excerpt: {
    field: 'words',
    pieces: [
      { text: 'one\r\n\ttwo \u202e', isHit: false },
      { text: 'wom\u001bbat', isHit: true },
      { text: '\nthree', isHit: false },
    ],
  },
};
const text = (ranked: number, hasOlder = false) =>
  searchText({ found: [found], ranked, hasOlder }, 'UTC', 120);

describe('what was found', () => {
  it('is two lines a report, with the hits marked and nothing that a terminal acts on', () => {
    expect(text(1)).toBe(
      [
        'TS-2026-0001  2026-11-24 12:00  a\\u{1b}[2J b',
        '  words of a mail: one two \\u{202e}»wom\\u{1b}bat« three (also in summary, follow-ups)',
        '1 report.',
        '',
      ].join('\n'),
    );
  });

  it('says how much more there is, and where only the newest were ranked', () => {
    expect(text(30)).toContain('30 reports, 29 of them not shown; --limit N shows more.');
    expect(text(9000, true)).toContain('More than 9000 reports; the best of the newest 9000 are shown.');
  });

  it('is said to be nothing where it is', () => {
    expect(searchText({ found: [], ranked: 0, hasOlder: false }, 'UTC', 80)).toBe(
      'No report holds all of these words.\n',
    );
  });

  it('as JSON tells hits from the words around, in plain characters', () => {
    const json = jsonForTerminal(foundJson(found));
    expect(json).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(JSON.parse(json)).toMatchObject({
      id: 'TS-2026-0001',
      found: ['summary', 'follow-ups', 'words of a mail'],
      excerpt: { field: 'words of a mail', pieces: [{ hit: false }, { hit: true }, { hit: false }] },
    });
  });
});
