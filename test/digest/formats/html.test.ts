import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestHtml } from '../../../src/digest/formats/html.js';
import { contentsSaying, HOSTILE, HOSTILE_WORDS } from '../hostile-contents.js';
import { ordinaryContents } from '../ordinary-contents.js';
import { emptyContents, manyOpenContents } from '../sample-contents.js';

const SAMPLES = [
  ['an empty inbox', emptyContents()],
  ['an ordinary morning', ordinaryContents()],
  ['300 open reports', manyOpenContents(300)],
  ['hostile words', contentsSaying(HOSTILE_WORDS.join(' '))],
] as const;

describe.each(SAMPLES)('the page of %s', (_name, contents) => {
  const html = digestHtml(contents);

  it('is the same for the same contents', () => {
    expect(digestHtml(structuredClone(contents))).toBe(html);
  });

  it('lets in its own style by its hash, and nothing else', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(policy?.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src 'none'; base-uri 'none'; form-action 'none'`,
    );
  });

  it('has no script, no handler, no style of one element, no address but places on the page', () => {
    const tags = html.match(/<[a-z][^>]*>/gi) ?? [];
    for (const tag of tags) {
      expect(tag).not.toMatch(/^<(?:script|img|iframe|object|embed|link|base|form|input)\b/i);
      expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\s(?:on\w+|style|src|srcset|formaction)=/i);
      const address = /\shref="([^"]*)"/.exec(tag)?.[1];
      if (address !== undefined) expect(address).toMatch(/^#[a-z0-9-]+$/);
    }
  });

  it('names every place once that a link or a label leads to', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, place] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(place);
    for (const [, labels = ''] of html.matchAll(/aria-labelledby="([^"]+)"/g)) {
      for (const label of labels.split(' ')) expect(ids).toContain(label);
    }
  });
});

it.each(HOSTILE)('the tags are the same whatever a mail says: %s', (_name, words) => {
  const tagsOf = (html: string) => html.match(/<\/?[a-z][a-z0-9]*/gi);
  const plain = digestHtml(contentsSaying('words'));
  expect(tagsOf(digestHtml(contentsSaying(words)))).toEqual(tagsOf(plain));
});

it('nothing that reorders or hides words comes through', () => {
  for (const words of HOSTILE_WORDS) {
    expect(digestHtml(contentsSaying(words))).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/,
    );
  }
});

it('each report to do has its reasons, and the tables lead there', () => {
  const html = digestHtml(ordinaryContents());
  const item = html.slice(html.indexOf('id="to-do-4"'), html.indexOf('id="to-do-5"'));
  expect(item).toContain('(no summary)');
  expect(item).toContain('Could not be decrypted</b>: <bdi>encrypted to a key that we do not have</bdi>');
  expect(item).toContain('<time datetime="2026-11-25T12:03:00.000Z">2026-11-25 13:03</time>');
  expect(html).toContain('<a href="#to-do-4"><span class="id"><bdi>EX-2026-0042</bdi></span></a>');
});

it('an empty inbox has nothing to do, and says so in its title', () => {
  const html = digestHtml(emptyContents());
  expect(html).toContain('<title>Security reports: nothing to do</title>');
  expect(html).toContain('<strong>Nothing to do.</strong> No report is open.');
});
