/**
 * Room on the disk for the one write that must not fail for want of it: that a receipt was sent. Were there room for
 * the note before and none for the mark after, the next poll would send it again. A file of zeros beside the
 * database holds the room, and is given up for the mark.
 */
import { closeSync, fsyncSync, lstatSync, rmSync, writeSync } from 'node:fs';
import { errorCode } from '../failure.js';
import type { Connection } from './database.js';
import { openPrivateFile } from './durable-file.js';

/** Bytes. A mark rewrites one receipt, with the certificate it is encrypted to, and some pages of indexes. */
const ROOM = 512 * 1024;

/**
 * Sees to it that the room is there. Call before what can't be taken back.
 * @throws `ENOSPC` and whatever else the system says where it can't be had
 */
export function keepRoom({ name, memory }: Connection): void {
  if (memory) return;
  const file = `${name}.room`;
  if (lstatSync(file, { throwIfNoEntry: false })?.size === ROOM) return;
  try {
    // Anew also where there is a part of it: a link of that name would have its target overwritten.
    rmSync(file, { force: true });
    const descriptor = openPrivateFile(file, 'folder');
    try {
      for (let written = 0; written < ROOM; ) {
        written += writeSync(descriptor, Buffer.alloc(ROOM - written), 0, ROOM - written, written);
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    // Half of it would only make the want worse.
    rmSync(file, { force: true });
    throw error;
  }
}

/** Writes, on a full disk into the room that was kept. */
export function writeWithRoom<T>({ name }: Connection, write: () => T): T {
  try {
    return write();
  } catch (error) {
    // A quota that is used up is an IOERR to SQLite.
    if (!/^SQLITE_(?:FULL|IOERR_WRITE)/.test(errorCode(error) ?? '')) throw error;
    rmSync(`${name}.room`, { force: true });
    return write();
  }
}
