/**
 * A newer refresh token, encrypted with a key that is made of the configured one: who has the database alone can't read it,
 * and under another configured token it is not even found. Pure but for the random numbers.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const SALT_BYTES = 16;
/** NIST SP 800-38D §8.2.2; a fresh key for each sealing makes a repetition harmless besides. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The name under which what replaces a configured token is kept (RFC 5869); it does not lead back to it. */
export function nameOf(configured: string): string {
  return Buffer.from(hkdfSync('sha256', configured, '', 'security-inbox refresh token name', 16)).toString(
    'base64url',
  );
}

/** Encrypts with AES-256-GCM. @returns salt, nonce, tag and what is encrypted, in a row */
export function seal(configured: string, token: string): Buffer {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(configured, salt), nonce, { authTagLength: TAG_BYTES });
  const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), sealed]);
}

/** @returns what was sealed, or null where it was changed since or sealed with another token */
export function unseal(configured: string, sealed: Uint8Array): string | null {
  const nonceAt = SALT_BYTES;
  const tagAt = nonceAt + NONCE_BYTES;
  const textAt = tagAt + TAG_BYTES;
  try {
    const key = keyOf(configured, sealed.subarray(0, nonceAt));
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(nonceAt, tagAt), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(sealed.subarray(tagAt, textAt));
    return Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function keyOf(configured: string, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', configured, salt, 'security-inbox refresh token', 32));
}
