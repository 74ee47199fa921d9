/** The HTML digest in a real browser: whether everybody can read it, and whether it does anything else. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitted } from '../../../src/digest/cells.js';
import { digestHtml } from '../../../src/digest/formats/html.js';
import { browserInstalled, startBrowser } from '../../world/browser.js';
import { HOSTILE_WORDS, hostileContents } from '../hostile-contents.js';
import { ordinaryContents } from '../ordinary-contents.js';
import { emptyContents, manyOpenContents } from '../sample-contents.js';
import { withPage } from './opened-page.js';

type Reader = BrowserContextOptions & { readonly media?: 'print' };

const WIDE = { width: 1280, height: 900 };
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true };

const READERS = {
  'in the light': { colorScheme: 'light', viewport: WIDE },
  'in the dark': { colorScheme: 'dark', viewport: WIDE },
  'on a phone': { colorScheme: 'light', ...PHONE },
  'on a phone in the dark': { colorScheme: 'dark', ...PHONE },
  'with more contrast': { contrast: 'more', viewport: WIDE },
  'on paper': { colorScheme: 'dark', viewport: { width: 688, height: 900 }, media: 'print' },
} as const satisfies Readonly<Record<string, Reader>>;

const ORDINARY = digestHtml(ordinaryContents());

/** Pages, and who reads each: all of them the ordinary one, since the others are made of the same parts. */
const PAGES: readonly (readonly [string, string, readonly (keyof typeof READERS)[]])[] = [
  ['an ordinary morning', ORDINARY, Object.keys(READERS) as (keyof typeof READERS)[]],
  ['an empty inbox', digestHtml(emptyContents()), ['on a phone in the dark']],
  ['a flood', digestHtml(manyOpenContents(45)), ['in the dark']],
  ['hostile words', digestHtml(hostileContents()), ['on a phone']],
];

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe.skipIf(!browserInstalled())('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  /** What axe finds. It is a script, which the page's policy keeps out: it is read without. */
  const violationsOf = async (html: string, { media, ...options }: Reader) => {
    const told: unknown[] = [];
    await withPage(browser, html, { ...options, bypassCSP: true }, async ({ page }) => {
      if (media !== undefined) await page.emulateMedia({ media });
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<{ violations: Violation[] }>(
        "axe.run(document, { resultTypes: ['violations'] })",
      );
      for (const { id, nodes } of violations) {
        told.push(...nodes.slice(0, 3).map(node => [id, node.html, node.failureSummary]));
      }
    });
    return told;
  };

  describe.each(PAGES)('of %s', (_name, html, readers) => {
    it.each(readers)('can be read by everybody %s', async reader => {
      expect(await violationsOf(html, READERS[reader])).toEqual([]);
    });

    it('is never wider than the screen', async () => {
      await withPage(browser, html, {}, async ({ page }) => {
        for (const width of [320, 360, 700, 768, 1280]) {
          await page.setViewportSize({ width, height: 740 });
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        }
      });
    });

    it('asks for nothing, says nothing and runs nothing', async () => {
      await withPage(browser, html, {}, async ({ page, address, requests, said }) => {
        await page.locator('a').first().focus();
        await page.evaluate('new Promise(done => requestIdleCallback(done))');
        expect(requests).toEqual([address]);
        expect(said).toEqual([]);
        expect(await page.title()).toMatch(/^Security reports: /);
        expect(await page.locator('script, img, iframe, object, embed, link, base, form').count()).toBe(0);
      });
    });
  });

  it('would not pass with words that are too pale, or in no language', async () => {
    const pale = ORDINARY.replace(/--soft: #\w+/g, '--soft: #c0c0c0').replace('<html lang="en">', '<html>');
    const found = (await violationsOf(pale, READERS['in the light'])).map(told => String(told));
    expect(found.some(told => told.startsWith('color-contrast'))).toBe(true);
    expect(found.some(told => told.startsWith('html-has-lang'))).toBe(true);
  });

  it('shows what a mail says as text', async () => {
    await withPage(browser, digestHtml(hostileContents()), {}, async ({ page }) => {
      // The number and the severity are cut sooner than the summary.
      const expected = HOSTILE_WORDS.flatMap(words => [
        fitted(words, 40),
        fitted(words, 400),
        fitted(words, 40),
      ]);
      expect(await page.locator('.to-do h3 bdi').allTextContents()).toEqual(expected);
    });
  });

  it('wears its own style', async () => {
    await withPage(browser, ORDINARY, {}, async ({ page, said }) => {
      const numerals = 'getComputedStyle(document.body).fontVariantNumeric';
      expect(await page.evaluate(numerals)).toBe('tabular-nums');
      const line = 'getComputedStyle(document.querySelector("td a .id, th a .id")).textDecorationLine';
      expect(await page.evaluate(line)).toBe('underline');
      expect(said).toEqual([]);
    });
  });

  it.each([
    ['a script', '<script>document.title = "run"</script>'],
    ['a handler', '<img src="x" onerror="document.title = \'run\'">'],
    ['a script from elsewhere', '<script src="https://evil.example/x.js"></script>'],
    ['a picture from elsewhere', '<img src="https://evil.example/x.png">'],
    ['a style of its own', '<style>body { display: none }</style>'],
    ['a style of one element', '<p style="position: fixed">'],
    ['a frame', '<iframe src="https://evil.example/"></iframe>'],
  ])('would keep out %s that got into it all the same', async (_name, intruder) => {
    const broken = ORDINARY.replace('<main>', `<main>${intruder}`);
    await withPage(browser, broken, {}, async ({ page, said }) => {
      await expect.poll(() => said.length).toBeGreaterThan(0);
      for (const words of said) expect(words).toContain('Content Security Policy');
      expect(await page.title()).toMatch(/^Security reports: /);
      expect(await page.evaluate('getComputedStyle(document.body).display')).toBe('block');
    });
  });

  it('keeps its colours on paper, and breaks no report in two', async () => {
    await withPage(browser, ORDINARY, { colorScheme: 'dark' }, async ({ page }) => {
      const ground = 'getComputedStyle(document.body).backgroundColor';
      expect(await page.evaluate(ground)).toBe('rgb(21, 24, 27)');
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate(ground)).toBe('rgb(255, 255, 255)');
      expect(
        await page.evaluate('getComputedStyle(document.querySelector("svg rect")).printColorAdjust'),
      ).toBe('exact');
      expect(await page.evaluate('getComputedStyle(document.querySelector(".to-do li")).breakInside')).toBe(
        'avoid',
      );
      expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe('%PDF-');
    });
  });

  it('draws no bar and no letter of a chart beyond the screen of a phone', async () => {
    await withPage(browser, ORDINARY, { viewport: { width: 320, height: 740 } }, async ({ page }) => {
      const edges = await page.evaluate<[number, number][]>(
        `[...document.querySelectorAll('svg rect, svg text, svg line')]
          .filter(element => element.closest('defs') === null)
          .map(element => element.getBoundingClientRect())
          .map(({ left, right }) => [left, right])`,
      );
      expect(edges.length).toBeGreaterThan(40);
      for (const [left, right] of edges) {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(320);
      }
    });
  });
});
