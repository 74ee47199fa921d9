/** What holds for the report of any mail, with all that was found on the way to it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manyLines } from '../../src/message/printable.js';
import type { Candidate } from '../../src/report/candidate.js';
import { EMPTY_CATALOGUE } from '../../src/report/affected/catalogue.js';
import { explainExtraction, type ReportWords } from '../../src/report/extract.js';
import type { ExtractedReport } from '../../src/report/schema.js';
import { file, plain } from './mail.js';

const OPTIONS = {
  subjectTrigger: 'Security Alert',
  ownAddresses: ['security@acme.example'],
  catalogue: EMPTY_CATALOGUE,
};

const PIECES = [
  ...[
    'The login redirects anywhere. ',
    'An attacker can read tokens. ',
    'First I opened it. ',
    'Then I saw a token. ',
    'As a workaround, disable it. ',
    'Tested on Debian 12. ',
  ],
  ...[
    'Please credit me as Ada Q. ',
    'You can reach me at ada@home.example. ',
    'ts-scan before 2.4 is affected, fixed in 2.5. ',
    'foo-cli 1.2.3 ',
    'CVE-2026-12345 CWE-79 ',
    'https://docs.example/a ',
    'CVSS 9.8 (critical) ',
  ],
  ...[
    'Impact: ',
    'Impact\n',
    '# Description\n',
    '## Steps\n',
    'Affected: ',
    'Version: ',
    'Severity: high',
    'Credit: ',
    'Contact: ',
    'Environment: ',
    'References:\n',
  ],
  ...[
    '1. ',
    '2. ',
    '- ',
    '> ',
    '```\n',
    '| a | b |\n|---|---|\n',
    '| Product | Version |\n',
    '| foo | 1.0 |\n',
    '-- \n',
    'Best\n',
    'Ada\n',
    'Hi,\n',
  ],
  ...[
    'From: Bo <bo@b.example>\nTo: c@d.example\nSubject: Bug\n\n',
    'On Monday a@b.example wrote:\n',
    '\n',
    '\n\n',
    ' ',
    '  ',
    '\t',
    '\u200B',
    '\u202E',
    'Ü',
    'word ',
  ],
];
const text = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 9 }) },
    ),
    { maxLength: 40 },
  )
  .map(pieces => manyLines(pieces.join('')));

function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(wordsOf);
}

function mailOf(subject: string, bodies: ReportWords['bodies']): ReportWords {
  return {
    subject,
    from: { name: 'Ada Quill', address: 'ada@quill.example' },
    replyTo: null,
    bodies,
    attachments: [],
  };
}

/** The fields that are the mail's own words, as they stand in it. */
function written(report: ExtractedReport): unknown[] {
  const {
    reporter,
    summary,
    description,
    steps,
    affected,
    environment,
    mitigations,
    impact,
    references,
    endpoints,
  } = report;
  return [
    reporter.name,
    reporter.creditAs,
    summary,
    description,
    steps,
    affected,
    environment,
    mitigations,
    impact,
    references,
    endpoints,
  ];
}

describe('whatever a mail says', () => {
  it('no word of its report was made up', () => {
    fc.assert(
      fc.property(text, text, text, (subject, body, attached) => {
        const mail = mailOf(subject, [plain(body), file('poc.txt', attached)]);
        const said = [mail.from?.name, subject, body, attached].join('\n').toLowerCase();
        for (const word of wordsOf(written(explainExtraction(mail, OPTIONS).report)))
          expect(said).toContain(word);
      }),
      { numRuns: 500 },
    );
  });

  it('every place it names is inside of its body, and its words stand there', () => {
    fc.assert(
      fc.property(text, text, (body, attached) => {
        const bodies = [plain(body), file('poc.txt', attached)];
        const { candidates } = explainExtraction(mailOf('Security Alert', bodies), OPTIONS);
        const { wantsCredit: _wish, severity: _severity, language: _language, ...fields } = candidates;
        for (const { value, spans } of Object.values<readonly Candidate<unknown>[]>(fields).flat()) {
          for (const span of spans) {
            const whole = bodies[span.body]?.text ?? '';
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeGreaterThanOrEqual(span.start);
            expect(span.end).toBeLessThanOrEqual(whole.length);
          }
          const there = wordsOf(spans.map(span => bodies[span.body]?.text.slice(span.start, span.end) ?? ''));
          const words = wordsOf(value);
          if (spans.length > 0 && words.length > 0)
            expect(words.some(word => there.some(each => each.includes(word) || word.includes(each)))).toBe(
              true,
            );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('nothing that came in cleartext is found where words came encrypted', () => {
    fc.assert(
      fc.property(text, text, (open, secret) => {
        const marked = open.replace(/\p{L}{3,}/gu, 'xylophon');
        const decrypted = { origin: 'decrypted', kind: 'plain', text: secret, filename: null } as const;
        const found = explainExtraction(
          mailOf('Security Alert', [plain(marked), decrypted, file('xylophon.txt', marked)]),
          OPTIONS,
        );
        expect(JSON.stringify(found)).not.toContain('xylophon');
      }),
      { numRuns: 500 },
    );
  });

  it('it reads the same again', () => {
    fc.assert(
      fc.property(text, text, (subject, body) => {
        const mail = mailOf(subject, [plain(body)]);
        expect(explainExtraction(mail, OPTIONS)).toEqual(explainExtraction(mail, OPTIONS));
      }),
      { numRuns: 100 },
    );
  });
});
