/**
 * A database file that is not what it should be: how that is found, and what the operator is told.
 */
import type Database from 'better-sqlite3';
import { errorCode, Failure, serverWords } from '../failure.js';

/** A damaged file, with what an operator does about it. */
export class Damage extends Failure {
  /** @param found - what shows it, in words */
  constructor(
    file: string,
    readonly found: string,
    cause?: unknown,
  ) {
    super(
      'database',
      `${file} is damaged or no SQLite database: ${found}. Leave it where it is and run "security-inbox restore BACKUP" with the last backup, which keeps the damaged file beside it.`,
      { cause },
    );
  }
}

/** A file that no configured key opens, which is encrypted with another or damaged: nobody can tell. */
export class Unopened extends Failure {
  /** What shows it, in words. */
  readonly found: string;

  /** @param keys - how many were tried */
  constructor(
    file: string,
    readonly keys: number,
  ) {
    const found =
      keys === 0
        ? 'it does not begin as one does'
        : keys === 1
          ? 'databaseKey does not open it'
          : 'neither databaseKey nor one of previousDatabaseKeys opens it';
    const [what, advice] =
      keys === 0
        ? ['encrypted, damaged or no SQLite database', 'If it is encrypted, give its key as databaseKey']
        : [
            'encrypted with another key or damaged',
            'Look for the key that it was encrypted with, and give that',
          ];
    super(
      'database',
      `${file} is ${what}: ${found}. ${advice} in the configuration. If it is damaged, leave it where it is and run "security-inbox restore BACKUP" with the last backup, which keeps the damaged file beside it.`,
    );
    this.found = found;
  }
}

/** Whether a file is damaged, or can't be told from a damaged one. */
export function isDamage(error: unknown): boolean {
  return (
    error instanceof Damage ||
    error instanceof Unopened ||
    /^SQLITE_(?:CORRUPT|NOTADB)/.test(errorCode(error) ?? '')
  );
}

/** SQLite's words on a damaged file, which name pages and tables and never what is in them. */
export function sqliteSays(words: string): string {
  return `SQLite says "${serverWords(words)}"`;
}

/**
 * Reads the whole file for damage.
 * @param pragma - `quick_check` reads every page; `integrity_check` compares the indexes with the tables, too
 * @param file - as the operator is to know it
 * @throws {Failure} `database` with the first that SQLite found
 */
export function requireSound(
  connection: Database.Database,
  pragma: `${'' | `${string}.`}${'quick_check' | 'integrity_check'}`,
  file: string,
): void {
  const found = connection.pragma(`${pragma}(1)`, { simple: true });
  if (found !== 'ok') throw new Damage(file, sqliteSays(String(found)));
}
