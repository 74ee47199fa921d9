/**
 * What somebody searches for, as it stands in an address: sealed, because addresses are in the logs of proxies and in what browsers
 * remember, and may hold a name or a secret out of a report.
 */
import { randomBytes } from 'node:crypto';
import { openText, sealText } from '../sealed-text.js';

/** Stays as it is where the configuration is read again, and ends with the process: a search is made anew then. */
const OF_THIS_PROCESS = randomBytes(32);

/** @returns letters, digits, `-` and `_` */
export function sealWords(words: string): string {
  return sealText(OF_THIS_PROCESS, words).toString('base64url');
}

/** @returns null where it is none of this process */
export function openWords(sealed: string): string | null {
  return openText(OF_THIS_PROCESS, Buffer.from(sealed, 'base64url'));
}
