/**
 * A database written anew under another key, or none: page by page it can't be done, because an encrypted page has room for
 * less.
 */
import { rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { asRawKey, chooseCipher, connect, type DatabaseKey } from './connecting.js';
import { requireSound } from './damage.js';
import { BUSY_TIMEOUT } from './database-trouble.js';
import { makePrivateFile } from './durable-file.js';

/** A file and the key that it is encrypted with, null for one in the clear. */
export interface Keyed {
  readonly file: string;
  readonly key: DatabaseKey | null;
}

/** A connection between two keys. */
export interface Recoding {
  readonly connection: Database.Database;
  /**
   * Writes the whole of the one file into the other, and compares them.
   * @throws {Failure} `database` where the one is damaged
   */
  write(): void;
  close(): void;
}

/** What the file that is read is called on the connection. */
export const SOURCE = 'source';

/**
 * Prepares to write a file anew. Nothing of it is read yet.
 * @param from - what is read
 * @param to - what is made; what has that name is removed
 */
export function openRecoding(from: Keyed, to: Keyed): Recoding {
  // SQLite gives a file that VACUUM makes the key of the connection's main database, for which alone there is this one.
  const holder = holderOf(to.file);
  removeRecoded(to.file);
  const connection =
    to.key === null ? connect(':memory:', null) : connect(holder, to.key, { timeout: BUSY_TIMEOUT });
  const close = () => {
    connection.close();
    remove(holder);
  };
  try {
    chooseCipher(connection);
    connection
      .prepare(`ATTACH ? AS ${SOURCE} KEY ?`)
      .run(from.file, from.key === null ? '' : asRawKey(from.key));
  } catch (error) {
    close();
    throw error;
  }
  return {
    connection,
    write() {
      requireSound(connection, `${SOURCE}.integrity_check`, from.file);
      makePrivateFile(to.file, 'folder');
      connection.prepare(`VACUUM ${SOURCE} INTO ?`).run(to.file);
      requireSame(connection, from.file, to);
    },
    close,
  };
}

const holderOf = (file: string) => `${file}-key`;

/** Removes what a run that failed or was killed left of a file that it was to make. */
export function removeRecoded(file: string): void {
  remove(file);
  remove(holderOf(file));
}

/** Removes a file that was made here and what SQLite has beside it. */
export function remove(file: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}

/** @throws where a row is missing, which nobody has seen */
function requireSame(source: Database.Database, file: string, to: Keyed): void {
  const made = connect(to.file, to.key, { readonly: true, fileMustExist: true });
  try {
    requireSound(made, 'integrity_check', to.file);
    const [before, after] = [countRows(source, SOURCE), countRows(made, 'main')];
    if (before !== after) throw new Error(`${to.file} is not as ${file} was`);
  } finally {
    made.close();
  }
}

/** Tables with their numbers of rows, in a row. */
function countRows(connection: Database.Database, schema: string): string {
  return connection
    .prepare(`SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name`)
    .pluck()
    .all()
    .map(name => {
      const table = `${schema}."${String(name)}"`;
      return `${name}: ${connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()}`;
    })
    .join(', ');
}
