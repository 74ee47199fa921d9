/** The engineers' page as an engineer has it before them: in Chromium, against the built program. */
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../form/served.js';
import { browserInstalled, startBrowser } from '../world/browser.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, type Running } from '../world/program.js';

const NOWHERE = { host: '127.0.0.1', port: 1 };
const TOKEN = 'an-engineers-token-of-32-characters';
const REPORT = plainMail(
  { from: 'Ada <ada@example.org>', subject: 'Security Alert: the export leaks' },
  'Description\nIt leaks. <img src="http://127.0.0.1:1/canary" onerror="document.title=1">\n\nSeverity: high\n',
);

describe.skipIf(!browserInstalled())("the engineers' page in a browser", { timeout: 120_000 }, () => {
  let browser: Browser;
  let inbox: Installation;
  let serve: Running;
  let address: string;

  beforeAll(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    inbox = install({
      imap: { ...NOWHERE, user: 'support@example.test', password: 'x' },
      smtp: NOWHERE,
      overrides: { engineersPage: { listen: `127.0.0.1:${port}`, token: TOKEN } },
    });
    expect((await inbox.runWithInput(REPORT, 'ingest', '--no-send', '-')).status).toBe(0);
    serve = inbox.start('serve');
    await serve.logged('page.listening');
    browser = await startBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    serve?.child.kill('SIGTERM');
    await serve?.finished;
    inbox?.remove();
  });

  it('asks for the token, finds a report and shows it, by the keyboard alone, and loads nothing else', async () => {
    const context = await browser.newContext({ httpCredentials: { username: 'Grace', password: TOKEN } });
    const page = await context.newPage();
    const asked: string[] = [];
    const wrong: string[] = [];
    page.on('request', request =>
      asked.push(new URL(request.url()).pathname + new URL(request.url()).search),
    );
    page.on('console', message => wrong.push(message.text()));
    await page.goto(address);
    await page.locator('#words').focus();
    await page.keyboard.type('leaks');
    await page.keyboard.press('Enter');
    const link = page.getByRole('link', { name: /-0001$/ });
    await link.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Description' }).waitFor();
    expect(await page.locator('main').textContent()).toContain('<img src=');
    expect(asked.filter(path => !/^\/($|search$|\?found=|reports\/|favicon\.ico)/.test(path))).toEqual([]);
    expect(asked.join()).not.toContain('leaks');
    // Back to what was found, without being asked to send the search again.
    await page.goBack();
    await page.getByRole('link', { name: /-0001$/ }).waitFor();
    expect(await page.inputValue('#words')).toBe('leaks');
    expect(wrong).toEqual([]);
    await context.close();
  });

  it.each([
    ['a desk', 1280, 'light'],
    ['a desk in the dark', 1280, 'dark'],
    ['a phone', 320, 'light'],
  ] as const)('can be used by everybody, on %s', async (_, width, colorScheme) => {
    const context = await browser.newContext({
      httpCredentials: { username: 'Grace', password: TOKEN },
      viewport: { width, height: 900 },
      colorScheme,
      bypassCSP: true,
    });
    const page = await context.newPage();
    const [{ number } = { number: '' }] = inbox.query('SELECT number FROM reports');
    for (const path of ['/', '/?words=leaks', `/reports/${number}`, '/digest']) {
      await page.goto(`${address}${path}`);
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
      expect(violations.map(({ id, nodes }) => [path, id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
    await context.close();
  });
});
