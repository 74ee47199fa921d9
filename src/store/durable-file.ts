/**
 * Files that are there whole or not at all, also after a power cut: written under another name, synced, and then
 * given their name. For their owner alone from the first moment.
 */
import {
  closeSync,
  fchownSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../failure.js';

/**
 * Whom a file that root makes belongs to: root, or the owner of its folder, so that the service can use what root made
 * beside its database. Who isn't root makes files of their own in either case.
 */
export type Owner = 'self' | 'folder';

/**
 * Opens a new file for its owner alone. It is given away by its descriptor: who owns the folder could put a link in the
 * place of the name, and would be given what that leads to.
 * @returns the descriptor, for writing
 * @throws `EEXIST` where the name is taken, by a dangling link too, and whatever else the system says
 */
export function openPrivateFile(file: string, owner: Owner): number {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    if (owner === 'folder' && process.getuid?.() === 0) {
      const { uid, gid } = statSync(dirname(file));
      fchownSync(descriptor, uid, gid);
    }
  } catch (error) {
    closeSync(descriptor);
    unlinkSync(file);
    throw error;
  }
  return descriptor;
}

/**
 * Makes an empty file, and its folder, for their owner alone. SQLite gives its -wal and -shm files the mode of the
 * database, so that must be right before they are made.
 * @throws `EEXIST` and whatever else the system says
 */
export function makePrivateFile(file: string, owner: Owner = 'self'): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openPrivateFile(file, owner));
}

/** Whether anything has that name, a dangling link too. */
export function isTaken(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Whether there is nothing in a file, or no such file. */
export function isEmptyOrAway(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** Gives a finished file its name. @throws `EEXIST` where the name is taken: it never overwrites */
export function placeFile(written: string, name: string): void {
  sync(written);
  keepAs(written, name);
  unlinkSync(written);
  syncFolderOf(name);
}

/** Gives a finished file its name, in the place of another where there is one, so that there is no moment without. */
export function replaceFile(written: string, name: string): void {
  sync(written);
  renameSync(written, name);
  syncFolderOf(name);
}

/**
 * Gives a file a second name.
 * @throws `EEXIST` where the name is taken
 */
export function keepAs(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch (error) {
    // FAT and some network disks know no second name of a file.
    if (!/^(?:EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/.test(errorCode(error) ?? '')) throw error;
    copyPrivately(file, name);
  }
}

/** Bytes copied at a time. */
const PIECE = 1 << 20;

/**
 * Copies a file's bytes to a new file for its owner alone, whatever the mode of the first.
 * @throws `EEXIST` where the name is taken
 */
export function copyPrivately(file: string, name: string, owner: Owner = 'self'): void {
  const piece = Buffer.alloc(PIECE);
  const from = openSync(file, 'r');
  try {
    const to = openPrivateFile(name, owner);
    try {
      for (;;) {
        const length = readSync(from, piece);
        if (length === 0) break;
        for (let written = 0; written < length; ) written += writeSync(to, piece, written, length - written);
      }
      fsyncSync(to);
    } finally {
      closeSync(to);
    }
  } finally {
    closeSync(from);
  }
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes it last that a file has its name, or has it no more. */
export function syncFolderOf(file: string): void {
  const descriptor = openSync(dirname(file), 'r');
  try {
    fsyncSync(descriptor);
  } catch (error) {
    // Some network disks sync no folders; the file itself is synced.
    if (!/^(?:EINVAL|ENOTSUP|EOPNOTSUPP)$/.test(errorCode(error) ?? '')) throw error;
  } finally {
    closeSync(descriptor);
  }
}
