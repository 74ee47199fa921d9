/** Advisories as they are published. */
import { type Advisory, advisorySchema } from '../../src/advisory/advisory.js';
import type { PublicAdvisory, Publisher } from '../../src/publication/public-advisory.js';
import type { ReportNumber } from '../../src/store/reports.js';

export const PUBLISHER: Publisher = {
  name: 'Example & Sons',
  namespace: 'https://example.test/',
  contact: 'security@example.test',
  root: 'https://security.example.test/',
  policyUrl: 'https://example.test/policy',
};

const PLAIN: Advisory = {
  schema: 'security-inbox/advisory@1',
  title: 'Scanned code is run',
  description: null,
  products: [
    { name: 'ts-scan', purl: 'pkg:pypi/ts-scan', affected: ['1.0'], fixed: ['1.1'], notAffected: [] },
  ],
  cve: [],
  ghsa: [],
  cwe: [],
  severity: null,
  remedies: [],
  references: [],
  credits: [],
};

/** Whatever may hurt a format: markup, quotes, its own delimiters, directions, and pictures. */
export const HOSTILE =
  '<script>alert(1)</script> ]]> &amp; &lt; "quoted" \'single\' --> {{x}} $& \u202eevil\u202c שלום 🙈 \ud800 \ufffe';

export const HOSTILE_ADVISORY: Partial<Advisory> = {
  title: HOSTILE,
  description: `First ${HOSTILE}\nsecond line\n\nAnother paragraph`,
  products: [{ name: HOSTILE, purl: null, affected: [HOSTILE], fixed: [], notAffected: [HOSTILE] }],
  severity: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  cve: ['CVE-2026-12345'],
  cwe: ['CWE-78'],
  remedies: [{ kind: 'vendor_fix', text: HOSTILE, url: 'https://example.test/?a=1&b="2"' }],
  references: [{ text: HOSTILE, url: "https://example.test/'><script>" }],
  credits: [HOSTILE],
};

/** @param count - of the report @param at - instants of its revisions */
export function published(
  count: number,
  advisory: Partial<Advisory>,
  at: readonly [string, ...string[]],
): PublicAdvisory {
  const [first, ...others] = at.map((instant, index) => ({
    revision: index + 1,
    at: new Date(instant),
    change: index === 0 ? 'Initial publication.' : `Updated ${HOSTILE}`,
  }));
  if (first === undefined) throw new Error('no revision');
  return {
    number: `TS-2026-000${count}` as ReportNumber,
    advisory: advisorySchema.parse({ ...PLAIN, ...advisory }),
    revisions: [first, ...others],
    isDraft: false,
  };
}
