/** A real file system of a given size, in memory, which can be filled and made read-only. Needs root. */
import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../src/failure.js';

/** Whether this process may mount; says so loudly where it may not. */
export function canMount(): boolean {
  const possible = process.getuid?.() === 0 && process.platform === 'linux';
  if (!possible)
    console.warn('\n*** SKIPPED: full and read-only disks need root on Linux, to mount them. ***\n');
  return possible;
}

/** Mounts a disk as `disk` in a folder, and takes it away again whatever comes of the act. */
export function withDisk<T>(
  folder: string,
  size: string,
  act: (disk: string, makeReadOnly: () => void) => T,
): T {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', disk]);
  const unmount = () => execFileSync('umount', ['-l', disk]);
  let result: T;
  try {
    result = act(disk, () => execFileSync('mount', ['-o', 'remount,ro', disk]));
  } catch (error) {
    unmount();
    throw error;
  }
  if (result instanceof Promise) return result.finally(unmount) as T;
  unmount();
  return result;
}

const PAGE = 4096;

/**
 * Fills the disk of a file with that file.
 * @param free - pages of 4096 bytes to leave
 */
export function fillDisk(filler: string, free: number): void {
  const descriptor = openSync(filler, 'w');
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(PAGE));
  } catch (error) {
    if (errorCode(error) !== 'ENOSPC') throw error;
    const pages = Math.floor(fstatSync(descriptor).size / PAGE);
    ftruncateSync(descriptor, Math.max(0, pages - free) * PAGE);
  } finally {
    closeSync(descriptor);
  }
}
