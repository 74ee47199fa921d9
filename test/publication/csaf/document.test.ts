/** Documents of CSAF 2.0, held to all of the tests that the standard has for them. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { csafDocument } from '../../../src/publication/csaf/document.js';
import { sortedJson } from '../../../src/publication/csaf/sorted-json.js';
import { loadValidator, loadWeaknesses, type Validate } from '../../../src/publication/csaf/validate.js';
import type { Weaknesses } from '../../../src/publication/csaf/vulnerability.js';
import type { PublicAdvisory } from '../../../src/publication/public-advisory.js';
import { PUBLISHER, publishableAdvisories, sampleProduct, samplePublic } from '../sample.js';

let validate: Validate;
let weaknesses: Weaknesses;

// The library compiles its schemas while it loads.
beforeAll(async () => {
  validate = await loadValidator();
  weaknesses = await loadWeaknesses();
}, 300_000);

function written(advisory: PublicAdvisory) {
  return JSON.parse(sortedJson(csafDocument(advisory, PUBLISHER, weaknesses)));
}

/** @returns the tests it fails, the schema's and mandatory ones first */
async function failedBy(document: unknown): Promise<string[]> {
  const { failed, warned } = await validate(document);
  return [...failed, ...warned];
}

/** The optional ones that depend on what the engineer wrote. */
const NOT_TOLD = ['6.2.2', '6.2.3', '6.2.16'];

describe('a document of CSAF 2.0', () => {
  it('says what is affected, what is fixed, how severe it is and what to do', async () => {
    const document = written(samplePublic());
    expect(await failedBy(document)).toEqual([]);
    expect(document.document).toEqual({
      acknowledgments: [{ names: ['Ada Lovelace'] }],
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      distribution: { tlp: { label: 'WHITE', url: 'https://www.first.org/tlp/' } },
      lang: 'en',
      notes: [
        {
          category: 'summary',
          text: 'A file name with a semicolon is given to a shell.',
          title: 'Summary',
        },
      ],
      publisher: {
        category: 'vendor',
        contact_details:
          'Reports of vulnerabilities go to security@example.org. Our policy is at https://example.org/security/policy.html.',
        name: 'Example GmbH',
        namespace: 'https://example.org/',
      },
      references: [
        {
          category: 'self',
          summary: 'This advisory in CSAF',
          url: 'https://example.org/security/.well-known/csaf/white/2026/sec-2026-0001.json',
        },
        {
          category: 'self',
          summary: 'This advisory as a page',
          url: 'https://example.org/security/advisories/sec-2026-0001.html',
        },
        { category: 'external', summary: 'The release', url: 'https://example.org/releases/2.4.1' },
      ],
      title: 'ts-scan runs what it scans',
      tracking: {
        current_release_date: '2026-03-01T09:00:00.000Z',
        generator: { engine: { name: 'security-inbox' } },
        id: 'SEC-2026-0001',
        initial_release_date: '2026-03-01T09:00:00.000Z',
        revision_history: [
          { date: '2026-03-01T09:00:00.000Z', number: '1', summary: 'Initial publication.' },
        ],
        status: 'final',
        version: '1',
      },
    });
    expect(document.product_tree.branches).toEqual([
      {
        category: 'vendor',
        name: 'Example GmbH',
        branches: [
          {
            category: 'product_name',
            name: 'ts-scan',
            branches: [
              {
                category: 'product_version_range',
                name: 'vers:pypi/>=1.0|<2.4.1',
                product: {
                  name: 'Example GmbH ts-scan vers:pypi/>=1.0|<2.4.1',
                  product_id: 'CSAFPID-0001',
                  product_identification_helper: { purl: 'pkg:pypi/ts-scan' },
                },
              },
              {
                category: 'product_version',
                name: '2.4.1',
                product: {
                  name: 'Example GmbH ts-scan 2.4.1',
                  product_id: 'CSAFPID-0002',
                  product_identification_helper: { purl: 'pkg:pypi/ts-scan@2.4.1' },
                },
              },
            ],
          },
        ],
      },
    ]);
    expect(document.vulnerabilities).toEqual([
      {
        cve: 'CVE-2026-12345',
        cwe: {
          id: 'CWE-78',
          name: "Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection')",
        },
        notes: [
          {
            category: 'description',
            text: 'A file name with a semicolon is given to a shell.',
            title: 'Description',
          },
        ],
        product_status: { known_affected: ['CSAFPID-0001'], fixed: ['CSAFPID-0002'] },
        remediations: [
          {
            category: 'vendor_fix',
            details: 'Update to 2.4.1.',
            product_ids: ['CSAFPID-0001'],
            url: 'https://example.org/releases/2.4.1',
          },
        ],
        scores: [
          {
            cvss_v3: {
              baseScore: 9.8,
              baseSeverity: 'CRITICAL',
              vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
              version: '3.1',
            },
            products: ['CSAFPID-0001'],
          },
        ],
        title: 'ts-scan runs what it scans',
      },
    ]);
  });

  it('has a vulnerability for each CVE, and no weakness and GHSA of which nobody said whose they are', async () => {
    const document = written(
      samplePublic({
        cve: ['CVE-2026-12345', 'CVE-2026-12346', 'CVE-2026-12345'],
        cwe: ['CWE-78', 'CWE-79'],
        ghsa: ['GHSA-2345-6789-cfgh'],
        products: [
          sampleProduct({ affected: ['1.0', 'v1.1'], fixed: ['1.2'] }),
          sampleProduct({ name: 'ts-web', purl: 'pkg:npm/%40example/ts-web', affected: ['up to 3.0'] }),
        ],
      }),
    );
    expect(await failedBy(document)).toEqual([]);
    const [one, other, ...none] = document.vulnerabilities;
    expect(none).toEqual([]);
    expect([one.cve, other.cve]).toEqual(['CVE-2026-12345', 'CVE-2026-12346']);
    for (const each of [one, other]) {
      expect(each).not.toHaveProperty('cwe');
      expect(each).not.toHaveProperty('ids');
      expect(each.notes[1]).toMatchObject({
        title: 'Weaknesses',
        text: expect.stringMatching(/^CWE-78: .+\nCWE-79: /),
      });
      expect(each.product_status.known_affected).toEqual(['CSAFPID-0001', 'CSAFPID-0002', 'CSAFPID-0004']);
    }
    expect(document.document.tracking.aliases).toEqual(['GHSA-2345-6789-cfgh']);
  });

  it('is a VEX document where nothing is affected, with why', async () => {
    const document = written(
      samplePublic({
        cve: [],
        ghsa: ['GHSA-2345-6789-cfgh'],
        products: [sampleProduct({ notAffected: ['*'], fixed: ['2.4'] })],
      }),
    );
    expect(await failedBy(document)).toEqual([]);
    expect(document.document.category).toBe('csaf_vex');
    expect(
      document.product_tree.branches[0].branches[0].branches.map(({ name }: { name: string }) => name),
    ).toEqual(['2.4', 'vers:all/*']);
    expect(document.document).not.toHaveProperty('aggregate_severity');
    const [only] = document.vulnerabilities;
    expect(only.ids).toEqual([
      { system_name: 'Example GmbH report', text: 'SEC-2026-0001' },
      { system_name: 'GitHub Security Advisory', text: 'GHSA-2345-6789-cfgh' },
    ]);
    expect(only.threats).toEqual([
      {
        category: 'impact',
        details: 'A file name with a semicolon is given to a shell.',
        product_ids: ['CSAFPID-0002'],
      },
    ]);
    expect(only.notes.map(({ title }: { title: string }) => title)).toEqual([
      'Description',
      'Severity',
      'Remedy',
    ]);
    expect(only).not.toHaveProperty('scores');
    expect(only).not.toHaveProperty('remediations');
  });

  it.each([
    [
      'AV:N/AC:L/Au:N/C:P/I:P/A:P',
      { cvss_v2: { baseScore: 7.5, vectorString: 'AV:N/AC:L/Au:N/C:P/I:P/A:P', version: '2.0' } },
    ],
    [
      'cvss3/a:h/i:h/c:h/s:c/ui:n/pr:n/ac:l/av:n/rl:o',
      {
        cvss_v3: {
          baseScore: 10,
          baseSeverity: 'CRITICAL',
          vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/RL:O',
          version: '3.1',
        },
      },
    ],
  ])('holds the score of %s', async (severity, score) => {
    const document = written(samplePublic({ severity }));
    expect(await failedBy(document)).toEqual([]);
    expect(document.vulnerabilities[0].scores).toEqual([{ ...score, products: ['CSAFPID-0001'] }]);
  });

  it.each([
    [
      'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
      'Critical, CVSS 4.0 base score 9.3 (CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N).',
      'Critical',
    ],
    ['high', 'High.', 'High'],
  ])('says in words what CSAF 2.0 has no score for: %s', async (severity, note, text) => {
    const document = written(samplePublic({ severity }));
    expect(await failedBy(document)).toEqual(['6.2.3']);
    expect(document.document.aggregate_severity.text).toBe(text);
    expect(document.vulnerabilities[0].notes).toContainEqual({
      category: 'general',
      text: note,
      title: 'Severity',
    });
  });

  it('tells what to do by the fixed versions where nobody wrote it', async () => {
    const document = written(samplePublic({ remedies: [] }));
    expect(await failedBy(document)).toEqual([]);
    expect(document.vulnerabilities[0].remediations).toEqual([
      {
        category: 'vendor_fix',
        details: 'Update ts-scan to a version in which it is fixed: 2.4.1',
        product_ids: ['CSAFPID-0001'],
      },
    ]);
  });

  it('names in full what is neither a version nor a range', async () => {
    const document = written(
      samplePublic({ products: [sampleProduct({ affected: ['the nightly of May', 'all'] })] }),
    );
    expect(await failedBy(document)).toEqual([]);
    expect(document.product_tree).toEqual({
      full_product_names: [
        {
          name: 'Example GmbH ts-scan: the nightly of May',
          product_id: 'CSAFPID-0001',
          product_identification_helper: { purl: 'pkg:pypi/ts-scan' },
        },
        {
          name: 'Example GmbH ts-scan: all',
          product_id: 'CSAFPID-0002',
          product_identification_helper: { purl: 'pkg:pypi/ts-scan' },
        },
      ],
    });
  });

  it('lets no HTML of the words through where its readers take Markdown', async () => {
    const words = 'Run <script>alert(1)</script> "so" \u202eback\u202c 👩‍💻, or `<img>`, if 1 < 2';
    const document = written(
      samplePublic({ description: words, remedies: [{ kind: 'workaround', text: words, url: null }] }),
    );
    expect(await failedBy(document)).toEqual([]);
    const safe = 'Run < script>alert(1)< /script> "so" \u202eback\u202c 👩‍💻, or `< img>`, if 1 < 2';
    expect(document.document.notes[0].text).toBe(safe);
    expect(document.vulnerabilities[0].remediations[0].details).toBe(safe);
  });

  it('is a draft under a label that keeps it from the public, until it is disclosed', async () => {
    const document = written(samplePublic({}, { isDraft: true }));
    expect(await failedBy(document)).toEqual([]);
    expect(document.document.tracking.status).toBe('draft');
    expect(document.document.distribution.tlp.label).toBe('AMBER');
  });

  it('keeps its history in order when a clock was set back', async () => {
    const document = written(
      samplePublic(
        {},
        {
          revisions: [
            { revision: 1, at: new Date('2026-03-02T09:00:00Z'), change: 'Initial publication.' },
            { revision: 2, at: new Date('2026-03-01T09:00:00Z'), change: 'A typing error.' },
          ],
        },
      ),
    );
    expect(await failedBy(document)).toEqual([]);
    expect(document.document.tracking).toMatchObject({
      current_release_date: '2026-03-02T09:00:00.000Z',
      version: '2',
      revision_history: [
        { number: '1', date: '2026-03-02T09:00:00.000Z' },
        { number: '2', date: '2026-03-02T09:00:00.000Z', summary: 'A typing error.' },
      ],
    });
  });

  it('is the same bytes for the same advisory', () => {
    const bytes = () => sortedJson(csafDocument(samplePublic(), PUBLISHER, weaknesses));
    expect(bytes()).toBe(bytes());
  });

  it('is valid of every advisory that can be published', async () => {
    await fc.assert(
      fc.asyncProperty(publishableAdvisories, fc.boolean(), async (advisory, isDraft) => {
        const failed = await failedBy(written({ ...samplePublic({}, { isDraft }), advisory }));
        expect(failed.filter(test => !NOT_TOLD.includes(test))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  }, 300_000);
});
