/** The folder that engineers read before anything is disclosed: documents, drafts of CVE records, and pages. */
import { csafFiles } from './csaf/files.js';
import { documentName } from './csaf/places.js';
import { cveFiles } from './cve/files.js';
import { advisoryIndex, advisoryPage } from './pages/pages.js';
import type { PublicAdvisory, Publisher } from './public-advisory.js';
import type { Before } from './signed-files.js';
import { among, type Wanted } from './wanted.js';

/**
 * @param timeZone - IANA name, of the dates on pages
 */
export async function draftFiles(
  advisories: readonly PublicAdvisory[],
  publisher: Publisher,
  timeZone: string,
  before: Before,
): Promise<Wanted> {
  const { files, ...judged } = await csafFiles(advisories, publisher, null, null, before);
  const shown = among(advisories, judged.documents);
  const pages = shown.map(advisory =>
    advisoryPage(advisory, publisher, timeZone, `csaf/${documentName(advisory.number)}`),
  );
  return {
    files: [
      [...files, ...(await cveFiles(shown, publisher)), ...pages],
      [advisoryIndex([...shown].reverse(), publisher, timeZone, true)],
    ],
    unnamed: [],
    ...judged,
  };
}
