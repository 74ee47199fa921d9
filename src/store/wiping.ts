/**
 * Files overwritten before they are removed, so that their words are not left on the blocks that they had. Drives that write
 * elsewhere than they are told (flash), file systems that copy on write, and snapshots keep them all the same.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { syncFolderOf } from './durable-file.js';

/** Bytes written at a time. */
const PIECE = 1 << 20;

/**
 * Overwrites a file with zeros and removes it; where it has a second name, or the name is a link or a folder's, only this name
 * goes.
 * @returns whether it was overwritten; null where there is no such file
 */
export function wipe(file: string): boolean | null {
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (there === undefined) return null;
  const isOnlyName = there.isFile() && there.nlink === 1 && overwrite(file);
  unlinkSync(file);
  syncFolderOf(file);
  return isOnlyName;
}

/** @returns false where it got another name, or became another file, meanwhile */
function overwrite(file: string): boolean {
  const zeros = Buffer.alloc(PIECE);
  const descriptor = openSync(file, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const { size, nlink } = fstatSync(descriptor);
    if (nlink !== 1) return false;
    for (let at = 0; at < size; ) {
      at += writeSync(descriptor, zeros, 0, Math.min(PIECE, size - at), at);
    }
    fsyncSync(descriptor);
    return true;
  } finally {
    closeSync(descriptor);
  }
}
