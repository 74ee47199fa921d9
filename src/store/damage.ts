/**
 * A database file that is not what it should be: how that is found, and what the operator is told.
 */
import type Database from 'better-sqlite3';
import { Failure, serverWords } from '../failure.js';

/**
 * What an operator does about a damaged file.
 * @param found - what shows it, in words
 */
export function damaged(file: string, found: string, cause?: unknown): Failure {
  return new Failure(
    'database',
    `${file} is damaged or no SQLite database: ${found}. Leave it where it is and run "security-inbox restore BACKUP" with the last backup, which keeps the damaged file beside it.`,
    { cause },
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
  pragma: 'quick_check' | 'integrity_check',
  file: string,
): void {
  const found = connection.pragma(`${pragma}(1)`, { simple: true });
  if (found !== 'ok') throw damaged(file, sqliteSays(String(found)));
}
