/**
 * Ways into a folder that lead through folders alone. A link below it could lead anywhere, so that what is read, written or
 * removed there would be somebody else's: none is followed.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode, Failure } from '../../failure.js';

/**
 * Where a folder really is, which may be named by a link ("current" that leads to the last of several releases).
 * @throws {Failure} `output` where it is a link to nothing
 */
export function realFolder(named: string): string {
  const whole = resolve(named);
  try {
    return realpathSync(whole);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    if (statOf(whole) !== null) {
      throw new Failure(
        'output',
        `${whole} is a symbolic link to a folder that is not there. Make that folder, or name another with --out.`,
        { cause: error },
      );
    }
    return join(realFolder(dirname(whole)), basename(whole));
  }
}

/** @returns what has a name, a link for itself; null where nothing has */
export function statOf(file: string): Stats | null {
  return lstatSync(file, { throwIfNoEntry: false }) ?? null;
}

/**
 * @param root - a real folder @param path - below it, with `/` between its parts
 * @returns where it is, or would be; null where a folder above it is not there
 * @throws {Failure} `output` where one is a link, or no folder
 */
export function placeOf(root: string, path: string): string | null {
  const folder = dirname(path) === '.' ? root : folderAt(root, dirname(path));
  return folder === null ? null : join(folder, basename(path));
}

/** The same of a folder below it. */
export function folderAt(root: string, path: string): string | null {
  let at = root;
  for (const part of path.split('/')) {
    at = join(at, part);
    if (!isFolder(at)) return null;
  }
  return at;
}

/** @throws {Failure} `output` where it is a link, or no folder */
export function isFolder(place: string): boolean {
  const there = statOf(place);
  if (there === null) return false;
  if (there.isDirectory()) return true;
  throw new Failure(
    'output',
    there.isSymbolicLink()
      ? `${place} is a symbolic link, which publish neither makes nor follows. Remove it, and run it again.`
      : `${place} is a file where publish needs a folder. Move it away, and run it again.`,
  );
}

/** @param path - below a real folder @returns null where no file is there; of what is no file (a link, a pipe) too */
export function readWithin(root: string, path: string): Buffer | null {
  const file = placeOf(root, path);
  return file === null ? null : readFile(file);
}

/** The same of a file anywhere. */
export function readFile(file: string): Buffer | null {
  let descriptor: number;
  try {
    if (statOf(file)?.isFile() !== true) return null;
    // Should another have come into its place: neither followed nor waited for.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (/^(?:ENOENT|ENOTDIR|ELOOP)$/.test(errorCode(error) ?? '')) return null;
    throw error;
  }
  try {
    return fstatSync(descriptor).isFile() ? readFileSync(descriptor) : null;
  } finally {
    closeSync(descriptor);
  }
}

/** @returns none where there is no such folder */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
