/** The form as a person has it before them: in Chromium, with its script and without, against the built program. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { generateKey } from 'openpgp';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { browserInstalled, startBrowser } from '../world/browser.js';
import { type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';
import { FIELDS } from './sample.js';
import { formAt, freePort, openedBefore, serving } from './served.js';

/** Not the button that says what is missing. */
const SEND = 'button:not(.second)';

/** What nobody may read on the way. */
const SECRET = 'kanarienvogel';

/** Before what a worker runs: once it is asked for something, it stands still as it encodes, until its request is answered. */
const WAITING = `{
  const encode = btoa;
  let isAsked = false;
  addEventListener('message', () => { isAsked = true; });
  globalThis.btoa = words => {
    if (isAsked) {
      isAsked = false;
      const request = new XMLHttpRequest();
      request.open('GET', new URL('wait', import.meta.url), false);
      request.send();
    }
    return encode(words);
  };
}
`;

describe.skipIf(!browserInstalled())('the form in a browser', { timeout: 120_000 }, () => {
  let browser: Browser;
  let smtp: EmbeddedSmtp;
  let inbox: Installation;
  let serve: Running;
  let secretKey: string;
  let folder: string;
  let address: string;

  beforeAll(async () => {
    const { privateKey } = await generateKey({
      userIDs: [{ email: 'support@example.test' }],
      format: 'armored',
    });
    secretKey = privateKey;
    folder = mkdtempSync(join(tmpdir(), 'form-'));
    writeFileSync(join(folder, 'log.txt'), `${SECRET} in a log\n`);
    smtp = await startEmbeddedSmtp(SMTP_LOGIN);
    browser = await startBrowser();
  }, 60_000);

  beforeEach(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}/report/`;
    inbox = install({
      imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      smtp,
      keys: [{ secretKey }],
      overrides: formAt(port, { perAddressPerHour: 100 }),
    });
    serve = await serving(inbox);
    return async () => {
      serve.child.kill('SIGKILL');
      await serve.finished;
      inbox.remove();
    };
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await smtp?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the form, with what went wrong on the page kept. */
  async function open(
    options: BrowserContextOptions = {},
    query = '',
    prepare: (page: Page) => Promise<unknown> = async () => undefined,
  ) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await prepare(page);
    const wrong: string[] = [];
    page.on('pageerror', error => wrong.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    const posted: string[] = [];
    page.on('request', request => {
      if (request.method() === 'POST') posted.push(request.postData() ?? '');
    });
    await page.goto(`${address}${query}`);
    return { page, wrong, posted, close: () => context.close() };
  }

  const encrypts = (page: Page) => page.getByText('Your browser encrypts the report').waitFor();

  /** Types all of it, and makes the form one that was opened some minutes ago. */
  async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      if (name === 'language') continue;
      if (name === 'severity') await page.selectOption('#severity', value);
      else if (name === 'credit') await page.check(`#credit-${value}`);
      else await page.fill(`#${name}`, value);
    }
    await page
      .locator('input[name="token"]')
      .evaluate((field, value) => field.setAttribute('value', value), openedBefore(secretKey));
  }

  const contents = () =>
    inbox.query('SELECT content FROM reports ORDER BY id').map(({ content }) => JSON.parse(String(content)));

  it('with its script sends ciphertext alone, and all of it is read', async () => {
    const { page, wrong, posted, close } = await open();
    await encrypts(page);
    await fill(page, { ...FIELDS, description: `The ${SECRET} leaks.` });
    await page.setInputFiles('#files', join(folder, 'log.txt'));
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByRole('heading', { name: 'Your report is received' }).waitFor();
    expect(await page.locator('#number').count()).toBe(0);
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    expect(posted).toHaveLength(1);
    expect(posted[0]).toContain('BEGIN PGP MESSAGE');
    for (const word of [SECRET, 'Acme Gate', FIELDS.title ?? '', 'log.txt', 'Ada Quill']) {
      expect(posted[0]).not.toContain(word);
    }
    expect(contents()).toMatchObject([
      {
        trigger: 'form',
        encryption: { state: 'decrypted' },
        summary: FIELDS.title,
        description: `The ${SECRET} leaks.`,
        affected: [{ product: 'Acme Gate', versions: ['2.1.0 to 2.3.4'] }],
        reporter: { name: 'Ada Quill', email: FIELDS.email, creditAs: 'Ada Quill', wantsCredit: true },
        attachments: [{ filename: 'log.txt' }],
        missing: [],
        differences: [],
      },
    ]);
    const [kept] = inbox.query('SELECT bytes FROM messages');
    expect(String(kept?.bytes)).not.toContain(SECRET);
    expect(wrong).toEqual([]);
    await close();
  });

  it('answers to its reader while it encrypts, and says that it does', async () => {
    const { page, wrong, posted, close } = await open({}, '', async page => {
      // Before the first line of the files the worker waits until it is let go on.
      await page.route('**/encrypting.js', async route => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${WAITING}${await response.text()}` });
      });
    });
    let letGo = () => {};
    const isWaiting = new Promise<void>(waits => {
      void page.route('**/report/wait', async route => {
        waits();
        await new Promise<void>(done => {
          letGo = done;
        });
        await route.fulfill({ body: '' });
      });
    });
    await encrypts(page);
    await fill(page, FIELDS);
    await page.setInputFiles('#files', join(folder, 'log.txt'));
    await page.getByRole('button', { name: 'Send the report' }).click();
    await isWaiting;
    const status = page.getByRole('status');
    expect(await status.textContent()).toContain('Encrypting');
    await status.getByRole('progressbar', { name: 'Encrypting' }).waitFor();
    await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))');
    await page.fill('#title', 'Typed meanwhile');
    expect([await status.textContent(), posted]).toEqual([expect.stringContaining('Encrypting'), []]);
    letGo();
    await page.getByRole('heading', { name: 'Your report is received' }).waitFor();
    expect(contents()).toMatchObject([{ summary: FIELDS.title, attachments: [{ filename: 'log.txt' }] }]);
    expect(wrong).toEqual([]);
    await close();
  });

  it('encrypts in the page where the browser has no workers, and says so before that keeps it busy', async () => {
    const { page, wrong, posted, close } = await open({}, '', page => page.addInitScript('delete Worker'));
    await encrypts(page);
    await fill(page, FIELDS);
    await page.setInputFiles('#files', join(folder, 'log.txt'));
    // What encodes the files is called once for each line of them.
    await page.evaluate(`{
      const encode = btoa;
      globalThis.btoa = words => {
        globalThis.saidMeanwhile ??= document.querySelector('#status').textContent;
        return encode(words);
      };
    }`);
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByRole('heading', { name: 'Your report is received' }).waitFor();
    expect(await page.evaluate('globalThis.saidMeanwhile')).toContain('Encrypting');
    expect(posted[0]).toContain('BEGIN PGP MESSAGE');
    expect(wrong).toEqual([]);
    await close();
  });

  it('with its script says first what is missing, and sends it all the same', async () => {
    const { page, posted, close } = await open();
    await encrypts(page);
    await fill(page, { description: 'It leaks.' });
    await page.getByRole('button', { name: 'Send the report' }).click();
    const box = page.locator('#lacking');
    await box.getByRole('heading').waitFor();
    expect(await box.getByRole('link').allTextContents()).toEqual([
      'how to see it, step by step',
      'the product',
      'your e-mail address',
    ]);
    expect(await page.evaluate('document.activeElement.id')).toBe('lacking');
    expect(posted).toEqual([]);
    await page.getByRole('button', { name: 'Send it as it is' }).click();
    await page.getByText('no confirmation follows').waitFor();
    expect(await page.locator('#number').count()).toBe(0);
    expect(contents()).toMatchObject([{ description: 'It leaks.', reporter: { email: null } }]);
    await close();
  });

  it('with its script is one report where its answer was lost, and it is sent again', async () => {
    const { page, posted, close } = await open();
    await encrypts(page);
    await fill(page, FIELDS);
    let lost = 0;
    await page.route(`${address}**`, async route => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByText('What you wrote is still here').waitFor();
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByRole('heading', { name: 'Your report is received' }).waitFor();
    expect(await page.locator('#number').count()).toBe(0);
    expect(posted).toHaveLength(2);
    expect(inbox.query('SELECT 1 FROM messages')).toHaveLength(1);
    await close();
  });

  it('with its script says what the server says, keeps what was written, and goes on from there', async () => {
    const { page, close } = await open();
    await encrypts(page);
    await fill(page, { ...FIELDS, email: 'support@example.test' });
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByText('This e-mail address is ours').waitFor();
    expect(await page.inputValue('#description')).toBe(FIELDS.description);
    await page.fill('#email', 'ada@quill.example');
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByRole('heading', { name: 'Your report is received' }).waitFor();
    expect(contents()).toHaveLength(1);
    await close();
  });

  it.each(['en', 'de'])('without JavaScript sends the same report, in %s', async language => {
    const { page, close } = await open({ javaScriptEnabled: false }, `?lang=${language}`);
    expect(await page.getAttribute('html', 'lang')).toBe(language);
    // Where no script runs none sets the token: three seconds pass, as they do for people.
    for (const [name, value] of Object.entries(FIELDS)) {
      if (name === 'language') continue;
      if (name === 'severity') await page.selectOption('#severity', value);
      else if (name === 'credit') await page.check(`#credit-${value}`);
      else await page.fill(`#${name}`, value);
    }
    await page.setInputFiles('#files', join(folder, 'log.txt'));
    await page.fill('#email', 'support@example.test');
    await page.locator(SEND).click();
    // Comes back: too soon perhaps, else because the address is ours; whatever was written is there.
    await page.locator('.mistake').waitFor();
    expect(await page.inputValue('#description')).toBe(FIELDS.description);
    expect(await page.inputValue('#severity')).toBe('high');
    expect(await page.isChecked('#credit-yes')).toBe(true);
    await page.fill('#email', 'ada@quill.example');
    await page.setInputFiles('#files', join(folder, 'log.txt'));
    await expect
      .poll(
        async () => {
          if ((await page.locator(SEND).count()) > 0) await page.locator(SEND).click();
          return page.locator('#number').count();
        },
        { timeout: 30_000, interval: 1_000 },
      )
      .toBe(1);
    expect(await page.textContent('#number')).toBe('TS-2026-0001');
    expect(contents()).toMatchObject([
      {
        encryption: { state: 'cleartext' },
        summary: FIELDS.title,
        reporter: { email: 'ada@quill.example' },
      },
    ]);
    await page.reload();
    expect(await page.textContent('#number')).toBe('TS-2026-0001');
    expect(inbox.query('SELECT 1 FROM messages')).toHaveLength(1);
    await close();
  });

  it('without JavaScript says on demand what is missing, and records nothing', async () => {
    const { page, close } = await open({ javaScriptEnabled: false }, '?lang=de');
    await page.fill('#description', 'Es ist undicht.');
    await page.setInputFiles('#files', join(folder, 'log.txt'));
    await page.getByRole('button', { name: 'Zeigen, was fehlt' }).click();
    const box = page.locator('.mistake');
    expect(await box.getByRole('link').allTextContents()).toEqual([
      'wie man es sieht, Schritt für Schritt',
      'das Produkt',
      'Ihre E-Mail-Adresse',
    ]);
    expect(await box.textContent()).toContain('Wählen Sie Ihre Dateien noch einmal');
    expect(await page.inputValue('#description')).toBe('Es ist undicht.');
    expect(inbox.query('SELECT 1 FROM messages')).toEqual([]);
    await close();
  });

  it.each([
    ['light', 320, ''],
    ['dark', 320, '?lang=de'],
    ['light', 1280, '?lang=de'],
    ['dark', 1280, ''],
  ] as const)('is accessible in %s colours at %i pixels %s', async (colorScheme, width, query) => {
    const { page, close } = await open(
      { colorScheme, viewport: { width, height: 800 }, bypassCSP: true },
      query,
    );
    await page.locator('#protection').waitFor();
    expect(await problems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.locator(SEND).click();
    await page.locator('.mistake').waitFor();
    expect(await problems(page)).toEqual([]);
    await close();
  });

  it('can be filled in and sent by keyboard alone', async () => {
    const { page, close } = await open();
    await encrypts(page);
    const seen: string[] = [];
    for (let count = 0; count < 60; count += 1) {
      await page.keyboard.press('Tab');
      const id = String(
        await page.evaluate(
          'document.activeElement.id || document.activeElement.type || document.activeElement.tagName',
        ),
      );
      if (seen.includes(id) && id !== 'A') break;
      seen.push(id);
      if (id === 'description') await page.keyboard.type('It leaks.');
      if (id === 'submit') break;
    }
    for (const name of ['title', 'description', 'steps', 'product', 'severity', 'files', 'email', 'submit']) {
      expect(seen).toContain(name);
    }
    expect(seen).not.toContain('website2');
    await page.keyboard.press('Enter');
    await page.locator('#lacking').getByRole('heading').waitFor();
    await close();
  });
});

async function problems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const result = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return result.violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}`));
}
