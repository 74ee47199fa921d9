/** Chromium as Debian packages it, without a window: what a reader of the HTML digest has before him. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Whether this machine has Chromium; says so loudly where it has not.
 * @throws {Error} in CI, where it has to be: a page that nobody looked at would pass
 */
export function browserInstalled(): boolean {
  if (browserPath() !== null) return true;
  const told = 'no chromium on this machine. Install chromium to look at the HTML digest in a browser.';
  if (process.env.CI === 'true') throw new Error(told);
  console.warn(`\n*** SKIPPED: ${told} ***\n`);
  return false;
}

/** Starts it with a folder of its own that goes when it is closed. Nothing in it reaches out by itself. */
export function startBrowser(): Promise<Browser> {
  const executablePath = browserPath();
  if (executablePath === null) throw new Error('no chromium');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-lcd-text',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function browserPath(): string | null {
  return PLACES.find(path => existsSync(path) && spawnSync(path, ['--version']).status === 0) ?? null;
}
