/** What a report says of itself to the public, and what it keeps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advisorySchema } from '../../src/advisory/advisory.js';
import { currentAdvisory } from '../../src/advisory/current.js';
import { lackingOf } from '../../src/advisory/lacking.js';
import { proposedAdvisory } from '../../src/advisory/proposed.js';
import { sampleReport } from '../report/sample.js';

const NOT_JUDGED = { severity: null };

const REPORT = sampleReport({
  summary: 'ts-scan runs what it scans',
  description: 'canary-description',
  steps: ['canary-steps'],
  environment: 'canary-environment',
  impact: 'canary-impact',
  mitigations: 'canary-mitigations',
  references: ['https://canary.example/poc'],
  endpoints: ['/canary'],
  attachments: [{ filename: 'canary.png', contentType: 'image/png' }],
  reporter: { name: 'Canary', email: 'canary@example.org', creditAs: 'Ada', wantsCredit: true },
  affected: [{ product: 'ts-scan', versions: ['up to 2.4', 'the nightly of May'] }],
  ranges: [{ product: 'ts-scan', purl: 'pkg:pypi/ts-scan', ranges: ['vers:pypi/<=2.4', null] }],
  severity: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, rating: 'critical' },
  cwe: ['CWE-78'],
  cve: ['CVE-2026-12345'],
});

describe('a report makes an advisory', () => {
  const advisory = proposedAdvisory(REPORT, NOT_JUDGED);

  it('of its facts', () => {
    expect(advisory).toMatchObject({
      title: 'ts-scan runs what it scans',
      products: [
        {
          name: 'ts-scan',
          purl: 'pkg:pypi/ts-scan',
          affected: ['vers:pypi/<=2.4', 'the nightly of May'],
          fixed: [],
          notAffected: [],
        },
      ],
      severity: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      cwe: ['CWE-78'],
      cve: ['CVE-2026-12345'],
      credits: ['Ada'],
    });
  });

  it('and of none of its prose, links, files and addresses', () => {
    expect(JSON.stringify(advisory).toLowerCase()).not.toContain('canary');
  });

  it("with an engineer's severity before the reporter's", () => {
    expect(proposedAdvisory(REPORT, { severity: 'low' }).severity).toBe('low');
  });

  it.each([
    ['did not ask to be named', null],
    ['asked not to be named', false],
  ])('that names nobody who %s', (_, wantsCredit) => {
    const reporter = { ...REPORT.reporter, wantsCredit };
    expect(proposedAdvisory({ ...REPORT, reporter }, NOT_JUDGED).credits).toEqual([]);
  });

  it('that can be saved, whatever stood in the mail', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constant('a\u0000b'),
      fc.string({ minLength: 400 }),
    );
    fc.assert(
      fc.property(word, word, fc.array(word), word, (summary, product, versions, creditAs) => {
        const made = proposedAdvisory(
          sampleReport({
            summary,
            affected: [{ product, versions }],
            reporter: { name: null, email: null, creditAs, wantsCredit: true },
            severity: { vector: summary, score: null, rating: null },
          }),
          NOT_JUDGED,
        );
        expect(advisorySchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
      }),
    );
  });
});

describe('the advisory that holds', () => {
  const proposed = proposedAdvisory(REPORT, NOT_JUDGED);
  const published = { ...proposed, title: 'as published' };
  const saved = { ...proposed, title: 'as saved' };

  it("is the one people saved, then the one published, then the report's own", () => {
    const titles = [
      currentAdvisory(REPORT, NOT_JUDGED, saved, published),
      currentAdvisory(REPORT, NOT_JUDGED, null, published),
      currentAdvisory(REPORT, NOT_JUDGED, null, null),
    ].map(({ title }) => title);
    expect(titles).toEqual(['as saved', 'as published', 'ts-scan runs what it scans']);
  });
});

describe('what an advisory lacks', () => {
  it('is a title, a product and its versions, before it can be published', () => {
    const bare = proposedAdvisory(sampleReport({ summary: null }), NOT_JUDGED);
    expect(lackingOf(bare, null).needed).toHaveLength(2);
    const silent = { name: 'ts-scan', purl: null, affected: [], fixed: [], notAffected: [] };
    expect(lackingOf({ ...bare, title: 'x', products: [silent] }, null).needed).toEqual([
      'products: which versions of ts-scan are affected, fixed or not affected.',
    ]);
    expect(lackingOf({ ...bare, title: 'x', products: [{ ...silent, fixed: ['2'] }] }, null).needed).toEqual(
      [],
    );
  });

  it('is which of two things a version is, when it stands under both', () => {
    const bare = { ...proposedAdvisory(REPORT, NOT_JUDGED), title: 'x' };
    const one = { name: 'ts-scan', purl: 'pkg:pypi/ts-scan', affected: [], fixed: [], notAffected: [] };
    const needed = (...products: (typeof bare)['products']) => lackingOf({ ...bare, products }, null).needed;
    const sentence = [
      "products: whether ts-scan vers:pypi/2.4 is affected or fixed, which it can't be both.",
    ];
    expect(needed({ ...one, affected: ['v2.4'], fixed: ['vers:pypi/2.4'] })).toEqual(sentence);
    expect(needed({ ...one, affected: ['2.4'] }, { ...one, fixed: ['vers:pypi/2.4'] })).toEqual(sentence);
    expect(needed({ ...one, affected: ['2.4', '2.4'] }, { ...one, name: 'ts-web', fixed: ['2.4'] })).toEqual(
      [],
    );
  });

  it('is a remedy where something is affected, and not where nothing is', () => {
    const wanted = (advisory: typeof REPORT.affected, notAffected: string[]) =>
      lackingOf(
        {
          ...proposedAdvisory({ ...REPORT, affected: advisory }, NOT_JUDGED),
          ...(notAffected.length > 0
            ? { products: [{ name: 'ts-scan', purl: null, affected: [], fixed: [], notAffected }] }
            : {}),
        },
        true,
      ).wanted.filter(sentence => sentence.startsWith('remedies'));
    expect(wanted(REPORT.affected, [])).toHaveLength(1);
    expect(wanted(REPORT.affected, ['1.0'])).toEqual([]);
  });

  it('is a name, where the reporter asked for one or was not asked', () => {
    const nameless = { ...proposedAdvisory(REPORT, NOT_JUDGED), credits: [] };
    const credits = (wishes: boolean | null) =>
      lackingOf(nameless, wishes).wanted.filter(sentence => sentence.startsWith('credits')).length;
    expect([credits(true), credits(null), credits(false)]).toEqual([1, 1, 0]);
  });
});
