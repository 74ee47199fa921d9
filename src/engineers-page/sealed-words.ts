/**
 * What somebody searches for, as it stands in an address: sealed, because addresses are in the logs of proxies and in what browsers
 * remember, and may hold a name or a secret out of a report.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export interface SealedWords {
  /** @returns letters, digits, `-` and `_` */
  seal(words: string): string;
  /** @returns null where it is none of this process */
  open(sealed: string): string | null;
}

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/** Stays as it is where the configuration is read again, and ends with the process: a search is made anew then. */
const OF_THIS_PROCESS = randomBytes(32);

/** Seals and opens. */
export function sealedWords(): SealedWords {
  const key = OF_THIS_PROCESS;
  return {
    seal(words) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(CIPHER, key, nonce);
      const sealed = Buffer.concat([cipher.update(words, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.byteLength <= NONCE + TAG) return null;
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG });
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      try {
        return decipher.update(bytes.subarray(NONCE + TAG)).toString('utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },
  };
}
