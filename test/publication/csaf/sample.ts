/** Advisories to publish: one of each kind that matters to a format, and any that can be published at all. */
import fc from 'fast-check';
import { type Advisory, type AdvisoryProduct, advisorySchema } from '../../../src/advisory/advisory.js';
import { lackingOf } from '../../../src/advisory/lacking.js';
import type { PublicAdvisory, Publisher } from '../../../src/publication/public-advisory.js';
import type { ReportNumber } from '../../../src/store/reports.js';

export const PUBLISHER: Publisher = {
  name: 'Example GmbH',
  namespace: 'https://example.org',
  contact: 'security@example.org',
  root: 'https://example.org/security/',
  policyUrl: 'https://example.org/security/policy.html',
};

export function sampleProduct(product: Partial<AdvisoryProduct> = {}): AdvisoryProduct {
  return { name: 'ts-scan', purl: 'pkg:pypi/ts-scan', affected: [], fixed: [], notAffected: [], ...product };
}

/** An affected product with its fix. */
export function sampleAdvisory(advisory: Partial<Advisory> = {}): Advisory {
  return {
    schema: 'security-inbox/advisory@1',
    title: 'ts-scan runs what it scans',
    description: 'A file name with a semicolon is given to a shell.',
    products: [sampleProduct({ affected: ['vers:pypi/>=1.0|<2.4.1'], fixed: ['2.4.1'] })],
    cve: ['CVE-2026-12345'],
    ghsa: [],
    cwe: ['CWE-78'],
    severity: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    remedies: [{ kind: 'vendor_fix', text: 'Update to 2.4.1.', url: 'https://example.org/releases/2.4.1' }],
    references: [{ text: 'The release', url: 'https://example.org/releases/2.4.1' }],
    credits: ['Ada Lovelace'],
    ...advisory,
  };
}

export function samplePublic(
  advisory: Partial<Advisory> = {},
  published: Partial<Omit<PublicAdvisory, 'advisory'>> = {},
): PublicAdvisory {
  return {
    number: 'SEC-2026-0001' as ReportNumber,
    advisory: sampleAdvisory(advisory),
    revisions: [{ revision: 1, at: new Date('2026-03-01T09:00:00Z'), change: 'Initial publication.' }],
    isDraft: false,
    ...published,
  };
}

const word = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"quoted" \\ & <b>',
    '\u202eevil\u202c',
    '👩‍💻 наука',
    '`<img>`',
    '] ]> --> {{x}}',
  ),
);

const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    'https://example.org/a b?c=|d{e}#f#g^',
    'http://[::1]:8080/[x]',
    'https://exämple.org/ü%zz"<',
  ),
  word.map(each => `https://example.org/${each}`),
);

const numbers = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }).map(parts => parts.join('.'));

const version = fc.oneof(
  word,
  numbers,
  numbers.map(each => `v${each}-rc1`),
  fc.tuple(fc.constantFrom('<', '<=', '>=', 'before ', 'up to '), numbers).map(parts => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('pypi', 'npm', 'generic', 'deb'),
      fc.uniqueArray(numbers, { minLength: 1, maxLength: 3 }),
    )
    .map(
      ([scheme, [first = '1', ...others]]) =>
        `vers:${scheme}/>=${[first, ...others.map(each => `!=${each}`)].join('|')}`,
    ),
  fc.constantFrom(
    '*',
    'all versions',
    'vers:npm/*',
    'vers:',
    'vers:x/<',
    'vers:x/%3C1',
    'prior to the merger',
    'jammy',
    'all',
  ),
);

const purl = fc.constantFrom(
  null,
  'pkg:pypi/ts-scan',
  'pkg:npm/%40example/ts-scan',
  'pkg:deb/debian/ts-scan?arch=source',
  'pkg:golang/github.com/example/ts-scan#cmd',
  'pkg://github/Example/TS-Scan',
  'pkg:generic/a%20b',
  'pkg:swift/github.com/example/ts-scan',
  'pkg:cpan/EXAMPLE/Ts-Scan',
);

const vector = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('CVSS:3.0', 'CVSS:3.1'),
      ...[
        'AV:NALP',
        'AC:LH',
        'PR:NLH',
        'UI:NR',
        'S:UC',
        'C:NLH',
        'I:NLH',
        'A:NLH',
        'E:XUPFH',
        'RL:XOTWU',
        'MC:XNLH',
      ].map(metric),
    )
    .map(parts => parts.join('/')),
  fc
    .tuple(...['AV:LAN', 'AC:HML', 'Au:MSN', 'C:NPC', 'I:NPC', 'A:NPC'].map(metric))
    .map(parts => parts.join('/'))
    .map(written => written.toLowerCase()),
  fc.constant('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'),
  fc.constantFrom('critical', 'high', 'medium', 'low', 'none'),
);

function metric(written: string): fc.Arbitrary<string> {
  const [name = '', values = ''] = written.split(':');
  return fc.constantFrom(...values).map(value => `${name}:${value}`);
}

const few = <T>(each: fc.Arbitrary<T>) => fc.array(each, { maxLength: 4 });

const product = fc.record({
  name: fc.oneof(word, fc.constant('ts-scan')),
  purl,
  affected: few(version),
  fixed: few(version),
  notAffected: few(version),
});

/** Any advisory that can be saved and published. */
export const publishableAdvisories: fc.Arbitrary<Advisory> = fc
  .record({
    schema: fc.constant('security-inbox/advisory@1' as const),
    title: word,
    description: fc.option(fc.array(word, { minLength: 1 }).map(words => words.join('\n'))),
    products: fc.array(product, { minLength: 1, maxLength: 3 }),
    cve: few(fc.nat(20).map(last => `CVE-2026-${10000 + last}`)),
    ghsa: few(fc.constantFrom('GHSA-2345-6789-cfgh', 'GHSA-jmpq-rvwx-2345')),
    cwe: few(
      fc.oneof(
        fc.constantFrom('CWE-78', 'CWE-79', 'CWE-1'),
        fc.nat(2000).map(id => `CWE-${id}`),
      ),
    ),
    severity: fc.option(vector),
    remedies: few(
      fc.record({
        kind: fc.constantFrom('vendor_fix', 'workaround', 'mitigation', 'none_available', 'no_fix_planned'),
        text: word,
        url: fc.option(url),
      }),
    ),
    references: few(fc.record({ text: word, url })),
    credits: few(word),
  })
  .map(made => advisorySchema.safeParse(made))
  .filter(read => read.success && lackingOf(read.data, null).needed.length === 0)
  .map(read => advisorySchema.parse(read.data));
