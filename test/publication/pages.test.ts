/** The pages that people read. */
import { describe, expect, it } from 'vitest';
import { advisoryIndex, advisoryPage } from '../../src/publication/pages/pages.js';
import { PUBLISHER, sampleProduct, samplePublic } from './sample.js';

describe('a page of an advisory', () => {
  const advisory = samplePublic({
    products: [sampleProduct({ affected: ['vers:pypi/>=2.0|<2.4.1', '1.9'], fixed: ['2.4.1'] })],
  });

  it('says versions in words, for those who read no VERS', () => {
    const html = String(advisoryPage(advisory, PUBLISHER, 'UTC', null).content);
    expect(html).toContain('2.0 to before 2.4.1; 1.9');
    expect(html).not.toContain('vers:');
  });

  it('says whose times it tells, and so does the list', () => {
    const pages = [
      advisoryPage(advisory, PUBLISHER, 'Europe/Berlin', null),
      advisoryIndex([advisory], PUBLISHER, 'Europe/Berlin', false),
    ];
    for (const { content } of pages) expect(String(content)).toContain('Times are those of Europe/Berlin.');
  });

  it('is found by feed readers in the list of what is public, and no feed is named in that of drafts', () => {
    const feeds = (isDraft: boolean) =>
      [
        ...String(advisoryIndex([advisory], PUBLISHER, 'UTC', isDraft).content).matchAll(
          /<link rel="alternate" type="([^"]+)" href="([^"]+)">/g,
        ),
      ].map(([, type, href]) => `${type} ${href}`);
    expect(feeds(false)).toEqual([
      'application/atom+xml atom.xml',
      'application/rss+xml feed.xml',
      'application/feed+json feed.json',
    ]);
    expect(feeds(true)).toEqual([]);
  });
});
