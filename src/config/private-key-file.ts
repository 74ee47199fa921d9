/** Files that are to hold an OpenPGP private key. The public one beside it is the one most easily taken for it. */
import { readFileSync } from 'node:fs';
import { Failure } from '../failure.js';
import { readPrivateFile } from './secret.js';

/**
 * Reads a private key's file, as it is.
 * @param file - absolute path
 * @param path - where config.json names it, for messages
 * @throws {Failure} `config` for a public key, whoever may read it, and as readPrivateFile does
 */
export function readPrivateKeyFile(file: string, path: string): Buffer {
  if (!holdsPublicKey(file)) return readPrivateFile(file, path);
  throw new Failure(
    'config',
    `${path}: ${file} holds a public key, which opens no mail. Export the private one where the key was made: gpg --export-secret-keys --armor ADDRESS`,
  );
}

/** @returns whether a file is an OpenPGP public key; false too where it can't be read */
export function holdsPublicKey(file: string): boolean {
  try {
    return isPublicKey(readFileSync(file));
  } catch {
    return false;
  }
}

/** RFC 9580 §4.2: in the first octet of a binary key, after its highest bit, the type of its first packet. */
const PUBLIC_KEY_PACKET = 6;

function isPublicKey(bytes: Buffer): boolean {
  const [first = 0] = bytes;
  if (first < 0x80) {
    const text = bytes.toString('latin1');
    return blockOf('PUBLIC').test(text) && !blockOf('PRIVATE').test(text);
  }
  const isLegacy = (first & 0x40) === 0;
  return (isLegacy ? (first >> 2) & 0x0f : first & 0x3f) === PUBLIC_KEY_PACKET;
}

/** RFC 9580 §6.2.1 */
function blockOf(kind: 'PUBLIC' | 'PRIVATE'): RegExp {
  return new RegExp(`^-----BEGIN PGP ${kind} KEY BLOCK-----`, 'm');
}
