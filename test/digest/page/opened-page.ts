/** The HTML digest opened from a file, as a reader opens it, and all that the browser says about it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { clearUpIfWeDie } from '../../world/leftovers.js';

export interface OpenedPage {
  readonly page: Page;
  readonly address: string;
  /** Everything it asked for, its own file first. */
  readonly requests: readonly string[];
  /** What the console says, errors that nobody caught, dialogs, and what its policy kept out. */
  readonly said: readonly string[];
}

/** Opens a page, has it looked at, and closes it. */
export async function withPage(
  browser: Browser,
  html: string,
  options: BrowserContextOptions,
  look: (opened: OpenedPage) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'digest-'));
  const callOff = clearUpIfWeDie(folder, 'true');
  const context = await browser.newContext(options);
  try {
    const file = join(folder, 'digest.html');
    writeFileSync(file, html);
    const address = pathToFileURL(file).href;
    const requests: string[] = [];
    const said: string[] = [];
    const page = await context.newPage();
    page.on('request', request => requests.push(request.url()));
    page.on('console', message => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', error => said.push(`error: ${error.message}`));
    page.on('dialog', dialog => {
      said.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(address);
    await look({ page, address, requests, said });
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
    callOff();
  }
}
