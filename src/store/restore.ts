/**
 * Puts a backup in the place of the database. What was there is kept beside it, whatever it is, and at every moment
 * there is one of the two under the name.
 *
 * What happened after the backup is not in it. Mail from then is read again; whether it was answered nobody can
 * say, so those receipts wait for a person.
 */
import { renameSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { errorCode, Failure } from '../failure.js';
import { connect, type DatabaseFile, type DatabaseKey, isSameKey, keyOf } from './connecting.js';
import { Damage, isDamage, requireSound, sqliteSays, Unopened } from './damage.js';
import { type Connection, requireUsable } from './database.js';
import { BUSY_TIMEOUT, explaining } from './database-trouble.js';
import { copyPrivately, isEmptyOrAway, isTaken, keepAs, replaceFile } from './durable-file.js';
import { type Lock, takeLockAlone } from './lock.js';
import { compact } from './migration-backup.js';
import { RESTORED } from './outbox.js';
import { type Keyed, openRecoding, remove, removeRecoded } from './recoding.js';
import { applyMigrations, marksOf, readMarks, SCHEMA_VERSION, unknownTo } from './schema-version.js';
import { wipe } from './wiping.js';

/** What restoring came to. */
export interface Restored {
  readonly reports: number;
  /** The backup's schema. */
  readonly version: number;
  /** Receipts that were to go, and wait for a person now. */
  readonly held: number;
  /** Absolute path of the database that was there, or null where there was none. */
  readonly keptAs: string | null;
}

/** What SQLite may have beside a database. */
const BESIDE = ['-wal', '-shm', '-journal'] as const;

/**
 * Restores a database. Whatever key the backup has, the database is then encrypted with the present one, or with none.
 * @param backup - absolute path
 * @param now - UTC instant
 * @throws {Failure} `no-input` where there is no backup, `not-possible` where it can't be used, `busy` where anybody
 * is at work on the database, `disk` or `database` where the place can't be written; nothing was changed then
 */
export function restoreDatabase(backup: string, file: DatabaseFile, now: Date): Restored {
  const { database, databaseKeys } = file;
  const [wanted = null] = databaseKeys;
  const { key, seen } = explaining(backup, () => lookAt(backup, file));
  const lock = takeFromPollers(database);
  const copy = `${database}.restoring`;
  const recoded = `${database}.restoring-recoded`;
  const removeCopies = () => {
    if (key === null && wanted !== null) wipe(copy);
    remove(copy);
    removeRecoded(recoded);
  };
  try {
    return explaining(database, () => {
      // Left by a process that was killed here.
      removeCopies();
      copyWhole(backup, copy);
      const version = seen ?? explaining(backup, () => versionOf(copy, key, backup));
      const content = explaining(backup, () => makeReady(copy, key, backup, version, now));
      const isRecoded = !isSameKey(key, wanted);
      if (isRecoded) recode({ file: copy, key }, { file: recoded, key: wanted });
      return { ...content, version, keptAs: exchange(isRecoded ? recoded : copy, file, now) };
    });
  } finally {
    removeCopies();
    lock.release();
  }
}

function recode(from: Keyed, to: Keyed): void {
  const recoding = openRecoding(from, to);
  try {
    recoding.write();
  } finally {
    recoding.close();
  }
}

function takeFromPollers(file: string): Lock {
  return takeLockAlone(
    file,
    'Stop it, a service with "systemctl stop" and a line of cron until this is done, and try again; nothing was changed.',
  );
}

/** @returns of a backup that can be used its key, and its schema, which an encrypted one shows only to who opens it */
function lookAt(
  backup: string,
  { database, databaseKeys }: DatabaseFile,
): { key: DatabaseKey | null; seen: number | null } {
  const status = statSync(backup, { throwIfNoEntry: false });
  if (!status?.isFile()) throw new Failure('no-input', `There is no backup ${backup}. Nothing was changed.`);
  const present = statSync(database, { throwIfNoEntry: false });
  if (present && present.ino === status.ino && present.dev === status.dev) {
    throw new Failure('usage', `${backup} is the database itself. Name a backup of it.`);
  }
  try {
    const key = keyOf(backup, databaseKeys);
    return { key, seen: key === null ? versionOf(backup, null, backup) : null };
  } catch (error) {
    throw explainBackup(backup, error);
  }
}

/** @returns the schema of a file that this program knows */
function versionOf(file: string, key: DatabaseKey | null, backup: string): number {
  try {
    const marks = readMarks(file, key, BUSY_TIMEOUT);
    const unknown = unknownTo(marks);
    if (unknown !== null) throw unusable(backup, `it is a database ${unknown}`);
    return marks.version;
  } catch (error) {
    throw explainBackup(backup, error);
  }
}

/** Byte by byte, because SQLite would write beside a backup in WAL mode, and could not open it where it can't. */
function copyWhole(backup: string, copy: string): void {
  copyPrivately(backup, copy, 'folder');
  for (const end of ['-wal', '-journal']) {
    if (!isEmptyOrAway(`${backup}${end}`)) copyPrivately(`${backup}${end}`, `${copy}${end}`);
  }
}

/** Folds, checks and migrates the copy, and holds what may have gone out since the backup. */
function makeReady(
  copy: string,
  key: DatabaseKey | null,
  backup: string,
  version: number,
  now: Date,
): Pick<Restored, 'reports' | 'held'> {
  const connection = connect(copy, key, { fileMustExist: true });
  try {
    // Nothing but this process needs the copy, and what it may have to undo is in memory alone.
    connection.pragma('journal_mode = MEMORY');
    connection.pragma('secure_delete = ON');
    requireSound(connection, 'integrity_check', backup);
    return connection
      .transaction(() => {
        if (marksOf(connection).version !== version) throw unusable(backup, 'somebody is writing to it');
        if (version < SCHEMA_VERSION) applyMigrations(connection, version);
        connection.prepare('INSERT INTO restores (at) VALUES (?)').run(now.toISOString());
        const { changes } = connection
          .prepare("UPDATE receipts SET state = 'held', reason = ? WHERE state = 'queued'")
          .run(RESTORED);
        dropNotices(connection, now);
        const reports = Number(connection.prepare('SELECT count(*) FROM reports').pluck().get());
        return { reports, held: changes };
      })
      .immediate();
  } catch (error) {
    throw explainBackup(backup, error);
  } finally {
    connection.close();
  }
}

/** What was told between the backup and now is not on record, and nobody is to be told twice. */
function dropNotices(connection: Database.Database, now: Date): void {
  connection.exec("UPDATE dispatches SET state = 'dropped', in_flight = 0 WHERE state = 'queued'");
  connection.exec('DELETE FROM notices WHERE dispatch_id IS NULL');
  connection.prepare('UPDATE notice_targets SET since = ?').run(now.toISOString());
}

/** @returns what the database that was there is called now */
function exchange(copy: string, { database: file, databaseKeys }: DatabaseFile, now: Date): string | null {
  const keptAs = `${file}.replaced-${compact(now)}`;
  const isThere = isTaken(file);
  const holder = isThere ? holdAlone({ database: file, databaseKeys }) : null;
  try {
    if (isThere) keepAs(file, keptAs);
    for (const end of BESIDE) {
      // Beside the new database they would be taken for its own.
      if (isTaken(`${file}${end}`)) renameSync(`${file}${end}`, `${keptAs}${end}`);
    }
    replaceFile(copy, file);
  } finally {
    holder?.close();
  }
  return isThere ? keptAs : null;
}

/**
 * Folds the WAL of a usable database into it and keeps everybody else out of it.
 * @returns null for one that can't be used, which is put aside as it is
 * @throws {Failure} `busy` where somebody has it open: what they write would be lost
 */
function holdAlone(file: DatabaseFile): Connection | null {
  let key: DatabaseKey | null;
  try {
    key = requireUsable(file);
  } catch (error) {
    if (error instanceof Failure || isDamage(error)) return null;
    throw error;
  }
  const connection = connect(file.database, key, { timeout: BUSY_TIMEOUT, fileMustExist: true });
  try {
    // It leaves the WAL only where nobody else has it open.
    connection.pragma('journal_mode = DELETE');
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection.close();
    if (isDamage(error)) return null;
    if (!errorCode(error)?.startsWith('SQLITE_BUSY')) throw error;
    throw new Failure(
      'busy',
      `Another program has ${file.database} open, a "security-inbox show" or a sqlite3 shell ("fuser -v '${file.database}'" names it). End it and try again; nothing was changed.`,
      { cause: error },
    );
  }
}

function unusable(backup: string, reason: string, cause?: unknown): Failure {
  return new Failure(
    'not-possible',
    `The backup ${backup} can't be restored: ${reason}. Nothing was changed. Take another backup.`,
    { cause },
  );
}

/** No other backup helps where its key is missing, and none is needed. */
function notOpened(backup: string, error: Unopened): Failure {
  const [reason, advice] =
    error.keys === 0
      ? [
          'it is encrypted, and the configuration has no databaseKey, or it is damaged or no database at all',
          'If it is encrypted, give the key that it was made under as "databaseKey" in the configuration. Take another backup only where it never was',
        ]
      : [
          `it was made under another key or is damaged: ${error.found}`,
          'Look for the key that it was made under, and add that to "previousDatabaseKeys" in the configuration. Take another backup only where that does not open it either',
        ];
  return new Failure(
    'not-possible',
    `The backup ${backup} can't be restored: ${reason}. Nothing was changed. ${advice}.`,
    { cause: error },
  );
}

/** The same damage asks for something else in a backup than in the database. */
function explainBackup(backup: string, error: unknown): unknown {
  if (error instanceof Damage) return unusable(backup, `it is damaged, ${error.found}`, error);
  if (error instanceof Unopened) {
    return notOpened(backup, error);
  }
  if (!isDamage(error)) return error;
  return unusable(backup, `it is damaged, ${sqliteSays(error instanceof Error ? error.message : '')}`, error);
}
