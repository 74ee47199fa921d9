/** Draws the pictures of the README and of the web form from a made-up morning. Run by `npm run screenshots`; no test. */
import { readFileSync, writeFileSync } from 'node:fs';
import { generateKey } from 'openpgp';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { digestHtml } from '../../src/digest/formats/html.js';
import { formPage } from '../../src/form/page.js';
import { FIELDS } from '../form/sample.js';
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

it.each<[string, BrowserContextOptions]>([
  ['light', { colorScheme: 'light', viewport: { width: 900, height: 1180 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 900, height: 1180 } }],
  ['phone', { colorScheme: 'light', viewport: { width: 390, height: 844 }, isMobile: true }],
])('docs/form-%s.png', async (name, options) => {
  const { publicKey } = await generateKey({ userIDs: [{ email: 'support@example.com' }], format: 'armored' });
  const site = {
    path: '/report/',
    address: 'support@example.com',
    phrase: 'Security Alert',
    policyUrl: 'https://www.example.com/policy',
    products: ['Acme Gate'],
    languages: ['en', 'de'] as const,
    fingerprint: 'D27C9A1E5F0B43688E11A6C27F9B3D5402C8E7A1',
    bytes: 26_214_400,
  };
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/report/': ['text/html', await formPage(site, 'en', 'token')],
    '/report/form.css': ['text/css', readFileSync('src/form/page.css', 'utf8')],
    '/report/form.js': ['text/javascript', readFileSync('dist/form/page.js', 'utf8')],
    '/report/openpgp.js': [
      'text/javascript',
      readFileSync('node_modules/openpgp/dist/openpgp.min.mjs', 'utf8'),
    ],
    '/report/key.asc': ['application/pgp-keys', publicKey],
  };
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    await page.route('https://www.example.com/**', route => {
      const [contentType, body] = files[new URL(route.request().url()).pathname] ?? ['text/plain', ''];
      return route.fulfill({ contentType, body });
    });
    await page.goto('https://www.example.com/report/');
    await page.getByText('Your browser encrypts the report').waitFor();
    for (const field of ['title', 'description', 'steps']) await page.fill(`#${field}`, FIELDS[field] ?? '');
    await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');
    writeFileSync(`docs/form-${name}.png`, indexedPng(await page.screenshot()));
  } finally {
    await context.close();
  }
});
