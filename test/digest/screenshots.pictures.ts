/** Draws the pictures of the README from a made-up morning. Run by `npm run screenshots`; no test. */
import { writeFileSync } from 'node:fs';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { digestHtml } from '../../src/digest/formats/html.js';
import { startBrowser } from '../world/browser.js';
import { indexedPng } from './indexed-png.js';
import { ordinaryContents } from './ordinary-contents.js';

let browser: Awaited<ReturnType<typeof startBrowser>>;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

it.each<[string, BrowserContextOptions]>([
  ['light', { colorScheme: 'light', viewport: { width: 1040, height: 1660 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 1040, height: 1660 } }],
  ['phone', { colorScheme: 'light', viewport: { width: 390, height: 844 }, isMobile: true }],
])('docs/digest-%s.png', async (name, options) => {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    await page.setContent(digestHtml(ordinaryContents()));
    writeFileSync(`docs/digest-${name}.png`, indexedPng(await page.screenshot()));
  } finally {
    await context.close();
  }
});
