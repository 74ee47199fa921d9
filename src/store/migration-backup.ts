/**
 * The copy of a database that is made before its schema changes, beside it, named for the schema and the time. Of
 * each schema the newest is kept: it holds all that an earlier one did, and a migration that fails every minute must not
 * fill the disk with copies.
 */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import { connect, type DatabaseKey } from './connecting.js';
import { requireSound } from './damage.js';
import { makePrivateFile, replaceFile } from './durable-file.js';

/** A migration that is about to happen. */
export interface Migration {
  readonly from: number;
  readonly to: number;
  /** Absolute path of the copy. */
  readonly backup: string;
}

/**
 * Copies a database as its last commit left it. Call while another connection of this process holds the write lock, so
 * that nothing comes between the copy and the migration.
 * @param key - that it and the copy are encrypted with, or null
 * @param version - the schema it has
 * @param now - UTC instant, for the name
 * @returns the copy's path
 * @throws {Failure} `database` where the database is damaged, or `database` or `disk` where the copy can't be written
 */
export function backUpBeforeMigration(
  file: string,
  key: DatabaseKey | null,
  version: number,
  now: Date,
): string {
  const backup = `${file}.schema-${version}-${compact(now)}.backup`;
  const partial = `${file}.schema-${version}.partial`;
  const connection = connect(file, key, { readonly: true, fileMustExist: true });
  try {
    requireSound(connection, 'quick_check', file);
    try {
      // Left by a process that was killed here.
      removeWithJournal(partial);
      makePrivateFile(partial, 'folder');
      connection.prepare('VACUUM INTO ?').run(partial);
      replaceFile(partial, backup);
    } catch (error) {
      removeWithJournal(partial);
      throw notBackedUp(file, version, error);
    }
  } finally {
    connection.close();
  }
  forgetOlder(file, version, backup);
  return backup;
}

/** `20261124T120000123Z`, ISO 8601 without what a file name should not have. */
export function compact(instant: Date): string {
  return instant.toISOString().replace(/[-:.]/g, '');
}

function removeWithJournal(file: string): void {
  rmSync(file, { force: true });
  rmSync(`${file}-journal`, { force: true });
}

function forgetOlder(file: string, version: number, newest: string): void {
  const folder = dirname(file);
  const start = `${basename(file)}.schema-${version}-`;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(start) || !/^\d{8}T\d{9}Z\.backup$/.test(name.slice(start.length))) continue;
    if (name !== basename(newest)) rmSync(join(folder, name), { force: true });
  }
}

function notBackedUp(file: string, version: number, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const code = errorCode(error) ?? 'unknown error';
  const isFull = /^(?:SQLITE_FULL|SQLITE_IOERR|ENOSPC|EDQUOT)/.test(code);
  const megabytes = Math.ceil((statSync(file, { throwIfNoEntry: false })?.size ?? 0) / 1_000_000);
  const remedy = isFull
    ? `Free at least ${2 * megabytes + 1} MB on the disk that holds it, and start again`
    : `Make the user that runs security-inbox the owner of ${dirname(file)}, which has to be on a disk that can be written, and start again`;
  return new Failure(
    isFull ? 'disk' : 'database',
    `${file} has the older schema ${version}, and the copy of it that is made before a migration can't be written (${code}). Nothing was migrated. ${remedy}.`,
    { cause: error },
  );
}
