import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FIELD_BYTES, MAX_ITEMS } from '../../src/report/limits.js';
import { extractedReportSchema } from '../../src/report/schema.js';
import { extract, file, plain } from './mail.js';

const MEGABYTE = 1_048_576;
/** What a text costs is for the benchmark to say; here it only has to come to an end. */
const LONG = MEGABYTE / 4;
const seeds = [
  ...[
    'a ',
    '# \n',
    '((((',
    '1',
    'http://',
    '1. a\n',
    '- ',
    '* ',
    '> ',
    '```\na\n```\n',
    '```\n',
    'Steps:\n',
    '\n',
    ' ',
  ],
  ...[
    'From: a@b.cd\nSubject: x\nTo: y\n\n',
    '-----Original Message-----\nFrom: a@b.cd\n\n',
    '| a | b |\n',
    'Best\n',
  ],
  ...[
    'CVSS:3.1/AV:N/AC:L',
    'AV:N/',
    'credit me as ',
    'not credit ',
    'a@',
    'Impact: a\n\nb\n\n',
    'ts-scan 1.0.0\n',
    '<',
  ],
  ...[
    '1.0.0, ',
    '[a] ',
    'Re: ',
    '**',
    '"',
    '\u0300',
    '\ud800',
    '\0',
    '-----BEGIN PGP \n',
    'Affected:\n1. a\n',
    '.',
  ],
];

function everyText(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(everyText);
}

describe('hostile text', () => {
  it.each(seeds.map(seed => [JSON.stringify(seed), seed] as const))('much of %s ends', (_name, seed) => {
    const text = seed.repeat(Math.ceil(LONG / seed.length));
    for (const start of ['', 'Steps:\n', 'Affected:\n']) {
      const report = extract(start + text, { subject: text });
      expect(extractedReportSchema.safeParse(report).success).toBe(true);
    }
  });

  it('keeps every field within its limits', () => {
    const many = Array.from(
      { length: 1000 },
      (_, n) => `${n + 1}. see https://acme.example/${n} CWE-${n}`,
    ).join('\n');
    const report = extract(`Steps\n${many}\n\n# Description\n${'ä'.repeat(MEGABYTE / 2)}`);
    expect(report.steps).toHaveLength(MAX_ITEMS);
    expect(report.references).toHaveLength(MAX_ITEMS);
    expect(report.cwe).toHaveLength(MAX_ITEMS);
    expect(Buffer.byteLength(report.description ?? '')).toBeLessThanOrEqual(MAX_FIELD_BYTES);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      ...seeds,
      'Affected: ',
      'Credit: ',
      'Contact: ',
      '## Steps\n',
      '1. ',
      'https://a.b/',
      '\r\n',
      '\n\n',
      '-- \n',
    ),
    fc.string({ unit: 'binary' }),
    fc.string(),
  );
  const text = fc.array(piece, { maxLength: 60, size: 'max' }).map(pieces => pieces.join(''));

  it('gives a valid report without NUL or lone surrogates, whatever the mail says', () => {
    fc.assert(
      fc.property(text, text, text, (subject, body, attached) => {
        const report = extract('', {
          subject,
          from: { name: subject, address: 'a@b.example' },
          bodies: [plain(body), file(subject, attached)],
          attachments: [{ filename: attached, contentType: subject }],
        });
        extractedReportSchema.parse(report);
        for (const found of everyText(report)) {
          expect(found.isWellFormed()).toBe(true);
          expect(found).not.toContain('\0');
        }
      }),
      { numRuns: 500 },
    );
  });
});
