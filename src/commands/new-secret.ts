/** A secret that a command makes, in a file of its own: for its owner alone, and in place of nothing. */
import { closeSync, fsyncSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import { openPrivateFile } from '../store/durable-file.js';

/**
 * Writes it.
 * @param file - absolute path; its folder must be there
 * @param what - "key" or "token"
 * @throws {Failure} `output` where the name is taken, because one in use is never overwritten, or it can't be written
 */
export function writeNewSecret(file: string, secret: string, what: 'key' | 'token'): void {
  let made = false;
  try {
    const descriptor = openPrivateFile(file, 'folder');
    made = true;
    try {
      writeSync(descriptor, `${secret}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (made) rmSync(file, { force: true });
    const code = errorCode(error) ?? 'unknown error';
    const reason =
      code === 'EEXIST'
        ? `there is such a file already, and a ${what} in use is never overwritten. Name another`
        : code === 'ENOENT'
          ? `there is no folder ${dirname(file)}`
          : code;
    throw new Failure('output', `Can't write the ${what} ${file}: ${reason}.`, { cause: error });
  }
}
