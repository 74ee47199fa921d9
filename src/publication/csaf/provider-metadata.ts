/** What programs learn of a publisher, and where its documents are (CSAF 2.0 §7.1.7). Pure. */
import type { PublicAdvisory, Publisher } from '../public-advisory.js';
import { uriOf } from '../uri.js';
import { csafPublisher } from './document.js';
import { keyPlace, METADATA_PLACE, SERVICE_PLACE, WHITE_FOLDER } from './places.js';
import { lastUpdated } from './releases.js';
import { feedTitle, feedUrl } from './rolie.js';

/**
 * The metadata.
 * @param fingerprint - of the key that signs the documents: without one it is no trusted provider (§7.2.3), but a provider
 * @param since - the metadata are not older than it
 */
export function providerMetadata(
  advisories: readonly PublicAdvisory[],
  publisher: Publisher,
  fingerprint: string | null,
  since: Date,
) {
  const at = (place: string) => uriOf(publisher.root + place);
  return {
    canonical_url: at(METADATA_PLACE),
    distributions: [
      {
        rolie: {
          feeds: [{ summary: feedTitle(publisher), tlp_label: 'WHITE', url: feedUrl(publisher) }],
          services: [at(SERVICE_PLACE)],
        },
      },
      { directory_url: at(WHITE_FOLDER) },
    ],
    last_updated: lastUpdated(advisories, since).toISOString(),
    list_on_CSAF_aggregators: true,
    metadata_version: '2.0',
    mirror_on_CSAF_aggregators: true,
    ...(fingerprint === null
      ? {}
      : {
          public_openpgp_keys: [{ fingerprint: fingerprint.toUpperCase(), url: at(keyPlace(fingerprint)) }],
        }),
    publisher: csafPublisher(publisher),
    role: fingerprint === null ? 'csaf_provider' : 'csaf_trusted_provider',
  };
}
