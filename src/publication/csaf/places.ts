/** Where the files of CSAF lie below the folder that is published (CSAF 2.0 §5.1 and §7.1). Pure. */
import type { PublicAdvisory, Publisher } from '../public-advisory.js';

/** Also where programs look for the metadata of a domain by themselves (§7.1.9). */
export const CSAF_FOLDER = '.well-known/csaf/';

/** Of documents that everybody may read. Others lie elsewhere (§7.1.5). */
export const WHITE_FOLDER = `${CSAF_FOLDER}white/`;

/**
 * The name of a document's file (§5.1).
 * @param id - its tracking id
 */
export function documentName(id: string): string {
  return `${id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_')}.json`;
}

/** Below `WHITE_FOLDER`: a folder for each year of first release (§7.1.11), and the name. */
export function documentPlace({ number, revisions }: PublicAdvisory): string {
  return `${revisions[0].at.getUTCFullYear()}/${documentName(number)}`;
}

/** The address of a document, of a draft the one that it will have. */
export function documentUrl(advisory: PublicAdvisory, { root }: Publisher): string {
  return `${root}${WHITE_FOLDER}${documentPlace(advisory)}`;
}

/** What names all of the others, and what `CSAF` of security.txt points to (§7.1.7, §7.1.8). */
export const METADATA_PLACE = `${CSAF_FOLDER}provider-metadata.json`;

export const FEED_PLACE = `${WHITE_FOLDER}csaf-feed-tlp-white.json`;

export const SERVICE_PLACE = `${CSAF_FOLDER}service.json`;

/** The public key (§7.1.20). */
export function keyPlace(fingerprint: string): string {
  return `${CSAF_FOLDER}openpgp/${fingerprint.toUpperCase()}.asc`;
}
