import { describe, expect, it } from 'vitest';
import { fillReport } from '../../src/report/fill.js';
import { type ExtractedReport, NOTHING_EXTRACTED } from '../../src/report/schema.js';
import { sampleReport } from './sample.js';

/** What extraction finds in a mail that says nothing. */
const NOTHING: ExtractedReport = {
  ...NOTHING_EXTRACTED,
  missing: ['description', 'steps', 'affected', 'contact'],
};

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
    ['references', { references: ['https://example.org/'] }],
  ])('fills %s where the report has none', (field, found) => {
    const { content, filled } = fillReport(sampleReport(), { ...NOTHING, ...found });
    expect(filled).toEqual([field]);
    expect(content).toMatchObject(found);
  });

  it('overwrites nothing', () => {
    const full = sampleReport({
      description: 'The first words.',
      steps: ['One.'],
      severity,
      reporter: { name: 'Ada', email: 'ada@example.org', creditAs: 'Ada L.', wantsCredit: true },
    });
    const { content, filled } = fillReport(full, {
      ...NOTHING,
      summary: 'Another.',
      description: 'Other words.',
      steps: ['Two.'],
      severity: { ...severity, score: 0 },
      reporter: { name: 'Mallory', email: 'm@example.net', creditAs: 'M', wantsCredit: false },
      missing: [],
    });
    expect(filled).toEqual([]);
    expect(content).toEqual(full);
  });

  it('ends what was missing, and adds nothing to it', () => {
    const report = sampleReport({ missing: ['steps', 'affected'] });
    const found = { ...NOTHING, steps: ['One.'], missing: ['description' as const, 'affected' as const] };
    expect(fillReport(report, found).content.missing).toEqual(['affected']);
  });

  it('gives a contact where the report has none that a person reads', () => {
    const report = sampleReport({
      missing: ['contact'],
      reporter: { name: null, email: 'noreply@example.org', creditAs: null, wantsCredit: null },
    });
    const reporter = { name: 'Ada', email: 'ada@example.org', creditAs: 'Ada', wantsCredit: true };
    const { content, filled } = fillReport(report, {
      ...NOTHING,
      reporter,
      missing: [],
      source: { reporterEmail: 'prose', creditAs: 'prose' },
    });
    expect(content.reporter).toEqual(reporter);
    expect(content.source).toEqual({ reporterEmail: 'prose', creditAs: 'prose' });
    expect(filled).toEqual(['contact', 'credit']);
  });

  it('says of each field it filled where that stood', () => {
    const { content } = fillReport(sampleReport({ source: { summary: 'subject' } }), {
      ...NOTHING,
      steps: ['One.'],
      source: { steps: 'section', summary: 'prose' },
    });
    expect(content.source).toEqual({ summary: 'subject', steps: 'section' });
  });
});
