/**
 * The file that `calendar --out` writes: whole or not at all, for its owner alone, and in place of nothing but an earlier
 * calendar, so that a wrong path costs nobody a file.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import { replaceFile } from '../store/durable-file.js';

const BEGINNING = 'BEGIN:VCALENDAR\r\n';

/**
 * Writes a calendar under a name, in place of an earlier one.
 * @param file - absolute path; its folder must be there
 * @throws {Failure} `output` where something else has the name, or it can't be written
 */
export function replaceCalendar(file: string, text: string): void {
  const written = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    if (!isFree(file)) {
      throw new Failure(
        'output',
        `${file} is not a calendar, so it stays as it is. Name another file with --out.`,
      );
    }
    // wx: neither overwrites a file nor follows a link that somebody laid there.
    writeFileSync(written, text, { mode: 0o600, flag: 'wx' });
    replaceFile(written, file);
  } catch (error) {
    rmSync(written, { force: true });
    if (error instanceof Failure) throw error;
    throw new Failure(
      'output',
      errorCode(error) === 'ENOENT'
        ? `Can't write ${file}: there is no folder ${dirname(file)}. Make it, or name another file with --out.`
        : `Can't write ${file} (${errorCode(error) ?? 'unknown error'}). Name a file you can write with --out.`,
      { cause: error },
    );
  }
}

/** Whether nothing has the name, or a calendar. */
function isFree(file: string): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there === undefined) return true;
  if (!there.isFile()) return false;
  const descriptor = openSync(file, 'r');
  try {
    const beginning = Buffer.alloc(BEGINNING.length);
    readSync(descriptor, beginning, 0, beginning.length, 0);
    return beginning.toString('latin1') === BEGINNING;
  } finally {
    closeSync(descriptor);
  }
}
