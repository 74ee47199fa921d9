/** The files of the page, as the build makes them and as they are sent: nothing comes from elsewhere. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Assets {
  readonly style: string;
  readonly script: string;
  /** The script that encrypts beside the page. */
  readonly worker: string;
  /** The library that encrypts, as its makers publish it for browsers. */
  readonly openpgp: string;
}

/** Reads them. */
export function loadAssets(): Assets {
  const library = createRequire(import.meta.url).resolve('openpgp');
  return {
    style: readFileSync(new URL('./page.css', import.meta.url), 'utf8'),
    script: readFileSync(new URL('./page.js', import.meta.url), 'utf8'),
    worker: readFileSync(new URL('./encrypting.js', import.meta.url), 'utf8'),
    openpgp: readFileSync(join(dirname(library), '..', 'openpgp.min.mjs'), 'utf8'),
  };
}
