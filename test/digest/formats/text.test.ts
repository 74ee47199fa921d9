import { describe, expect, it } from 'vitest';
import { cellsIn } from '../../../src/digest/cells.js';
import { digestText } from '../../../src/digest/formats/text.js';
import { contentsSaying, HOSTILE } from '../hostile-contents.js';
import { ordinaryContents } from '../ordinary-contents.js';
import { emptyContents } from '../sample-contents.js';

describe('the digest in a terminal', () => {
  const text = digestText(ordinaryContents(), 110);

  it('says first what to do, then what is new, open, closed, and the numbers', () => {
    expect(text.match(/^(?:To do now|New|Open|Closed|The last).*$/gm)).toEqual([
      'To do now (6)',
      'New (2)',
      'Open (11), the oldest first, against 90 days',
      'Closed (2)',
      'The last 7 days',
    ]);
  });

  it('gives every reason under its report, in the time zone of its readers', () => {
    const block = text.slice(text.indexOf('EX-2026-0042'), text.indexOf('EX-2026-0017'));
    expect(block).toContain('(no summary)');
    expect(block).toContain('- Answer due today by 2026-11-25 13:03\n');
    expect(block).toContain('- Could not be decrypted: encrypted to a key that we do not have\n');
    expect(block).toContain('- Receipt bounced: to samuel@reedbank.example: 5.2.2 mailbox full\n');
    expect(text).toContain('! Answer overdue since 2026-11-24 13:03\n');
  });

  it('draws how much of the time to disclosure is gone', () => {
    expect(text).toMatch(/EX-2026-0014 {2}█{12}! +94 d {2}4 days over/);
    expect(text).toMatch(/EX-2026-0025 {2}█{6}░{6} +52 d {2}38 days left/);
    expect(text).toMatch(/EX-2026-0043 {2}░{12} +0 d {2}90 days left/);
  });

  it('of an empty inbox says that there is nothing to do', () => {
    expect(digestText(emptyContents())).toContain('\nNothing to do.\nNo report is open.\n');
  });

  it('says how many are open while there is nothing to do', () => {
    const { open } = ordinaryContents();
    expect(digestText(emptyContents({ open: open.slice(2, 4) }))).toContain(
      'Nothing to do.\n2 reports are open, and have time yet within the 90 days.',
    );
  });

  it.each(HOSTILE)('shows any words and obeys none of them: %s', (_name, words) => {
    const hostile = digestText(contentsSaying(words), 100);
    expect(hostile).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/);
    for (const line of hostile.split('\n')) expect(cellsIn(line)).toBeLessThanOrEqual(100);
  });

  it.each([60, 80, 140])('keeps to a screen of %i cells', width => {
    for (const line of digestText(ordinaryContents(), width).split('\n')) {
      expect(cellsIn(line)).toBeLessThanOrEqual(width);
    }
  });
});
