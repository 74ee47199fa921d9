/**
 * The database for commands that look or decide beside a poller. A poller of an older version knows only the older
 * schema, so that nothing is migrated under it.
 */
import { Failure } from '../failure.js';
import { connect, type DatabaseFile, type DatabaseKey, keyOf, requireAsConfigured } from './connecting.js';
import {
  type Connection,
  type MigrationListener,
  openDatabase,
  requireThere,
  requireUsable,
} from './database.js';
import { BUSY_TIMEOUT, explaining } from './database-trouble.js';
import { type Lock, takeLockAlone } from './lock.js';
import { marksOf, readMarks, SCHEMA_VERSION } from './schema-version.js';

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

/** A database opened to be looked at alone. */
export interface Looked {
  readonly connection: Connection;
  /** That it is encrypted with, null where it is in the clear. */
  readonly key: DatabaseKey | null;
  /** Of its schema; `SCHEMA_VERSION` is the present one. Before it, tables may be missing. */
  readonly version: number;
}

/**
 * Opens an existing database without migrating it or writing to it. Call before this process has the file open.
 * @throws {Failure} `no-input` where there is none yet, `database` where it can't be used
 */
export function openToLook(file: DatabaseFile): Looked {
  requireThere(file);
  return explaining(file.database, () => {
    const key = requireUsable(file);
    requireAsConfigured(key, file);
    // Not read-only: that would leave the files of its write-ahead log behind, and not show that they can't be written.
    const connection = connect(file.database, key, { timeout: BUSY_TIMEOUT, fileMustExist: true });
    connection.pragma('query_only = ON');
    return { connection, key, version: marksOf(connection).version };
  });
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
    'It is of an older version, which wrote the database. Restart it, so that it is this version, and try again.',
  );
}
