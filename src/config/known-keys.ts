/**
 * The operator's folder of reporters' public keys: found and loaded once, at start. Whether a file holds a key is
 * for the reading thread to say, which has the OpenPGP library.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, Failure } from '../failure.js';

/** A key file as it lies there. */
export interface KnownKeyFile {
  /** Absolute path. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * Loads every .asc, .gpg and .pgp file of a folder, not of folders in it.
 * @param folder - absolute path, or null where none is configured
 * @throws {Failure} `config` naming the folder or the file that can't be read
 */
export function loadKnownKeys(folder: string | null): KnownKeyFile[] {
  if (folder === null) return [];
  const names = explained(folder, () => readdirSync(folder)).filter(name => /\.(?:asc|gpg|pgp)$/i.test(name));
  return names.sort().map(name => {
    const file = join(folder, name);
    return { file, bytes: explained(file, () => readFileSync(file)) };
  });
}

function explained<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Failure('config', `pgp.knownKeys: can't read ${path}: ${reason(errorCode(error))}`, {
      cause: error,
    });
  }
}

function reason(code: string | null): string {
  switch (code) {
    case 'ENOENT':
      return 'there is no such folder. Make it, or take pgp.knownKeys out of the configuration.';
    case 'ENOTDIR':
      return 'it is no folder. Name the folder that the keys are in.';
    case 'EACCES':
      return 'permission denied. Make the user that runs security-inbox able to read it.';
    default:
      return code ?? 'unknown error';
  }
}
