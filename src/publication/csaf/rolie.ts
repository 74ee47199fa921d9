/** The feed of documents that programs follow (RFC 8322, as CSAF 2.0 §7.1.15 and §7.1.16 have it in JSON). Pure. */
import { type PublicAdvisory, type Publisher, titleOf } from '../public-advisory.js';
import { uriOf } from '../uri.js';
import { documentUrl, FEED_PLACE } from './places.js';
import { lastReleaseOf, lastUpdated, newestFirst, releases } from './releases.js';
import { withoutHtml } from './words.js';

const CATEGORY = [{ scheme: 'urn:ietf:params:rolie:category:information-type', term: 'csaf' }];

/**
 * The feed of all that everybody may read.
 * @param isSigned - whether a signature stands beside each document
 * @param since - the feed is not older than it
 */
export function rolieFeed(
  advisories: readonly PublicAdvisory[],
  publisher: Publisher,
  isSigned: boolean,
  since: Date,
) {
  return {
    feed: {
      category: CATEGORY,
      entry: newestFirst(advisories).map(advisory => entry(advisory, publisher, isSigned)),
      id: `${new URL(publisher.root).host.replace(/[^a-zA-Z0-9+\-_.]/g, '-')}-csaf-feed-tlp-white`,
      link: [{ href: feedUrl(publisher), rel: 'self' }],
      title: feedTitle(publisher),
      updated: lastUpdated(advisories, since).toISOString(),
    },
  };
}

function entry(advisory: PublicAdvisory, publisher: Publisher, isSigned: boolean) {
  const src = uriOf(documentUrl(advisory, publisher));
  const title = withoutHtml(titleOf(advisory));
  return {
    content: { src, type: 'application/json' },
    format: { schema: 'https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json', version: '2.0' },
    id: advisory.number,
    link: [
      { href: src, rel: 'self' },
      { href: `${src}.sha256`, rel: 'hash' },
      { href: `${src}.sha512`, rel: 'hash' },
      ...(isSigned ? [{ href: `${src}.asc`, rel: 'signature' }] : []),
    ],
    published: releases(advisory)[0].at.toISOString(),
    summary: { content: withoutHtml(advisory.advisory.description ?? titleOf(advisory)) },
    title,
    updated: lastReleaseOf(advisory).toISOString(),
  };
}

/** Names the feed, for programs that look for feeds of any kind. */
export function rolieService(publisher: Publisher) {
  return {
    service: {
      workspace: [
        {
          collection: [
            {
              categories: { category: CATEGORY },
              href: feedUrl(publisher),
              title: feedTitle(publisher),
            },
          ],
          title: `Public advisories of ${publisher.name}`,
        },
      ],
    },
  };
}

/** Its address. */
export function feedUrl({ root }: Publisher): string {
  return uriOf(root + FEED_PLACE);
}

/** What it is called. */
export function feedTitle({ name }: Publisher): string {
  return `Security advisories of ${name} (TLP:WHITE)`;
}
