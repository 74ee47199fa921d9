/** The public pages on a narrow screen, in a real browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advisoryIndex, advisoryPage } from '../../src/publication/pages/pages.js';
import { policyBlocks } from '../../src/publication/policy/policy.js';
import { policyPage } from '../../src/publication/policy/rendered.js';
import { withPage } from '../digest/page/opened-page.js';
import { browserInstalled, startBrowser } from '../world/browser.js';
import { FACTS } from './policy-facts.js';
import { PUBLISHER, samplePublic } from './sample.js';

const ADVISORY = samplePublic({
  title: `ts-scan${'n'.repeat(150)}`,
  description: `a-path/${'x'.repeat(400)}`,
});

describe.skipIf(!browserInstalled())('a page of what is published', { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  it.each([
    ['the policy, with its commands', policyPage('Policy', policyBlocks(FACTS))],
    ['an advisory', String(advisoryPage(ADVISORY, PUBLISHER, 'UTC', null).content)],
    ['the list', String(advisoryIndex([ADVISORY], PUBLISHER, 'UTC', false).content)],
  ])('needs no scrolling to the side on 320 pixels: %s', async (_name, html) => {
    await withPage(browser, html, { viewport: { width: 320, height: 700 } }, async ({ page }) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    });
  });
});
