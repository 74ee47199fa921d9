/**
 * Store: one SQLite file that holds everything, and is the only place that does.
 *
 * Promises: a report, its raw message, its attachments and its receipt are there together or not at all; what
 * was committed survives a power cut (synchronous = FULL); nobody but the owner can read the files; deleted
 * content is overwritten. Never written by a version that does not know its schema.
 */
import { existsSync, rmSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { Failure } from '../failure.js';
import { connect, type DatabaseFile, type DatabaseKey, keyOf, requireAsConfigured } from './connecting.js';
import { BUSY_TIMEOUT, explaining, replaced } from './database-trouble.js';
import { isEmptyOrAway, makePrivateFile, replaceFile } from './durable-file.js';
import { keepStatements } from './kept-statements.js';
import { backUpBeforeMigration, type Migration } from './migration-backup.js';
import {
  applyMigrations,
  marksOf,
  migrateFrom,
  readMarks,
  requireKnown,
  SCHEMA_VERSION,
} from './schema-version.js';

export type Connection = Database.Database;

/** Told of a migration when the copy of the old database is made and before anything changes. */
export type MigrationListener = (migration: Migration) => void;

/**
 * Opens the database, making it where there is none. One of another program, of a newer version, or that is damaged is
 * refused before anything is written to it; one of an older version is copied beside itself and migrated.
 * @param file - its folder is made with mode 0700
 * @throws {Failure} `database` or `disk` with what to do
 */
export function openDatabase(file: DatabaseFile, onMigration?: MigrationListener): Connection {
  return openWithKey(file, onMigration).connection;
}

/** An open database. */
export interface Opened {
  readonly connection: Connection;
  /** That it is encrypted with; null where it is in the clear. */
  readonly key: DatabaseKey | null;
  /** Whether there was none, and it was made just now. */
  readonly isNew: boolean;
}

/** The same, with what else is known of it. */
export function openWithKey(file: DatabaseFile, onMigration: MigrationListener = () => undefined): Opened {
  const { database } = file;
  return explaining(database, () => {
    const isNew = !existsSync(database);
    const key = isNew ? createDatabase(file) : requireUsable(file);
    requireAsConfigured(key, file);
    const seen = inodeOf(database);
    const connection = connect(database, key, { timeout: BUSY_TIMEOUT, fileMustExist: true });
    try {
      prepare(connection);
      migrate(connection, database, key, onMigration);
      // From here on nobody can put another in its place; until here somebody may have, and what is written now would be lost.
      if (inodeOf(database) !== seen) throw replaced(database, null);
      keepStatements(connection);
    } catch (error) {
      connection.close();
      throw inodeOf(database) === seen ? error : replaced(database, error);
    }
    return { connection, key, isNew };
  });
}

/** @throws {Failure} `no-input` where there is no database yet */
export function requireThere({ database }: Pick<DatabaseFile, 'database'>): void {
  if (existsSync(database)) return;
  throw new Failure('no-input', `There is no database at ${database} yet. Run "security-inbox poll" first.`);
}

/**
 * Refuses, without writing anything, a file that is not a database of this version or an older one. Call before this
 * process has the file open.
 * @returns the key that it is encrypted with, null where it is in the clear
 * @throws {Failure} `database`
 */
export function requireUsable({ database, databaseKeys }: DatabaseFile): DatabaseKey | null {
  if (isEmptyOrAway(database)) {
    throw new Failure(
      'database',
      `${database} is empty, which security-inbox never leaves it: something emptied it. Run "security-inbox restore BACKUP" with the last backup. Only where there never was one, delete the file; all mail is then read, and answered, as if for the first time.`,
    );
  }
  const key = keyOf(database, databaseKeys);
  requireKnown(readMarks(database, key, BUSY_TIMEOUT), database);
  return key;
}

/**
 * Never seen half made: an empty file in its place would look like a database that was emptied.
 * @returns the key that it is encrypted with
 */
function createDatabase({ database: file, databaseKeys }: DatabaseFile): DatabaseKey | null {
  const [key = null] = databaseKeys;
  if (!isEmptyOrAway(`${file}-wal`)) {
    throw new Failure(
      'database',
      `There is ${file}-wal, but the database ${file} that it belongs to is gone. Put it back, or run "security-inbox restore BACKUP" with the last backup.`,
    );
  }
  const unfinished = `${file}.new`;
  const remove = () => {
    rmSync(unfinished, { force: true });
    rmSync(`${unfinished}-journal`, { force: true });
  };
  // Left by a process that was killed here.
  remove();
  try {
    makePrivateFile(unfinished, 'folder');
    const connection = connect(unfinished, key);
    try {
      connection.transaction(() => applyMigrations(connection, 0)).immediate();
    } finally {
      connection.close();
    }
    // Only who holds the lock makes one, so that nobody can have come first.
    replaceFile(unfinished, file);
    return key;
  } catch (error) {
    remove();
    throw error;
  }
}

/** Which file has the name; none is null. */
function inodeOf(file: string): bigint | null {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

function prepare(connection: Connection): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('secure_delete = ON');
  connection.pragma('trusted_schema = OFF');
}

function migrate(
  connection: Connection,
  file: string,
  key: DatabaseKey | null,
  onMigration: MigrationListener,
): void {
  if (marksOf(connection).version === SCHEMA_VERSION) return;
  connection
    .transaction(() => {
      // Asked again under the lock: another command may have migrated it meanwhile.
      const marks = marksOf(connection);
      requireKnown(marks, file);
      if (marks.version === SCHEMA_VERSION) return;
      const backup = backUpBeforeMigration(file, key, marks.version, new Date());
      onMigration({ from: marks.version, to: SCHEMA_VERSION, backup });
      migrateFrom(marks, connection, file, backup);
    })
    .immediate();
}
