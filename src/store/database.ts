/**
 * Store: one SQLite file that holds everything, and is the only place that does.
 *
 * Promises: a report, its raw message, its attachments and its receipt are there together or not at all; what
 * was committed survives a power cut (synchronous = FULL); nobody but the owner can read the files; deleted
 * content is overwritten. Never written by a version that does not know its schema.
 */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { errorCode, Failure } from '../failure.js';
import { first } from './migrations/0001-first.js';
import { threads } from './migrations/0002-threads.js';
import { words } from './migrations/0003-words.js';
import { attachedWords } from './migrations/0004-attached-words.js';
import { sentMails } from './migrations/0005-sent-mails.js';

export type Connection = Database.Database;

/** Numbered from 1; a database's user_version is the number of the last one applied. */
const MIGRATIONS: readonly string[] = [first, threads, words, attachedWords, sentMails];

/** "SecI", so that `file` and SQLite's tools can tell whose database this is. */
const APPLICATION_ID = 0x53656349;

/** Milliseconds to wait for another command's write. */
const BUSY_TIMEOUT = 10_000;

/**
 * Opens the database, making it where there is none.
 * @param file - absolute path; its folder is made with mode 0700
 * @throws {Failure} `database` or `disk` with what to do
 */
export function openDatabase(file: string): Connection {
  return explaining(file, () => {
    createPrivately(file);
    const connection = new Database(file, { timeout: BUSY_TIMEOUT });
    try {
      prepare(connection, file);
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  });
}

/**
 * Opens an existing database for commands that only look.
 * @throws {Failure} `no-input` where there is none yet
 */
export function openForReading(file: string): Connection {
  if (!existsSync(file)) {
    throw new Failure('no-input', `There is no database at ${file} yet. Run "security-inbox poll" first.`);
  }
  return openDatabase(file);
}

/**
 * Runs an act on the database and says what an operator can do where it fails.
 * @throws {Failure} in place of SQLite's and the system's errors
 */
export function explaining<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw explainDatabase(file, error);
  }
}

/** Whether an error came from SQLite. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof Database.SqliteError;
}

/**
 * Whether an act on the database failed for the disk, a lock or the file, and not for what was to be written. Waiting or
 * an operator mends these; what was to be written fails again.
 */
export function isDatabaseTrouble(error: unknown): boolean {
  return isDatabaseError(error) && !/^SQLITE_(?:CONSTRAINT|TOOBIG|MISMATCH)/.test(errorCode(error) ?? '');
}

/**
 * Makes an empty file, and its folder, for their owner alone; leaves an existing file as it is. SQLite gives its
 * -wal and -shm files the mode of the database, so that must be right before they are made.
 */
export function createPrivately(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

function prepare(connection: Connection, file: string): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('secure_delete = ON');
  connection.pragma('trusted_schema = OFF');
  // What it sorts or may have to undo are words of reports, which must not lie about in the system's temporary folder.
  connection.pragma('temp_store = MEMORY');
  migrate(connection, file);
}

function migrate(connection: Connection, file: string): void {
  const application = connection.pragma('application_id', { simple: true });
  const version = Number(connection.pragma('user_version', { simple: true }));
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || hasTables(connection))) {
    throw new Failure(
      'database',
      `${file} is a SQLite database of another program. Name a file of its own in "database".`,
    );
  }
  if (version > MIGRATIONS.length) {
    throw new Failure(
      'database',
      `${file} was written by a newer security-inbox (schema ${version}, this one knows ${MIGRATIONS.length}). Nothing was changed. Install the newer version.`,
    );
  }
  if (version === MIGRATIONS.length) return;
  connection
    .transaction(() => {
      for (const migration of MIGRATIONS.slice(version)) connection.exec(migration);
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      connection.pragma(`user_version = ${MIGRATIONS.length}`);
    })
    .immediate();
}

function hasTables(connection: Connection): boolean {
  return connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}

/**
 * What went wrong with the database, for the operator.
 */
export function explainDatabase(file: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const code = errorCode(error) ?? 'unknown error';
  const say = (kind: 'database' | 'disk' | 'busy', sentence: string) =>
    new Failure(kind, sentence, { cause: error });
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC' || code === 'EDQUOT') {
    return say(
      'disk',
      `The disk that holds ${file} is full. Free some space; the next poll goes on where this one stopped.`,
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return say(
      'disk',
      `The disk failed under ${file} (${code}). Check it, and the space left; nothing half-written was kept.`,
    );
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return say(
      'busy',
      `Another program holds ${file} locked for more than ${BUSY_TIMEOUT / 1000} seconds. End it, or try again.`,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return say(
      'database',
      `${file} is damaged or no SQLite database (${code}). Keep it, and restore the last backup in its place.`,
    );
  }
  if (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    /^E(ACCES|PERM|ROFS)$/.test(code)
  ) {
    return say(
      'database',
      `Can't write the database ${file} (${code}). Make the user that runs security-inbox the owner of the file and of its folder.`,
    );
  }
  return say(
    'database',
    `The database ${file} can't be used (${code}). Check that its path is right and its folder can be written.`,
  );
}
