/**
 * The keys that the database is encrypted with. They are random bytes, not passphrases: a passphrase would have to be
 * stretched at every start, which cron does each minute, and one that a person makes up is the weakest part of it all.
 */
import { Failure } from '../failure.js';
import { readSecret } from './secret.js';
import type { SecretReference } from './secret-schema.js';

/** 32 random bytes. */
export type DatabaseKey = Uint8Array;

/** Of the cipher's key, AES-256. */
export const KEY_BYTES = 32;

/** Of 32 random bytes fewer are different once in ten million million times. */
const LEAST_DIFFERENT = 18;

interface Written {
  readonly databaseKey?: SecretReference | undefined;
  readonly previousDatabaseKeys?: readonly SecretReference[] | undefined;
}

/**
 * Looks the keys up.
 * @param folder - the folder relative paths count from
 * @returns the present key first; none where the database is not encrypted
 * @throws {Failure} `config` where a key is not to be had or is none
 */
export function loadDatabaseKeys(
  { databaseKey, previousDatabaseKeys = [] }: Written,
  folder: string,
): DatabaseKey[] {
  if (databaseKey === undefined) {
    if (previousDatabaseKeys.length === 0) return [];
    throw new Failure(
      'config',
      'previousDatabaseKeys is there and databaseKey is not. Give the present key as databaseKey; after "security-inbox decrypt" take both out.',
    );
  }
  return [databaseKey, ...previousDatabaseKeys].map((reference, index) => {
    const path = index === 0 ? 'databaseKey' : `previousDatabaseKeys.${index - 1}`;
    return parseDatabaseKey(readSecret(reference, path, folder), path);
  });
}

/**
 * Reads a key from its text.
 * @param text - 64 hexadecimal digits, or the 32 bytes in base64
 * @param path - where config.json has it, for messages
 * @throws {Failure} `config` where it is something else, or not random
 */
export function parseDatabaseKey(text: string, path: string): DatabaseKey {
  const bytes = bytesOf(text.trim());
  if (bytes === null) {
    throw new Failure(
      'config',
      `${path} is no key: it has to be ${KEY_BYTES} random bytes, as ${2 * KEY_BYTES} hexadecimal digits or in base64. A passphrase is not taken. Make a key with "security-inbox encrypt --make-key FILE" or "openssl rand -hex ${KEY_BYTES}".`,
    );
  }
  if (new Set(bytes).size < LEAST_DIFFERENT) {
    throw new Failure(
      'config',
      `${path} has the length of a key, but its bytes are not random. Make one with "security-inbox encrypt --make-key FILE" or "openssl rand -hex ${KEY_BYTES}".`,
    );
  }
  return bytes;
}

function bytesOf(text: string): DatabaseKey | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  // 32 bytes are 43 characters of base64, the last of which carries two bits of nothing, and a sign that fills up.
  return /^[A-Za-z0-9+/_-]{42}[AEIMQUYcgkosw048]=?$/.test(text) ? Buffer.from(text, 'base64') : null;
}
