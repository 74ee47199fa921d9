/**
 * Whether a key is a file's, told by the first page alone. SQLite is not asked: with a wrong key it begins to roll back
 * what it can't read.
 */
import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** "The Database File Format" §1.3.1: how a file begins that is not encrypted. */
const MAGIC = 'SQLite format 3\0';

/** SQLCipher 4, "Design": salt, encrypted content, initialization vector, HMAC-SHA512 over the two before and the page's number. */
const PAGE_BYTES = 4096;
const SALT_BYTES = 16;
const HMAC_BYTES = 64;
/** The key of the HMAC is made of the key and of the salt with each byte changed so. */
const HMAC_SALT_MASK = 0x3a;
const HMAC_KEY_ROUNDS = 2;

/** The first page as it is on the disk; shorter where the file is. */
export function firstPage(file: string): Buffer {
  const page = Buffer.alloc(PAGE_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    return page.subarray(0, readSync(descriptor, page, 0, PAGE_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** Whether a file begins as a database does that is not encrypted. */
export function isInTheClear(page: Buffer): boolean {
  return page.toString('latin1', 0, MAGIC.length) === MAGIC;
}

/** Whether a page was written with the key. @param key - 32 bytes */
export function isSealedWith(page: Buffer, key: Uint8Array): boolean {
  if (page.length < PAGE_BYTES) return false;
  const salt = page.subarray(0, SALT_BYTES).map(byte => byte ^ HMAC_SALT_MASK);
  const number = Buffer.from([1, 0, 0, 0]);
  const hmac = createHmac('sha512', pbkdf2Sync(key, salt, HMAC_KEY_ROUNDS, key.length, 'sha512'))
    .update(page.subarray(SALT_BYTES, PAGE_BYTES - HMAC_BYTES))
    .update(number)
    .digest();
  return timingSafeEqual(hmac, page.subarray(PAGE_BYTES - HMAC_BYTES));
}
