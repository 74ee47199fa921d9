/**
 * A newer refresh token, encrypted with a key that is made of the configured one: who has the database alone can't read it,
 * and under another configured token it is not even found. Pure but for the random numbers.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { openText, sealText } from '../sealed-text.js';

/** A fresh key for each sealing makes a repeated nonce harmless besides. */
const SALT_BYTES = 16;

/** The name under which what replaces a configured token is kept (RFC 5869); it does not lead back to it. */
export function nameOf(configured: string): string {
  return Buffer.from(hkdfSync('sha256', configured, '', 'security-inbox refresh token name', 16)).toString(
    'base64url',
  );
}

/** @returns the salt, and behind it what sealText gives */
export function seal(configured: string, token: string): Buffer {
  const salt = randomBytes(SALT_BYTES);
  return Buffer.concat([salt, sealText(keyOf(configured, salt), token)]);
}

/** @returns what was sealed, or null where it was changed since or sealed with another token */
export function unseal(configured: string, sealed: Uint8Array): string | null {
  return openText(keyOf(configured, sealed.subarray(0, SALT_BYTES)), sealed.subarray(SALT_BYTES));
}

function keyOf(configured: string, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', configured, salt, 'security-inbox refresh token', 32));
}
