/**
 * The file of a refresh token: for its owner alone, whole or not at all, and in place of nothing but an earlier token.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchownSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import { replaceFile } from '../store/durable-file.js';

/** Bytes; Microsoft's have about two thousand. */
const LONGEST_TOKEN = 32_768;

/**
 * Sees before anybody logs in that a token can be written there afterwards.
 * @param file - absolute path
 * @throws {Failure} `output` where it can't, or where something else than a token has the name
 */
export function requireTokenFile(file: string): void {
  explained(file, () => {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there !== undefined && !(there.isFile() && there.size <= LONGEST_TOKEN && isToken(file))) {
      throw new Failure(
        'output',
        `${file} holds something else than a token, so it stays as it is. Name another file.`,
      );
    }
    accessSync(dirname(file), constants.W_OK);
  });
}

/**
 * Writes a token, in place of an earlier one. Where root writes it, it belongs to the earlier one's owner, or to the
 * folder's: the service has to read it.
 * @param file - absolute path
 * @throws {Failure} `output`
 */
export function writeTokenFile(file: string, token: string): void {
  const written = `${file}.${randomBytes(6).toString('hex')}.part`;
  explained(file, () => {
    try {
      const descriptor = openSync(written, 'wx', 0o600);
      try {
        writeSync(descriptor, `${token}\n`);
        if (process.getuid?.() === 0) {
          const { uid, gid } = statSync(file, { throwIfNoEntry: false }) ?? statSync(dirname(file));
          fchownSync(descriptor, uid, gid);
        }
      } finally {
        closeSync(descriptor);
      }
      replaceFile(written, file);
    } catch (error) {
      rmSync(written, { force: true });
      throw error;
    }
  });
}

/** One word, or nothing yet. */
function isToken(file: string): boolean {
  return /^\S*\s*$/.test(readFileSync(file, 'latin1'));
}

function explained(file: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = errorCode(error);
    throw new Failure(
      'output',
      code === 'ENOENT'
        ? `Can't write the refresh token to ${file}: there is no folder ${dirname(file)}. Make it, or name another file with --out.`
        : `Can't write the refresh token to ${file} (${code ?? 'unknown error'}). Run this as the user that owns the folder, or name another file with --out.`,
      { cause: error },
    );
  }
}
