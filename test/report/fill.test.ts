import { describe, expect, it } from 'vitest';
import { fillReport } from '../../src/report/fill.js';
import { type ExtractedReport, NOTHING_EXTRACTED } from '../../src/report/schema.js';
import { sampleReport } from './sample.js';

/** What extraction finds in a mail that says nothing. */
const NOTHING: ExtractedReport = {
  ...NOTHING_EXTRACTED,
  missing: ['description', 'steps', 'affected', 'contact'],
};

const scoring = {
  version: '3.1' as const,
  score: 7.5,
  rating: 'high' as const,
  agrees: false,
  problem: null,
};
const range = { product: 'form', purl: 'pkg:npm/form', ranges: ['vers:npm/1'] };
const place = (rule: string) => ({ rule, mail: 0, spans: [{ body: 0, start: 2, end: 5 }] });

const severity = { vector: null, score: 9.8, rating: 'critical' as const };

describe('a later mail', () => {
  it.each<[string, Partial<ExtractedReport>]>([
    ['description', { description: 'It leaks.' }],
    ['steps', { steps: ['Start it.'] }],
    ['affected', { affected: [{ product: 'form', versions: ['1'] }] }],
    ['environment', { environment: 'Linux' }],
    ['mitigations', { mitigations: 'Turn it off.' }],
    ['impact', { impact: 'All of it.' }],
    ['severity', { severity }],
    ['cwe', { cwe: ['CWE-79'] }],
    ['cve', { cve: ['CVE-2026-1234'] }],
    ['ghsa', { ghsa: ['GHSA-23vf-67gm-xqwp'] }],
    ['references', { references: ['https://example.org/'] }],
    ['endpoints', { endpoints: ['POST /login'] }],
  ])('fills %s where the report has none', (field, found) => {
    const { content, filled } = fillReport(sampleReport(), { ...NOTHING, ...found }, 1);
    expect(filled).toEqual([field]);
    expect(content).toMatchObject(found);
  });

  it('overwrites nothing', () => {
    const full = sampleReport({
      description: 'The first words.',
      steps: ['One.'],
      severity,
      cvss: scoring,
      ghsa: ['GHSA-23vf-67gm-xqwp'],
      endpoints: ['POST /login'],
      identity: { handle: 'ada', fingerprint: 'A'.repeat(40) },
      affected: [{ product: 'form', versions: ['1'] }],
      ranges: [range],
      reporter: { name: 'Ada', email: 'ada@example.org', creditAs: 'Ada L.', wantsCredit: true },
      source: { description: 'section' },
      where: { description: place('the first') },
    });
    const { content, filled } = fillReport(
      full,
      {
        ...NOTHING,
        summary: 'Another.',
        description: 'Other words.',
        steps: ['Two.'],
        severity: { ...severity, score: 0 },
        cvss: { ...scoring, score: 1 },
        ghsa: ['GHSA-2222-3333-4444'],
        endpoints: ['/other'],
        identity: { handle: 'mallory', fingerprint: 'B'.repeat(40) },
        affected: [{ product: 'other', versions: ['2'] }],
        ranges: [{ ...range, product: 'other' }],
        source: { description: 'prose', severity: 'prose' },
        where: { description: place('the second'), severity: place('the second') },
        reporter: { name: 'Mallory', email: 'm@example.net', creditAs: 'M', wantsCredit: true },
        missing: [],
      },
      1,
    );
    expect(filled).toEqual([]);
    expect(content).toEqual(full);
  });

  it('takes back a wish to be named, which is the one thing that a later mail changes', () => {
    const place = { mail: 0, part: 0, line: 3 } as never;
    const report = sampleReport({
      reporter: { name: 'Ada', email: 'ada@example.org', creditAs: 'Ada L.', wantsCredit: true },
      source: { creditAs: 'prose', wantsCredit: 'prose' },
      where: { creditAs: place, wantsCredit: place },
    });
    const found = {
      ...NOTHING,
      reporter: { name: null, email: null, creditAs: null, wantsCredit: false },
      source: { wantsCredit: 'prose' as const },
      where: { wantsCredit: place },
    };
    const { content, filled } = fillReport(report, found, 2);
    expect(content.reporter).toMatchObject({ name: 'Ada', creditAs: null, wantsCredit: false });
    expect(content.where).toMatchObject({ wantsCredit: { mail: 2 } });
    expect(content.where.creditAs).toBeUndefined();
    expect(filled).toEqual(['credit refused']);
    const again = { ...found, reporter: { ...found.reporter, creditAs: 'Ada', wantsCredit: true } };
    expect(fillReport(content, again, 3).content.reporter.wantsCredit).toBe(false);
  });

  it('calls it a refusal too where nothing was said of it before', () => {
    const reporter = { name: null, email: null, creditAs: null, wantsCredit: false };
    const { content, filled } = fillReport(sampleReport({}), { ...NOTHING, reporter }, 1);
    expect([content.reporter.wantsCredit, filled]).toEqual([false, ['credit refused']]);
  });

  it('ends what was missing, and adds nothing to it', () => {
    const report = sampleReport({ missing: ['steps', 'affected'] });
    const found = { ...NOTHING, steps: ['One.'], missing: ['description' as const, 'affected' as const] };
    expect(fillReport(report, found, 1).content.missing).toEqual(['affected']);
  });

  it('gives a contact where the report has none that a person reads', () => {
    const report = sampleReport({
      missing: ['contact'],
      reporter: { name: null, email: 'noreply@example.org', creditAs: null, wantsCredit: null },
    });
    const reporter = { name: 'Ada', email: 'ada@example.org', creditAs: 'Ada', wantsCredit: true };
    const { content, filled } = fillReport(
      report,
      {
        ...NOTHING,
        reporter,
        missing: [],
        source: { reporterEmail: 'prose', creditAs: 'prose' },
      },
      1,
    );
    expect(content.reporter).toEqual(reporter);
    expect(content.source).toEqual({ reporterEmail: 'prose', creditAs: 'prose' });
    expect(filled).toEqual(['contact', 'credit']);
  });

  it('says of each field it filled where that stood', () => {
    const { content } = fillReport(
      sampleReport({ source: { summary: 'subject' } }),
      {
        ...NOTHING,
        steps: ['One.'],
        source: { steps: 'section', summary: 'prose' },
      },
      1,
    );
    expect(content.source).toEqual({ summary: 'subject', steps: 'section' });
  });

  it('is named as the mail that the words of a field it filled stand in, and of no other', () => {
    const report = sampleReport({ where: { summary: place('the subject') } });
    const { content } = fillReport(
      report,
      {
        ...NOTHING,
        summary: 'Another.',
        steps: ['One.'],
        language: 'en',
        where: {
          steps: place("heading 'Steps'"),
          summary: place('a sentence'),
          language: place('its words'),
        },
      },
      3,
    );
    expect(content.where).toEqual({
      summary: place('the subject'),
      steps: { ...place("heading 'Steps'"), mail: 3 },
      language: { ...place('its words'), mail: 3 },
    });
  });

  it('brings with the severity what its vector comes to, and with the products their ranges', () => {
    const found = {
      ...NOTHING,
      severity,
      cvss: scoring,
      affected: [{ product: 'form', versions: ['1'] }],
      ranges: [range],
    };
    expect(fillReport(sampleReport(), found, 1).content).toMatchObject({ cvss: scoring, ranges: [range] });
    const stated = sampleReport({ severity, affected: [{ product: 'mine', versions: [] }] });
    expect(fillReport(stated, found, 1).content).toMatchObject({ cvss: null, ranges: [] });
  });

  it('gives the handle and the key that its author claims where there was none', () => {
    const report = sampleReport({ identity: { handle: 'ada', fingerprint: null } });
    const claimed = { handle: 'mallory', fingerprint: 'B'.repeat(40) };
    const { content, filled } = fillReport(
      report,
      {
        ...NOTHING,
        identity: claimed,
        source: { handle: 'prose', fingerprint: 'prose' },
        where: { fingerprint: place('a fingerprint') },
      },
      2,
    );
    expect(content.identity).toEqual({ handle: 'ada', fingerprint: claimed.fingerprint });
    expect(content.source).toEqual({ fingerprint: 'prose' });
    expect(content.where).toEqual({ fingerprint: { ...place('a fingerprint'), mail: 2 } });
    expect(filled).toEqual(['fingerprint']);
  });
});
