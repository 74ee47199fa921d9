/**
 * An advisory → a document of CSAF 2.0, https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html. Pure: the same advisory
 * makes the same bytes.
 *
 * It is a security advisory (§4.4), or a VEX document (§4.5) where no version of a product is affected.
 */
import { capitalised } from '../../capitalised.js';
import { pathOfPage } from '../pages/pages.js';
import { type PublicAdvisory, type Publisher, titleOf } from '../public-advisory.js';
import { type PublicSeverity, publicSeverity } from '../score.js';
import { uriOf } from '../uri.js';
import { documentUrl } from './places.js';
import { productTree } from './product-tree.js';
import { lastReleaseOf, type Release, releases } from './releases.js';
import { scoreOf, vulnerabilities, type Weaknesses } from './vulnerability.js';
import { withoutHtml } from './words.js';

/** What a document holds is written by `csafDocument` alone. */
export type CsafDocument = ReturnType<typeof csafDocument>;

/**
 * Makes the document.
 * @param published - with a title, and versions of every product
 * @param weaknesses - each CWE's name
 */
export function csafDocument(published: PublicAdvisory, publisher: Publisher, weaknesses: Weaknesses) {
  const { number, advisory, isDraft } = published;
  const { products, ids, tree } = productTree(advisory.products, publisher.name);
  const severity = publicSeverity(advisory.severity);
  const isVex = ids.affected.length === 0;
  const urgency = isVex ? null : aggregateSeverity(severity);
  return {
    document: {
      ...(advisory.credits.length > 0
        ? { acknowledgments: [{ names: [...new Set(advisory.credits.map(withoutHtml))] }] }
        : {}),
      ...(urgency === null ? {} : { aggregate_severity: urgency }),
      category: isVex ? 'csaf_vex' : 'csaf_security_advisory',
      csaf_version: '2.0',
      // TLP 1.0, which CSAF 2.0 knows: what TLP 2.0 calls CLEAR is WHITE.
      distribution: { tlp: { label: isDraft ? 'AMBER' : 'WHITE', url: 'https://www.first.org/tlp/' } },
      // What is written here in words of the program is English.
      lang: 'en',
      notes: [
        {
          category: 'summary',
          text: withoutHtml(advisory.description ?? titleOf(published)),
          title: 'Summary',
        },
      ],
      publisher: csafPublisher(publisher),
      references: [
        // The first is its canonical address (§6.2.11).
        { category: 'self', summary: 'This advisory in CSAF', url: uriOf(documentUrl(published, publisher)) },
        {
          category: 'self',
          summary: 'This advisory as a page',
          url: uriOf(publisher.root + pathOfPage(published)),
        },
        ...advisory.references.map(({ text, url }) => ({
          category: 'external',
          summary: withoutHtml(text),
          url: uriOf(url),
        })),
      ],
      title: withoutHtml(titleOf(published)),
      tracking: tracking(published),
    },
    product_tree: tree,
    vulnerabilities: vulnerabilities({
      number,
      publisherName: publisher.name,
      advisory,
      severity,
      tree: { tree, products, ids },
      weaknesses,
    }),
  };
}

/** The publisher, as documents and the provider's metadata name it (§3.2.1.8). */
export function csafPublisher({ name, namespace, contact, policyUrl }: Publisher) {
  return {
    category: 'vendor',
    contact_details: `Reports of vulnerabilities go to ${contact}. Our policy is at ${policyUrl}.`,
    name,
    namespace: uriOf(namespace),
  };
}

/** Where no score can say it: the scores have the severity of each product. */
function aggregateSeverity(severity: PublicSeverity | null) {
  if (severity === null || scoreOf(severity) !== null) return null;
  return severity.kind === 'word'
    ? { text: capitalised(severity.rating) }
    : { namespace: 'https://www.first.org/cvss/v4-0/', text: capitalised(severity.score.rating) };
}

/**
 * No version of this program stands here: a newer one would write other bytes for a document that says it is the same
 * version (§3.1.11.1 has every change counted).
 */
function tracking(published: PublicAdvisory) {
  const { number, advisory, isDraft } = published;
  const history = releases(published).map(historyEntry);
  const aliases = [...new Set(advisory.ghsa)];
  return {
    ...(aliases.length > 0 ? { aliases } : {}),
    current_release_date: lastReleaseOf(published).toISOString(),
    generator: { engine: { name: 'security-inbox' } },
    id: number,
    initial_release_date: releases(published)[0].at.toISOString(),
    revision_history: history,
    status: isDraft ? 'draft' : 'final',
    version: String(Math.max(...published.revisions.map(({ revision }) => revision))),
  };
}

function historyEntry({ at, revision: { revision, change } }: Release) {
  return { date: at.toISOString(), number: String(revision), summary: withoutHtml(change) };
}
