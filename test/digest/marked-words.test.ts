/** What `show --explain` marks, and what it says of fields that no text shows. */
import { describe, expect, it } from 'vitest';
import { markedWords } from '../../src/digest/marked-words.js';
import { wordsText } from '../../src/digest/words-text.js';
import type { Report } from '../../src/report/schema.js';
import type { StoredWords } from '../../src/store/words.js';

const AT = new Date('2026-11-24T12:00:00Z');

function words(fields: Partial<StoredWords>): StoredWords {
  return {
    mail: 0,
    body: 0,
    origin: 'cleartext',
    kind: 'plain',
    filename: null,
    text: 'Version 1.2',
    receivedAt: AT,
    sender: 'ada@example.org',
    ...fields,
  };
}

const at = (mail: number, body: number, rule = "label 'Version'") => ({
  rule,
  mail,
  spans: [{ body, start: 8, end: 11 }],
});

const explain = (report: Partial<Report>, ...texts: StoredWords[]) =>
  markedWords({ id: 'TS-2026-0001', source: {}, where: {}, ...report }, texts, 'UTC', 100);

describe('marked words', () => {
  it('are those of the mail and the text that the report names, and of no other', () => {
    const text = explain(
      { source: { affected: 'attachment' }, where: { affected: at(1, 1) } },
      words({}),
      words({ body: 1, kind: 'attachment', filename: 'a.md' }),
      words({ mail: 1, text: 'More' }),
      words({ mail: 1, body: 1, kind: 'attachment', filename: 'steps.md', origin: 'decrypted' }),
    );
    const blocks = text.split(/^Words, /m).slice(1);
    expect(blocks.map(block => block.includes('^^^'))).toEqual([false, false, false, true]);
    expect(blocks[3]).toMatch(
      /^came encrypted, attached steps\.md {2}2026-11-24 12:00 {2}ada@example\.org\n/,
    );
    expect(blocks[3]).toContain("  1 | Version 1.2\n              ^^^ affected (label 'Version')");
  });

  it('leave a field of the header to a line of its own, with its mail where that came later', () => {
    const text = explain(
      {
        source: { summary: 'subject', reporterEmail: 'header' },
        where: {
          summary: { rule: 'what is left of the subject', mail: 0, spans: [] },
          reporterEmail: { rule: 'the From header field', mail: 2, spans: [] },
        },
      },
      words({}),
    );
    expect(text).toMatch(/^ {2}summary +subject: what is left of the subject$/m);
    expect(text).toMatch(/^ {2}reporterEmail +header of mail 3: the From header field$/m);
  });

  it('say of words that are not kept that they are not', () => {
    const text = explain(
      { source: { steps: 'attachment' }, where: { steps: at(0, 4, 'a list') } },
      words({}),
    );
    expect(text).toMatch(/^ {2}steps +words that are not kept: a list$/m);
  });

  it('ask for the saved mail where a report is older than explanations', () => {
    const text = explain({ source: { summary: 'subject', steps: 'section' } }, words({}));
    expect(text).toContain('Not explained  summary, steps');
    expect(text).toContain('recorded before explanations were kept; run "security-inbox report explain"');
    expect(text).toContain('"security-inbox show TS-2026-0001 --save FOLDER"');
  });

  it('of a report that stayed closed are none', () => {
    expect(explain({})).toBe('\nWords\n  none were read\n');
  });

  it('print no escape sequence of a rule, a file name or a text', () => {
    const text = explain(
      { source: { affected: 'label' }, where: { affected: at(0, 0, "label '\u001b[2J\u202e'") } },
      words({ kind: 'attachment', filename: 'a\u001b[2J\u202e.txt', text: 'Version 1.2\u009b2J' }),
    );
    expect(text).not.toMatch(/[\u001b\u009b\u202e]/);
    expect(text).toContain('\\u{1b}[2J');
  });
});

describe('all words', () => {
  it('hold attached texts under their name, long ones cut', () => {
    const log = Array.from({ length: 250 }, (_, index) => `line ${index}`).join('\n');
    const text = wordsText(
      [words({}), words({ body: 1, kind: 'attachment', filename: 'a.log', text: log })],
      'UTC',
    );
    expect(text).toContain('Words, came unencrypted, attached a.log');
    expect(text).toContain('  | line 199\n  … and more; --save writes the file …');
    expect(text).not.toContain('line 200');
  });

  it('of a body are never cut', () => {
    const body = Array.from({ length: 250 }, (_, index) => `line ${index}`).join('\n');
    expect(wordsText([words({ text: body })], 'UTC')).toContain('| line 249');
  });
});
