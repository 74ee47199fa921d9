/** The HTML digest in a real browser: whether everybody can read it, and whether it does anything else. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitted } from '../../../src/digest/cells.js';
import { digestHtml } from '../../../src/digest/formats/html.js';
import { browserInstalled, startBrowser } from '../../world/browser.js';
import {
  contentsSaying,
  emptyContents,
  HOSTILE,
  HOSTILE_WORDS,
  manyOpenContents,
  ordinaryContents,
} from '../sample-contents.js';
import { withPage } from './opened-page.js';

const PAGES: Readonly<Record<string, string>> = {
  'an empty inbox': digestHtml(emptyContents()),
  'an ordinary morning': digestHtml(ordinaryContents()),
  'a flood': digestHtml(manyOpenContents(60)),
  'hostile words': digestHtml(contentsSaying(HOSTILE_WORDS.join(' '))),
  'a long word': digestHtml(contentsSaying('w'.repeat(3000))),
};
const ORDINARY = PAGES['an ordinary morning'] ?? '';

const READERS: readonly (readonly [string, BrowserContextOptions & { media?: 'print' }])[] = [
  ['in the light', { colorScheme: 'light', viewport: { width: 1280, height: 900 } }],
  ['in the dark', { colorScheme: 'dark', viewport: { width: 1280, height: 900 } }],
  ['on a phone', { colorScheme: 'light', viewport: { width: 360, height: 740 }, isMobile: true }],
  ['on a phone in the dark', { colorScheme: 'dark', viewport: { width: 360, height: 740 }, isMobile: true }],
  ['with more contrast', { contrast: 'more', viewport: { width: 1280, height: 900 } }],
  ['on paper', { colorScheme: 'dark', viewport: { width: 688, height: 900 }, media: 'print' }],
];

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe.skipIf(!browserInstalled())('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  describe.each(Object.entries(PAGES))('of %s', (_name, html) => {
    it.each(READERS)('can be read by everybody %s', async (_reader, { media, ...options }) => {
      // axe is a script, which the page's policy keeps out.
      await withPage(browser, html, { ...options, bypassCSP: true }, async ({ page }) => {
        if (media !== undefined) await page.emulateMedia({ media });
        await page.evaluate(AXE);
        const { violations } = await page.evaluate<{ violations: Violation[] }>('axe.run(document)');
        const told = violations.flatMap(({ id, help, nodes }) =>
          nodes.slice(0, 3).map(({ html: element, failureSummary }) => [id, help, element, failureSummary]),
        );
        expect(told).toEqual([]);
      });
    });

    it.each([320, 360, 768, 1280])('is never wider than a screen of %i pixels', async width => {
      await withPage(browser, html, { viewport: { width, height: 740 } }, async ({ page }) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      });
    });

    it('asks for nothing, says nothing and runs nothing', async () => {
      await withPage(browser, html, {}, async ({ page, address, requests, said }) => {
        const title = await page.title();
        await page.locator('a').first().focus();
        await page.waitForLoadState('networkidle');
        expect(requests).toEqual([address]);
        expect(said).toEqual([]);
        expect(title).toMatch(/^Security reports: /);
        expect(await page.locator('script, img, iframe, object, embed, link, base, form').count()).toBe(0);
      });
    });
  });

  it.each(HOSTILE)('shows what a mail says as text: %s', async (_name, words) => {
    await withPage(browser, digestHtml(contentsSaying(words)), {}, async ({ page, said }) => {
      const shown = await page.locator('.to-do h3 bdi').allTextContents();
      // The number and the severity are cut sooner than the summary.
      expect(shown).toEqual([fitted(words, 40), fitted(words, 400), fitted(words, 40)]);
      expect(said).toEqual([]);
    });
  });

  it('wears its own style', async () => {
    await withPage(browser, ORDINARY, {}, async ({ page, said }) => {
      const numerals = 'getComputedStyle(document.body).fontVariantNumeric';
      expect(await page.evaluate(numerals)).toBe('tabular-nums');
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
