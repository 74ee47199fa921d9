/** Draws the pictures of the README, of the web form and of the engineers' page from a made-up morning. Run by `npm run screenshots`; no test. */
import { readFileSync, writeFileSync } from 'node:fs';
import { generateKey } from 'openpgp';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { digestHtml } from '../../src/digest/formats/html.js';
import { reportHtml } from '../../src/digest/formats/html-sheet.js';
import { reportSheet } from '../../src/digest/report-sheet.js';
import { formPage } from '../../src/form/page.js';
import type { ReportNumber } from '../../src/store/reports.js';
import { FIELDS } from '../form/sample.js';
import { JUST_RECEIVED } from '../life/just-received.js';
import { sampleReport } from '../report/sample.js';
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
    '/report/encrypting.js': ['text/javascript', readFileSync('dist/form/encrypting.js', 'utf8')],
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

it.each<[string, BrowserContextOptions]>([
  ['light', { colorScheme: 'light', viewport: { width: 1040, height: 1180 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 1040, height: 1180 } }],
])('docs/engineers-page-%s.png', async (name, options) => {
  const number = 'TS-2026-0001' as ReportNumber;
  const day = (date: string) => new Date(`${date}T09:12:00Z`);
  const content = sampleReport({
    id: number,
    receivedAt: day('2026-11-24').toISOString(),
    summary: 'ts-scan runs commands that stand in the name of a branch',
    reporter: { name: 'Ada Example', email: 'ada@example.org', creditAs: 'Ada Example', wantsCredit: true },
    description:
      'ts-scan hands the name of the branch to a shell. Who may push a branch may run commands where it is scanned.',
    steps: ["git checkout -b 'x;id>/tmp/id'", 'ts-scan .', 'cat /tmp/id'],
    affected: [{ product: 'ts-scan', versions: ['2.4.0 and earlier'] }],
    impact: 'Code of a stranger runs with the rights of the build.',
    severity: { vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', score: 8.8, rating: 'high' },
    cwe: ['CWE-78'],
  });
  const sheet = reportSheet(
    {
      report: {
        number,
        content,
        recordedAt: day('2026-11-24'),
        acknowledgeBy: day('2026-11-25'),
        discloseBy: day('2027-02-22'),
        life: {
          ...JUST_RECEIVED,
          status: 'accepted',
          acknowledgedAt: day('2026-11-24'),
          assignedTo: 'Grace',
        },
      },
      receipt: undefined,
      files: [],
      words: [],
      history: [
        {
          kind: 'acknowledged',
          from: null,
          to: day('2026-11-24').toISOString(),
          how: 'said',
          at: day('2026-11-24'),
          who: 'Grace',
        },
        { kind: 'status', from: 'acknowledged', to: 'accepted', at: day('2026-11-25'), who: 'Grace' },
      ],
      mailbox: null,
    },
    'Europe/Berlin',
  );
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    await page.setContent(reportHtml(sheet, { href: '/', name: 'All open reports' }));
    writeFileSync(`docs/engineers-page-${name}.png`, indexedPng(await page.screenshot()));
  } finally {
    await context.close();
  }
});
