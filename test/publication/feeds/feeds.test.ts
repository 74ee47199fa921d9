/** The feeds, held against the rules of their formats by other programs. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { feedOf } from '../../../src/publication/feeds/entry.js';
import { feedFiles } from '../../../src/publication/feeds/feeds.js';
import type { PublicAdvisory } from '../../../src/publication/public-advisory.js';
import { HOSTILE_ADVISORY, PUBLISHER, published } from '../hostile-advisories.js';

const SINCE = new Date('2026-01-01T00:00:00Z');
const ONE = published(1, {}, ['2026-03-01T10:00:00.000Z', '2026-05-01T10:00:00.000Z']);
const TWO = published(2, HOSTILE_ADVISORY, ['2026-04-01T10:00:00.000Z']);

const SCHEMA = fileURLToPath(new URL('atom.rng', import.meta.url));

function xmllintInstalled(): boolean {
  if (spawnSync('xmllint', ['--version']).status === 0) return true;
  console.warn('\n*** SKIPPED: no xmllint on this machine. Install libxml2-utils to run these tests. ***\n');
  return false;
}

function feeds(...advisories: PublicAdvisory[]) {
  const files = feedFiles(feedOf(advisories, PUBLISHER, SINCE));
  const at = (name: string) => String(files.find(({ path }) => path === `advisories/${name}`)?.content);
  return { atom: at('atom.xml'), rss: at('feed.xml'), json: at('feed.json') };
}

const parse = (xml: string) =>
  new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false }).parse(xml);

/** https://www.jsonfeed.org/version/1.1/: what it asks for, and what it knows. */
const jsonFeedSchema = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string().min(1),
  home_page_url: z.url(),
  feed_url: z.url(),
  language: z.string(),
  authors: z.array(z.strictObject({ name: z.string().min(1) })).min(1),
  items: z.array(
    z.strictObject({
      id: z.string().min(1),
      url: z.url(),
      title: z.string(),
      content_html: z.string(),
      date_published: z.iso.datetime(),
      date_modified: z.iso.datetime(),
    }),
  ),
});

/** RFC 822 with a year of four digits, as RSS 2.0 wants it. */
const RFC_822 =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

describe('the feeds', () => {
  it.each([
    ['with nothing disclosed yet', []],
    ['with advisories', [ONE, TWO]],
  ])('keep to their formats %s', (_name, advisories) => {
    const { atom, rss, json } = feeds(...advisories);
    expect([XMLValidator.validate(atom), XMLValidator.validate(rss)]).toEqual([true, true]);
    expect(jsonFeedSchema.parse(JSON.parse(json)).items).toHaveLength(advisories.length);
    const { channel } = parse(rss).rss;
    for (const part of ['title', 'link', 'description']) expect(channel[part]).toBeTruthy();
    const items = [channel.item ?? []].flat();
    for (const date of [channel.lastBuildDate, ...items.map(({ pubDate }) => pubDate)])
      expect(date).toMatch(RFC_822);
  });

  it.skipIf(!xmllintInstalled())('are well-formed, and Atom is valid, by xmllint', () => {
    for (const advisories of [[], [ONE, TWO]]) {
      const { atom, rss } = feeds(...advisories);
      const lint = (xml: string, ...words: string[]) =>
        spawnSync('xmllint', ['--noout', '--nonet', ...words, '-'], { input: xml, encoding: 'utf8' });
      expect(lint(atom, '--relaxng', SCHEMA)).toMatchObject({ status: 0 });
      expect(lint(rss)).toMatchObject({ status: 0 });
      expect(lint(atom.replace(/<updated>[^<]*/, '<updated>yesterday'), '--relaxng', SCHEMA).status).not.toBe(
        0,
      );
    }
  });

  it('have the last that changed first, known by the same id however often it changes', () => {
    const before = feeds(published(1, {}, ['2026-03-01T10:00:00.000Z']), TWO);
    const after = feeds(ONE, TWO);
    const ids = ({ json }: { json: string }) =>
      JSON.parse(json).items.map(({ id }: { id: string }) => id.slice(-17));
    expect(ids(before)).toEqual(['ts-2026-0002.html', 'ts-2026-0001.html']);
    expect(ids(after)).toEqual(['ts-2026-0001.html', 'ts-2026-0002.html']);
    const [entry] = parse(after.atom).feed.entry;
    expect(entry).toMatchObject({
      published: '2026-03-01T10:00:00.000Z',
      updated: '2026-05-01T10:00:00.000Z',
    });
    expect(parse(after.atom).feed.updated).toBe('2026-05-01T10:00:00.000Z');
  });

  it('were changed when the last advisory was, or when publishing began, and never just now', () => {
    expect(parse(feeds().atom).feed.updated).toBe(SINCE.toISOString());
    expect(feeds(ONE, TWO)).toEqual(feeds(ONE, TWO));
    for (const text of Object.values(feeds(ONE)))
      expect(text).not.toContain(String(new Date().getFullYear() + 1));
  });

  it('show the words of an advisory and do nothing with them', () => {
    const { atom, rss, json } = feeds(TWO);
    const html = [
      parse(atom).feed.entry.content['#text'],
      parse(rss).rss.channel.item.description,
      JSON.parse(json).items[0].content_html,
    ];
    for (const text of html) {
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;amp; &amp;lt;');
      expect(text).not.toMatch(/<script|javascript:|\son\w+=/i);
      expect(text).not.toMatch(/[\u202e\ud800\ufffe]/);
    }
    expect(parse(atom).feed.entry.title).toContain('<script>alert(1)</script> ]]>');
    expect(parse(rss).rss.channel.title).toBe('Security advisories: Example & Sons');
  });

  it('hold fifty advisories at most', () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      ...ONE,
      number: `${ONE.number}${at}` as typeof ONE.number,
    }));
    expect(JSON.parse(feeds(...many).json).items).toHaveLength(50);
  });
});
