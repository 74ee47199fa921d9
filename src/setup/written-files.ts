/**
 * The files of an installation put down together: all are written under other names first, then each gets its own, and
 * config.json last, so that no configuration is ever there without what it names. What is there already stays, or is kept
 * as a copy; a private key stays in any case, because reports may have been encrypted to it.
 */
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import { copyPrivately, isTaken, openPrivateFile, placeFile, replaceFile } from '../store/durable-file.js';
import { FILES, type InstalledFile } from './installation.js';

export interface WritingOptions {
  /** Absolute path; made, for its owner alone, where it is not there. */
  readonly folder: string;
  /** Replace what is there, and keep a copy of it. */
  readonly force: boolean;
  readonly now: Date;
}

export interface WrittenFiles {
  /** Absolute paths, in the order they were given. */
  readonly written: readonly string[];
  /** Absolute paths of copies of what was there before. */
  readonly kept: readonly string[];
}

/**
 * Makes sure that nothing would be overwritten, before anybody is asked anything.
 * @param names - of the files to be written
 * @throws {Failure} `output` naming those that are there
 */
export function requireRoom(names: readonly string[], folder: string): void {
  const taken = names.filter(name => isTaken(join(folder, name)));
  if (taken.length === 0) return;
  throw new Failure(
    'output',
    `${taken.map(name => join(folder, name)).join(', ')} ${taken.length === 1 ? 'is' : 'are'} there already, and nothing was changed. Name another folder with --dir, or say --force: what is there is then kept as a copy beside it, and its key stays in use.`,
  );
}

/**
 * Writes the files.
 * @throws {Failure} `output` where one is in the way or can't be written; then none of them is there
 */
export function writeFiles(
  files: readonly InstalledFile[],
  { folder, force, now }: WritingOptions,
): WrittenFiles {
  if (!force)
    requireRoom(
      files.map(({ name }) => name).filter(name => !isSame(files, name, folder)),
      folder,
    );
  requireSameKey(files, folder);
  requirePlainFiles(files, folder);
  const fresh = files.filter(({ name }) => !isSame(files, name, folder));
  const mark = randomBytes(6).toString('hex');
  const part = ({ name }: InstalledFile) => join(folder, `.${name}.${mark}.part`);
  const placed: string[] = [];
  const replaced: { readonly path: string; readonly copy: string }[] = [];
  try {
    makeFolder(join(folder, FILES.knownKeys));
    for (const file of fresh) writeNew(part(file), file);
    for (const file of fresh) {
      const path = join(folder, file.name);
      if (isTaken(path)) {
        const copy = `${path}.before-${stamp(now)}`;
        copyPrivately(path, copy, 'folder');
        replaced.push({ path, copy });
        replaceFile(part(file), path);
      } else {
        placeFile(part(file), path);
        placed.push(path);
      }
    }
  } catch (error) {
    for (const path of [...fresh.map(part), ...placed]) rmSync(path, { force: true });
    for (const { path, copy } of replaced) renameSync(copy, path);
    if (error instanceof Failure) throw error;
    throw new Failure(
      'output',
      `Can't write into ${folder} (${errorCode(error) ?? 'unknown error'}). Make it a folder that you can write, or name another with --dir.`,
      { cause: error },
    );
  }
  for (const { name, mode } of files) setMode(join(folder, name), mode);
  return { written: files.map(({ name }) => join(folder, name)), kept: replaced.map(({ copy }) => copy) };
}

/** Neither overwrites a file nor follows a link that somebody laid there. */
function writeNew(path: string, { text, mode }: InstalledFile): void {
  const descriptor = openPrivateFile(path, 'folder');
  try {
    writeFileSync(descriptor, text);
    fchmodSync(descriptor, mode);
  } finally {
    closeSync(descriptor);
  }
}

/** By the descriptor, because chmod would follow a link. Opening a pipe does not wait for a writer. */
function setMode(path: string, mode: number): void {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    fchmodSync(descriptor, mode);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes a folder and those above it; where root makes one in the service's folder, it belongs to the service. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const isFirst = lstatSync(dirname(path), { throwIfNoEntry: false }) === undefined;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (isFirst || process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  chownSync(path, uid, gid);
}

/** Whether a file is there with the very content it is to have, as a key is that is taken again. */
function isSame(files: readonly InstalledFile[], name: string, folder: string): boolean {
  const path = join(folder, name);
  const wanted = files.find(file => file.name === name);
  const there = lstatSync(path, { throwIfNoEntry: false });
  return there?.isFile() === true && wanted !== undefined && readFileSync(path, 'utf8') === wanted.text;
}

/** @throws {Failure} `output` where another private key has the name */
function requireSameKey(files: readonly InstalledFile[], folder: string): void {
  const path = join(folder, FILES.privateKey);
  const isWanted = files.some(({ name }) => name === FILES.privateKey);
  if (!isWanted || !isTaken(path) || isSame(files, FILES.privateKey, folder)) return;
  throw new Failure(
    'output',
    `${path} is a key that reports may have been encrypted to, so it is never replaced. Keep it with --import-key '${path}', or give it another name and, afterwards, a place behind the new one in pgp.privateKeys.`,
  );
}

/** @throws {Failure} `output` where a folder or a link has a name: neither is ours to replace */
function requirePlainFiles(files: readonly InstalledFile[], folder: string): void {
  for (const { name } of files) {
    const path = join(folder, name);
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? true) continue;
    throw new Failure(
      'output',
      `${path} is no plain file, so it stays as it is. Move it, or name another folder with --dir.`,
    );
  }
}

/** For a file's name: 20261129T034500Z. */
function stamp(now: Date): string {
  return now.toISOString().replace(/[-:]|\.\d+/g, '');
}
