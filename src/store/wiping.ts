/**
 * Files overwritten before they are removed, so that their words are not left on the blocks that they had. Drives that write
 * elsewhere than they are told (flash), file systems that copy on write, and snapshots keep them all the same.
 */
import { closeSync, fstatSync, fsyncSync, openSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { syncFolderOf } from './durable-file.js';

/** Bytes written at a time. */
const PIECE = 1 << 20;

/**
 * Overwrites a file with zeros and removes it; where it has a second name, only this name goes.
 * @returns whether it was overwritten; null where there is no such file
 */
export function wipe(file: string): boolean | null {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there === undefined) return null;
  const isOnlyName = there.nlink === 1;
  if (isOnlyName) overwrite(file);
  unlinkSync(file);
  syncFolderOf(file);
  return isOnlyName;
}

function overwrite(file: string): void {
  const zeros = Buffer.alloc(PIECE);
  const descriptor = openSync(file, 'r+');
  try {
    const { size } = fstatSync(descriptor);
    for (let at = 0; at < size; ) {
      at += writeSync(descriptor, zeros, 0, Math.min(PIECE, size - at), at);
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
