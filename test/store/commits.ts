/** How often a database was committed to, read from its WAL. */
import { readFileSync } from 'node:fs';

/** "The Database File Format" §4.1: the lengths of the WAL's header and of a frame's. */
const HEADER = 32;
const FRAME_HEADER = 24;
const PAGE = 4096;

/**
 * The commits in a WAL that was not folded into its database since they were made.
 * @param database - its path
 */
export function commitsOf(database: string): number {
  const wal = readFileSync(`${database}-wal`);
  let commits = 0;
  // Salts (offset 16 of the WAL's header, 8 of a frame's) tell the frames of this WAL from those left of one before.
  const salts = wal.subarray(16, 24);
  for (let at = HEADER; at + FRAME_HEADER + PAGE <= wal.length; at += FRAME_HEADER + PAGE) {
    if (!wal.subarray(at + 8, at + 16).equals(salts)) break;
    // The last frame of a commit has the database's size, all others have 0.
    if (wal.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}
