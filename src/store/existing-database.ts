/**
 * The database for commands that look or decide beside a poller. A poller of an older version knows only the older
 * schema, so that nothing is migrated under it.
 */
import { Failure } from '../failure.js';
import { type DatabaseFile, keyOf } from './connecting.js';
import { type Connection, type MigrationListener, openDatabase, requireThere } from './database.js';
import { BUSY_TIMEOUT, explaining } from './database-trouble.js';
import { type Lock, takeLockAlone } from './lock.js';
import { readMarks, SCHEMA_VERSION } from './schema-version.js';

/**
 * Opens an existing database. Call before this process has the file open.
 * @throws {Failure} `no-input` where there is none yet, `busy` where it would have to be migrated under a poller, and
 * as `openDatabase` does
 */
export function openForReading(file: DatabaseFile, onMigration?: MigrationListener): Connection {
  requireThere(file);
  const lock = explaining(file.database, () => isOlder(file)) ? takeForMigration(file.database) : null;
  try {
    return openDatabase(file, onMigration);
  } finally {
    lock?.release();
  }
}

/** What can't be told is left to opening it, which says why. */
function isOlder({ database, databaseKeys }: DatabaseFile): boolean {
  try {
    return readMarks(database, keyOf(database, databaseKeys), BUSY_TIMEOUT).version < SCHEMA_VERSION;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

function takeForMigration(file: string): Lock {
  return takeLockAlone(
    file,
    `${file} was written by an older security-inbox, which is still at work on it. Restart it, so that it is this version, and try again.`,
  );
}
