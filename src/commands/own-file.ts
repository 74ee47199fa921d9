/**
 * A file that a command writes under a name that a person gave: whole or not at all, for its owner alone, and in place of
 * nothing but an earlier one of its kind, so that a wrong path costs nobody a file.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import { replaceFile } from '../store/durable-file.js';

/** What a file of ours may replace. */
export interface FileKind {
  /** With its article: "a calendar". */
  readonly name: string;
  /** Whether a file that begins so is of the kind. @param beginning - bytes as latin1, at most BEGINNING of them */
  readonly isBegunBy: (beginning: string) => boolean;
  /** Permissions of the file; for its owner alone, where they are left out. */
  readonly mode?: number;
  /** The option by which a person names another place. */
  readonly option?: string;
}

/** Bytes that a file is known by. */
const BEGINNING = 4096;

/**
 * Writes a text under a name, in place of an earlier file of its kind.
 * @param file - absolute path; its folder must be there
 * @throws {Failure} `output` where something else has the name, or it can't be written
 */
export function replaceOwnFile(file: string, text: string, kind: FileKind): void {
  const { mode = 0o600, option = '--out' } = kind;
  const written = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    if (!isFree(file, kind)) {
      throw new Failure(
        'output',
        `${file} is not ${kind.name}, so it stays as it is. Name another place with ${option}.`,
      );
    }
    // wx: neither overwrites a file nor follows a link that somebody laid there.
    writeFileSync(written, text, { mode, flag: 'wx' });
    replaceFile(written, file);
  } catch (error) {
    rmSync(written, { force: true });
    if (error instanceof Failure) throw error;
    throw new Failure(
      'output',
      errorCode(error) === 'ENOENT'
        ? `Can't write ${file}: there is no folder ${dirname(file)}. Make it, or name another place with ${option}.`
        : `Can't write ${file} (${errorCode(error) ?? 'unknown error'}). Name a place you can write with ${option}.`,
      { cause: error },
    );
  }
}

/** Whether nothing has the name, or a file of the kind. */
function isFree(file: string, { isBegunBy }: FileKind): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there === undefined) return true;
  if (!there.isFile()) return false;
  const descriptor = openSync(file, 'r');
  try {
    const beginning = Buffer.alloc(BEGINNING);
    const length = readSync(descriptor, beginning, 0, BEGINNING, 0);
    return isBegunBy(beginning.toString('latin1', 0, length));
  } finally {
    closeSync(descriptor);
  }
}
