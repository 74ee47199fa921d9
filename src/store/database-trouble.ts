/**
 * What SQLite and the system say when the database fails, and what an operator can do about it.
 */
import { errorCode, errorProperty, Failure, kindAndPlace } from '../failure.js';
import { Damage, isDamage, sqliteSays } from './damage.js';
import { noBinding, SQLite } from './sqlite.js';

/** Milliseconds to wait for another command's write. */
export const BUSY_TIMEOUT = 10_000;

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
  return error instanceof SQLite.SqliteError;
}

/**
 * Whether an act on the database failed for the disk, a lock or the file, and not for what was to be written. Waiting or
 * an operator mends these; what was to be written fails again.
 */
export function isDatabaseTrouble(error: unknown): boolean {
  return isDatabaseError(error) && !/^SQLITE_(?:CONSTRAINT|TOOBIG|MISMATCH)/.test(errorCode(error) ?? '');
}

/**
 * Another command put another database in the place of the one that was opened, and holds it until that has its name: who
 * waited meanwhile has the old one open, which may be overwritten and look damaged.
 * @returns `busy`
 */
export function replaced(file: string, cause: unknown): Failure {
  return new Failure(
    'busy',
    `The database ${file} was replaced while this waited for it, as "encrypt", "rekey", "decrypt" and "restore" do. Nothing was changed by this: run it again.`,
    { cause },
  );
}

/**
 * What went wrong with the database, for the operator.
 * @param file - its path
 */
export function explainDatabase(file: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const say = (kind: 'database' | 'disk' | 'busy' | 'internal', sentence: string) =>
    new Failure(kind, sentence, { cause: error });
  const code = errorCode(error);
  if (code?.startsWith('ERR_DLOPEN_') || errorProperty(error, 'tries') !== undefined) {
    // `tries` are the places where the package bindings looked for it.
    return noBinding(error);
  }
  if (code === null) {
    // Neither SQLite's nor the system's: no permission and no path mends it.
    return say(
      'internal',
      `An unexpected ${kindAndPlace(error)}, at work on ${file}. This is a defect; please report that line. Nothing that was committed is lost.`,
    );
  }
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
      `Another program has held ${file} locked for more than ${BUSY_TIMEOUT / 1000} seconds. Look for a sqlite3 shell, a file manager's copy or a backup program at work on it ("fuser -v '${file}'" names it), end it, and try again.`,
    );
  }
  if (code === 'SQLITE_READONLY_DBMOVED') return replaced(file, error);
  if (isDamage(error)) {
    return new Damage(file, sqliteSays(error instanceof Error ? error.message : code), error);
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
