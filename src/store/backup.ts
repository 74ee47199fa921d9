/**
 * A backup: the whole database in one file, as one commit left it, made while others read and write it. Has its name
 * only when it is whole, checked and on the disk.
 */

import { readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import { connect, type DatabaseFile, type DatabaseKey, requireAsConfigured } from './connecting.js';
import { requireSound } from './damage.js';
import { requireThere, requireUsable } from './database.js';
import { BUSY_TIMEOUT, explainDatabase } from './database-trouble.js';
import { isTaken, makePrivateFile, placeFile } from './durable-file.js';
import { marksOf } from './schema-version.js';
import { SQLite } from './sqlite.js';

/** What a backup holds. */
export interface Backup {
  readonly reports: number;
  /** Of its schema. */
  readonly version: number;
  /** Bytes. */
  readonly size: number;
}

/**
 * Backs a database up.
 * @param target - absolute path of the backup, which must not be there
 * @throws {Failure} `no-input` where there is no database, `database` where it is damaged or of a newer version,
 * `busy`, and `output` or `disk` for the target; there is then no target
 */
export async function backUp(file: DatabaseFile, target: string): Promise<Backup> {
  const { database } = file;
  requireThere(file);
  if (isTaken(target)) throw taken(target);
  const folder = dirname(target);
  const partial = join(folder, `${PARTIAL}${process.pid}.partial`);
  try {
    const key = requireUsable(file);
    requireAsConfigured(key, file);
    removeAbandoned(folder);
    makePartial(partial);
    if (key === null) await copy(database, partial);
    else copyEncrypted(database, key, partial);
    const made = check(partial, key, database);
    placeFile(partial, target);
    return made;
  } catch (error) {
    throw explainTarget(target, error) ?? explainDatabase(database, error);
  } finally {
    removePartial(partial);
  }
}

/** A folder for backups may be shared by machines, and only this one knows which of its processes are alive. */
const PARTIAL = `.security-inbox-${hostname()}-`;

function makePartial(partial: string): void {
  if (!statSync(dirname(partial), { throwIfNoEntry: false })?.isDirectory()) {
    throw new Failure('output', `There is no folder ${dirname(partial)}. Make it, or name another place.`);
  }
  removePartial(partial);
  makePrivateFile(partial);
}

/** Pages of one step: all, so that the copy is made in one read and no writer can make it begin again. */
const ALL_PAGES = 0x7fff_ffff;

/** A step that copies nothing waited for a lock; how many of them there may be. */
const MOST_STEPS = 4;

async function copy(file: string, partial: string): Promise<void> {
  const source = connect(file, null, { timeout: BUSY_TIMEOUT, fileMustExist: true });
  let steps = 0;
  try {
    await source.backup(partial, {
      progress: () => {
        steps += 1;
        if (steps > MOST_STEPS) throw new SQLite.SqliteError('database is locked', 'SQLITE_BUSY');
        return ALL_PAGES;
      },
    });
  } finally {
    source.close();
  }
}

/**
 * SQLite copies no pages between files of different keys, and would have the copy be one in the clear. VACUUM writes one
 * with the database's key, of one moment too; it makes the indexes anew, so that damage of them has to be looked for before.
 */
function copyEncrypted(file: string, key: DatabaseKey, partial: string): void {
  const source = connect(file, key, { timeout: BUSY_TIMEOUT, fileMustExist: true });
  try {
    requireSound(source, 'integrity_check', file);
    source.prepare('VACUUM INTO ?').run(partial);
  } finally {
    source.close();
  }
}

/** The pages are the database's own, so that damage found in them is damage of the database. */
function check(partial: string, key: DatabaseKey | null, file: string): Backup {
  const connection = connect(partial, key, { fileMustExist: true });
  try {
    // A backup is one file: no WAL is ever to be looked for beside it.
    connection.pragma('journal_mode = DELETE');
    requireSound(connection, 'integrity_check', file);
    const reports = Number(connection.prepare('SELECT count(*) FROM reports').pluck().get());
    return { reports, version: marksOf(connection).version, size: statSync(partial).size };
  } finally {
    connection.close();
  }
}

function removePartial(partial: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${end}`, { force: true });
}

/** What a process left that was killed over it is as secret as the database, and nobody would look for it. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const process = name.startsWith(PARTIAL) ? /^(\d+)\.partial/.exec(name.slice(PARTIAL.length)) : null;
    if (process?.[1] && !isAlive(Number(process[1]))) rmSync(join(folder, name), { force: true });
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

function taken(target: string): Failure {
  return new Failure('output', `There is a ${target} already, and it was left as it is. Name another file.`);
}

/** @returns null where it is no matter of the target */
function explainTarget(target: string, error: unknown): Failure | null {
  const code = errorCode(error) ?? '';
  if (error instanceof Failure) return null;
  if (code === 'EEXIST') return taken(target);
  if (/^(?:SQLITE_FULL|SQLITE_IOERR|ENOSPC|EDQUOT|EIO)/.test(code)) {
    const sentence = `The disk that was to hold ${target} is full or failed (${code}). There is no backup of that name. Free some space, or name another place.`;
    return new Failure('disk', sentence, { cause: error });
  }
  if (/^(?:SQLITE_CANTOPEN|SQLITE_READONLY|E[A-Z]+$)/.test(code)) {
    const sentence = `Can't write ${target} (${code}). Name a place that this user can write to.`;
    return new Failure('output', sentence, { cause: error });
  }
  return null;
}
