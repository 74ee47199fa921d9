/** Drafts of CVE records, for engineers and the CNA they turn to, not for the web. */
import { documentName } from '../csaf/places.js';
import { sortedJson } from '../csaf/sorted-json.js';
import { loadWeaknesses } from '../csaf/validate.js';
import type { PublicAdvisory, Publisher } from '../public-advisory.js';
import { type PublicFile, unsigned } from '../public-file.js';
import { cnaContainer } from './cna-container.js';

/**
 * Writes the drafts: `cve/sec-2026-0001/CVE-2026-12345.json` for each CVE, and `cve/sec-2026-0001/no-cve-yet.json` where the
 * advisory has none. There is none where nothing is affected, because then there is no CVE record to publish.
 */
export async function cveFiles(
  advisories: readonly PublicAdvisory[],
  publisher: Publisher,
): Promise<PublicFile[]> {
  const weaknesses = await loadWeaknesses();
  return advisories
    .filter(({ advisory }) => advisory.products.some(({ affected }) => affected.length > 0))
    .flatMap(published => {
      const cves = [...new Set(published.advisory.cve)];
      const container = cnaContainer(published, publisher, cves.length < 2, weaknesses);
      return (cves.length === 0 ? ['no-cve-yet'] : cves).map(name =>
        unsigned(
          `cve/${documentName(published.number).replace(/\.json$/, '')}/${name}.json`,
          sortedJson(container),
        ),
      );
    });
}
