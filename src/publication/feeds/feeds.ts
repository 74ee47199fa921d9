/**
 * The advisories as feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1. Nothing in them depends on when they are written. Pure.
 */
import { XMLBuilder } from 'fast-xml-parser';
import { FEEDS } from '../pages/pages.js';
import { type PublicFile, unsigned } from '../public-file.js';
import type { Feed } from './entry.js';

/** Where they lie. */
export const feedPaths: readonly string[] = Object.values(FEEDS).map(({ name }) => `advisories/${name}`);

export function feedFiles(feed: Feed): PublicFile[] {
  return [
    unsigned(`advisories/${FEEDS.atom.name}`, atom(feed)),
    unsigned(`advisories/${FEEDS.rss.name}`, rss(feed)),
    unsigned(`advisories/${FEEDS.json.name}`, jsonFeed(feed)),
  ];
}

/** RFC 4287 */
function atom({ title, author, home, base, updated, entries }: Feed): string {
  const self = base + FEEDS.atom.name;
  return xml({
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      id: self,
      title,
      updated: updated.toISOString(),
      author: { name: author },
      link: [
        { '@rel': 'self', '@type': 'application/atom+xml', '@href': self },
        { '@rel': 'alternate', '@type': 'text/html', '@href': home },
      ],
      entry: entries.map(entry => ({
        id: entry.url,
        title: entry.title,
        published: entry.published.toISOString(),
        updated: entry.updated.toISOString(),
        link: { '@rel': 'alternate', '@type': 'text/html', '@href': entry.url },
        content: { '@type': 'html', '#text': entry.html },
      })),
    },
  });
}

/** RSS 2.0.11, with atom:link as the RSS Best Practices Profile has it. */
function rss({ title, home, base, updated, entries }: Feed): string {
  return xml({
    rss: {
      '@version': '2.0',
      '@xmlns:atom': 'http://www.w3.org/2005/Atom',
      channel: {
        title,
        link: home,
        description: title,
        language: 'en',
        lastBuildDate: updated.toUTCString(),
        'atom:link': { '@rel': 'self', '@type': 'application/rss+xml', '@href': base + FEEDS.rss.name },
        item: entries.map(entry => ({
          title: entry.title,
          link: entry.url,
          description: entry.html,
          guid: { '@isPermaLink': 'true', '#text': entry.url },
          pubDate: entry.published.toUTCString(),
        })),
      },
    },
  });
}

/** https://www.jsonfeed.org/version/1.1/ */
function jsonFeed({ title, author, home, base, entries }: Feed): string {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    feed_url: base + FEEDS.json.name,
    language: 'en',
    authors: [{ name: author }],
    items: entries.map(entry => ({
      id: entry.url,
      url: entry.url,
      title: entry.title,
      content_html: entry.html,
      date_published: entry.published.toISOString(),
      date_modified: entry.updated.toISOString(),
    })),
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}

const builder = new XMLBuilder({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  suppressBooleanAttributes: false,
  format: true,
});

function xml(tree: object): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${builder.build(tree)}`;
}
