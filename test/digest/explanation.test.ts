/** What `report explain` prints of one mail. */
import { describe, expect, it } from 'vitest';
import { type Explanation, explainedFields } from '../../src/digest/explanation.js';
import { explanationText } from '../../src/digest/explanation-text.js';
import { placeFinder } from '../../src/digest/places.js';
import type { Candidates } from '../../src/report/candidates.js';
import { SOURCED_FIELDS } from '../../src/report/sourced-fields.js';

const NONE = Object.fromEntries(SOURCED_FIELDS.map(field => [field, []])) as unknown as Candidates;
const TEXTS = [
  { kind: 'plain' as const, filename: null, text: 'one\ntwo\nthree\nfour\n' },
  { kind: 'attachment' as const, filename: 'steps.md', text: '# Steps\n1. Open\n' },
];

const span = (body: number, start: number, end: number) => ({ body, start, end });

function explanation(candidates: Partial<Candidates>, fields: Partial<Explanation> = {}): Explanation {
  return {
    schema: 'security-inbox/explanation@1',
    file: 'a.eml',
    trigger: 'subject',
    state: 'received',
    stateReason: null,
    encryption: 'cleartext',
    fields: explainedFields({ ...NONE, ...candidates }, TEXTS),
    ranges: [],
    missing: [],
    ...fields,
  };
}

const print = (...parts: Parameters<typeof explanation>) => explanationText(explanation(...parts), 100);

describe('a place', () => {
  const placeOf = placeFinder([...TEXTS, { kind: 'html', filename: null, text: 'x' }]);

  it.each([
    ['one line of the text', [span(0, 4, 7)], 'text, line 2'],
    ['the line end counts to its line', [span(0, 4, 8)], 'text, line 2'],
    ['lines that touch', [span(0, 0, 3), span(0, 4, 13)], 'text, lines 1 to 3'],
    ['lines apart', [span(0, 14, 18), span(0, 0, 3)], 'text, lines 1, 4'],
    ['an attached file', [span(1, 8, 15)], 'attached steps.md, line 2'],
    ['two texts', [span(0, 0, 3), span(2, 0, 1)], 'text, line 1; HTML, line 1'],
    ['a text that is not there', [span(7, 0, 3)], 'a text that is not kept, line 1'],
  ])('is told as %s', (_name, spans, expected) => {
    expect(placeOf(spans, 'prose')).toBe(expected);
  });

  it.each(['subject', 'header'] as const)('without words is the %s', source => {
    expect(placeOf([], source)).toBe(source);
  });
});

describe('an explained mail', () => {
  it('says of a field what was taken, how and where, and what was not', () => {
    const text = print({
      summary: [
        { value: 'A leak', source: 'subject', spans: [], rule: 'what is left of the subject' },
        { value: 'Another', source: 'section', spans: [span(0, 4, 7)], rule: "heading 'Summary'" },
      ],
    });
    expect(text).toContain(
      [
        '  summary        A leak',
        '                 subject: what is left of the subject',
        "                 not Another (section: heading 'Summary'; text, line 2)",
        '',
      ].join('\n'),
    );
  });

  it('takes what the report takes: nothing that was refused, though it was all there is', () => {
    const refused = {
      value: ['/tmp/x'],
      source: 'prose' as const,
      spans: [span(0, 0, 3)],
      rule: 'passed over: path of a file',
      isRefused: true as const,
    };
    const good = { value: ['CVE-2026-1234'], source: 'prose' as const, spans: [], rule: 'CVE identifier' };
    const text = print({ endpoints: [refused], cve: [{ ...refused, value: ['CVE-2020-1'] }, good] });
    expect(text).toMatch(
      /endpoints +nothing\n +not \/tmp\/x \(prose: passed over: path of a file; text, line 1\)/,
    );
    expect(text).toMatch(/cve +CVE-2026-1234\n.*CVE identifier\n +not CVE-2020-1 /);
    expect(text).toMatch(/not found[\s\S]*endpoints/);
  });

  it('says which fields nothing was found for', () => {
    const text = print({
      language: [{ value: 'en', source: 'prose', spans: [], rule: 'its commonest words' }],
    });
    expect(text).toMatch(/not found +reporterName, reporterEmail/);
    expect(text).not.toMatch(/not found[\s\S]*language/);
  });

  it('shortens what is long and counts what is many', () => {
    const value = 'word '.repeat(2000);
    const other = { value, source: 'prose' as const, spans: [span(0, 0, 3)], rule: 'r' };
    const lines = print({ impact: Array.from({ length: 40 }, () => other) }).split('\n');
    expect(lines.length).toBeLessThan(25);
    expect(lines.join('\n')).toContain('… 33 more; --json lists all …');
  });

  it('reads every kind of value', () => {
    const found = { source: 'prose' as const, spans: [], rule: 'r' };
    const severity = { vector: null, score: 9.8, rating: 'critical' as const };
    const text = print(
      {
        wantsCredit: [{ ...found, value: false }],
        steps: [{ ...found, value: ['Open it.', 'Read it.'] }],
        affected: [{ ...found, value: [{ product: 'form', versions: ['1', '2'] }] }],
        severity: [{ ...found, value: { stated: severity, scoring: null } }],
      },
      { ranges: [{ product: 'form', purl: 'pkg:npm/form', ranges: ['vers:npm/1|2', null] }] },
    );
    for (const line of [
      /wantsCredit +no$/m,
      /steps +Open it\.; Read it\.$/m,
      /affected +form 1 2$/m,
      /form \(pkg:npm\/form\) read as vers:npm\/1\|2, a version that is not understood$/m,
      /severity +critical 9\.8$/m,
    ]) {
      expect(text).toMatch(line);
    }
  });

  it.each<[string, Partial<Explanation>, RegExp]>([
    ['is no report', { trigger: null }, /^a\.eml: NOT A REPORT by itself/],
    [
      'stayed closed',
      { state: 'undecryptable', stateReason: 'encrypted to a key' },
      /; UNDECRYPTABLE: encrypted to/,
    ],
    [
      'could not be read',
      { state: 'quarantined', stateReason: 'too long', fields: [] },
      /; UNREADABLE: too long\n$/,
    ],
    ['was opened', { encryption: 'decrypted' }, /a report \(subject\), decrypted/],
  ])('says that it %s', (_name, fields, expected) => {
    expect(print({}, fields)).toMatch(expected);
  });

  it('prints no escape sequence of a value, a rule or a file name', () => {
    const evil = 'x\u001b[2J\u009b\u202e\u200by';
    const found = { value: evil, source: 'section' as const, spans: [span(0, 0, 3)], rule: evil };
    const text = print(
      { impact: [found, found], steps: [{ ...found, value: [evil] }] },
      { file: `${evil}\nb`, ranges: [{ product: evil, purl: null, ranges: ['vers:npm/1'] }] },
    );
    expect(text).not.toMatch(/[\u001b\u009b\u202e\u200b]/);
    expect(text.split('\n')[0]).toContain('y b: a report');
  });
});
