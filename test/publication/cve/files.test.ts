/** Drafts of CVE records. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cveFiles } from '../../../src/publication/cve/files.js';
import { cveVersions } from '../../../src/publication/cve/versions.js';
import type { PublicAdvisory } from '../../../src/publication/public-advisory.js';
import { PUBLISHER, publishableAdvisories, sampleProduct, samplePublic } from '../sample.js';
import { cnaContainerSchema } from './schema.js';

async function drafts(...advisories: PublicAdvisory[]) {
  const files = await cveFiles(advisories, PUBLISHER);
  return files.map(({ path, content }) => ({
    path,
    container: cnaContainerSchema.parse(JSON.parse(String(content))).cnaContainer,
  }));
}

describe('the draft of a CVE record', () => {
  it('is what a CNA submits, without what is not ours to claim', async () => {
    const [only, ...none] = await drafts(samplePublic());
    expect(none).toEqual([]);
    expect(only).toEqual({
      path: 'cve/sec-2026-0001/CVE-2026-12345.json',
      container: {
        affected: [
          {
            defaultStatus: 'unknown',
            packageURL: 'pkg:pypi/ts-scan',
            product: 'ts-scan',
            vendor: 'Example GmbH',
            versions: [
              { version: '2.4.1', status: 'unaffected' },
              { version: '1.0', status: 'affected', versionType: 'python', lessThan: '2.4.1' },
            ],
          },
        ],
        credits: [{ lang: 'en', value: 'Ada Lovelace' }],
        datePublic: '2026-03-01T09:00:00.000Z',
        descriptions: [{ lang: 'en', value: 'A file name with a semicolon is given to a shell.' }],
        metrics: [
          {
            format: 'CVSS',
            scenarios: [{ lang: 'en', value: 'GENERAL' }],
            cvssV3_1: {
              baseScore: 9.8,
              baseSeverity: 'CRITICAL',
              vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
              version: '3.1',
            },
          },
        ],
        problemTypes: [
          {
            descriptions: [
              {
                cweId: 'CWE-78',
                description:
                  "CWE-78 Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection')",
                lang: 'en',
                type: 'CWE',
              },
            ],
          },
        ],
        references: [
          {
            name: 'SEC-2026-0001',
            tags: ['vendor-advisory'],
            url: 'https://example.org/security/advisories/sec-2026-0001.html',
          },
          { name: 'The release', url: 'https://example.org/releases/2.4.1' },
        ],
        solutions: [{ lang: 'en', value: 'Update to 2.4.1.\nhttps://example.org/releases/2.4.1' }],
        source: { advisory: 'SEC-2026-0001' },
        title: 'ts-scan runs what it scans',
      },
    });
  });

  it('tells no date before it is disclosed', async () => {
    const [draft] = await drafts(samplePublic({}, { isDraft: true }));
    expect(draft?.container).not.toHaveProperty('datePublic');
  });

  it('is there for each CVE, for a report that has none yet, and for none where nothing is affected', async () => {
    const advisories = [
      samplePublic({ cve: ['CVE-2026-10001', 'CVE-2026-10002'], cwe: ['CWE-78', 'CWE-79'] }),
      samplePublic({ cve: [] }),
      samplePublic({ products: [sampleProduct({ notAffected: ['*'] })] }),
    ];
    const all = await drafts(...advisories);
    expect(all.map(({ path }) => path)).toEqual([
      'cve/sec-2026-0001/CVE-2026-10001.json',
      'cve/sec-2026-0001/CVE-2026-10002.json',
      'cve/sec-2026-0001/no-cve-yet.json',
    ]);
    expect(all.map(({ container }) => 'problemTypes' in container)).toEqual([false, false, true]);
  });

  it.each([
    ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 'cvssV2_0', 7.5],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'cvssV3_0', 9.8],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 'cvssV4_0', 9.3],
  ])('has the score of %s', async (severity, field, baseScore) => {
    const [draft] = await drafts(samplePublic({ severity }));
    expect(draft?.container.metrics).toMatchObject([{ [field]: { baseScore, vectorString: severity } }]);
  });

  it('has a severity that is a word alone as such', async () => {
    const [draft] = await drafts(samplePublic({ severity: 'high' }));
    expect(draft?.container.metrics).toEqual([
      { other: { content: { text: 'High' }, type: 'Qualitative severity' } },
    ]);
  });

  it('names no package by a range of its versions, which the format forbids', async () => {
    const purl = 'pkg:pypi/ts-scan?vers=vers:pypi%2F%3E%3D1.0';
    const [draft] = await drafts(samplePublic({ products: [sampleProduct({ purl, affected: ['1.0'] })] }));
    expect(draft?.container.affected[0]).not.toHaveProperty('packageURL');
  });

  it('is cut where the format has a limit', async () => {
    const [draft] = await drafts(samplePublic({ title: '👩'.repeat(150), description: '😀'.repeat(9000) }));
    expect(draft?.container.title).toBe('👩'.repeat(150));
    expect(draft?.container.descriptions[0]?.value).toBe(`${'😀'.repeat(4095)}…`);
  });

  it('keeps to the schema of every advisory that can be published', async () => {
    await fc.assert(
      fc.asyncProperty(publishableAdvisories, fc.boolean(), async (advisory, isDraft) => {
        await drafts({ ...samplePublic({}, { isDraft }), advisory });
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});

describe('versions of a CVE record', () => {
  const affected = (version: string, end: object = {}) => ({ version, status: 'affected', ...end });
  it.each([
    ['1.0', [affected('1.0')]],
    ['the nightly of May', [affected('the nightly of May')]],
    ['vers:npm/<2.0', [affected('0', { versionType: 'semver', lessThan: '2.0' })]],
    ['up to 2.0', [affected('0', { versionType: 'python', lessThanOrEqual: '2.0' })]],
    ['vers:deb/>=1.0', [affected('1.0', { versionType: 'custom', lessThan: '*' })]],
    ['*', [affected('0', { versionType: 'python', lessThan: '*' })]],
    ['vers:maven/1.0|1.1', [affected('1.0'), affected('1.1')]],
    [
      'vers:maven/>1.0|!=1.2|<=1.4|>=2.0|<2.3',
      [
        { version: '1.0', status: 'unaffected' },
        { version: '1.2', status: 'unaffected' },
        affected('1.0', { versionType: 'maven', lessThanOrEqual: '1.4' }),
        affected('2.0', { versionType: 'maven', lessThan: '2.3' }),
      ],
    ],
  ])('of %s', (line, versions) => {
    expect(cveVersions(sampleProduct({ affected: [line] }))).toEqual(versions);
  });

  it('say of what a fixed range leaves out that it is not known', () => {
    expect(cveVersions(sampleProduct({ fixed: ['vers:pypi/>2.4'] }))).toEqual([
      { version: '2.4', status: 'unknown' },
      { version: '2.4', status: 'unaffected', versionType: 'python', lessThan: '*' },
    ]);
  });

  it('say of a version what is said of it, before what a range leaves out', () => {
    expect(cveVersions(sampleProduct({ affected: ['2.4'], fixed: ['vers:pypi/>2.4'] }))).toEqual([
      { version: '2.4', status: 'affected' },
      { version: '2.4', status: 'unaffected', versionType: 'python', lessThan: '*' },
    ]);
  });
});
