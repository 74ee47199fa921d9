/**
 * Room on the disk that holds the database. A full disk loses no report, which stays in the mailbox, and answers none.
 */
import { statfsSync } from 'node:fs';
import { errorCode } from '../failure.js';
import { existingFolderAbove } from './existing-folder.js';
import { type CheckResult, failure, ok, skipped, warning } from './result.js';

/** Bytes under which an operator should look. */
const LITTLE = 500_000_000;

/**
 * What is enough: a mail is kept as it came, with its attachments beside, and in the write-ahead log until both are in the
 * database. Pure.
 * @param free - bytes
 * @param messageBytes - of the largest mail that is read
 */
export function judgeRoom(free: number, messageBytes: number, folder: string): CheckResult {
  const id = 'database.disk';
  const sentence = `There are ${megabytes(free)} left on the disk of ${folder}.`;
  const remedy = 'Free some space, or move the database to a larger disk.';
  if (free < messageBytes * 2) {
    return failure(
      id,
      'disk',
      `${sentence} A mail as large as limits.messageBytes allows would not fit.`,
      remedy,
    );
  }
  return free < Math.max(LITTLE, messageBytes * 4) ? warning(id, sentence, remedy) : ok(id, sentence);
}

/** @param database - absolute path; its folder need not be there yet */
export function checkDisk(database: string, messageBytes: number): CheckResult {
  const folder = existingFolderAbove(database);
  try {
    const { bavail, bsize } = statfsSync(folder);
    return judgeRoom(bavail * bsize, messageBytes, folder);
  } catch (error) {
    return skipped(
      'database.disk',
      `The system does not say how much room there is for ${database} (${errorCode(error) ?? 'unknown error'}).`,
    );
  }
}

function megabytes(bytes: number): string {
  return bytes < 10_000_000_000
    ? `${Math.floor(bytes / 1_000_000)} MB`
    : `${Math.floor(bytes / 1_000_000_000)} GB`;
}
