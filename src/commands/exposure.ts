/**
 * A database that others on this machine can reach, said where the work begins: nobody may have run `check` since a
 * backup was copied back by hand, or the folder was opened for a colleague.
 */
import { checkFiles } from '../checks/files.js';
import type { Log } from '../log.js';

/** Logs who can reach the database, or what SQLite has beside it, as `check` judges it. @param database - absolute path */
export function warnOfExposure(database: string, log: Log): void {
  for (const { outcome, about: file, message, remedy } of checkFiles([], database)) {
    if (outcome === 'failure') log.warn({ file, message: `${message} ${remedy ?? ''}` }, 'database.exposed');
  }
}
