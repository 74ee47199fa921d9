/**
 * Encrypting a database, encrypting it with another key, and decrypting it. A new file is written beside the old one,
 * compared with it and given its name in one step, so that at every moment there is one of the two under the name, whole.
 * What the old one held is then overwritten; where the process is killed before that, the next run does it.
 */
import { linkSync, lstatSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { errorCode, Failure } from '../failure.js';
import { type DatabaseFile, type DatabaseKey, isSameKey } from './connecting.js';
import { requireThere, requireUsable } from './database.js';
import { explaining } from './database-trouble.js';
import { isTaken, replaceFile } from './durable-file.js';
import { takeLockAlone } from './lock.js';
import { type Keyed, openRecoding, type Recoding, removeRecoded, SOURCE } from './recoding.js';
import { wipe } from './wiping.js';

/** What came of it. */
export interface KeyChange {
  /** False where the database had that key already. */
  readonly changed: boolean;
  readonly reports: number;
  /** Bytes of the new file. */
  readonly size: number;
  readonly old: OldFile;
}

/**
 * What became of the file that was there: `named-elsewhere` where a hard link still has it, `removed` where its file system knows
 * no second name of a file, so that it went without being overwritten.
 */
export type OldFile = 'overwritten' | 'named-elsewhere' | 'removed';

/**
 * The key that the database is encrypted with now, null where it is in the clear.
 * @throws {Failure} `no-input` where there is none, `database` where none of the keys opens it
 */
export function presentKey(file: DatabaseFile): DatabaseKey | null {
  requireThere(file);
  return explaining(file.database, () => requireUsable(file));
}

/**
 * Writes the database anew under another key.
 * @param file - with every key that it may be encrypted with
 * @param key - that it is to have, null for none
 * @throws {Failure} `no-input` where there is no database, `busy` where anybody is at work on it, `database` where it is
 * damaged or none of the keys opens it, `disk` where there is no room for a second one; nothing was changed then
 */
export function changeKey(file: DatabaseFile, key: DatabaseKey | null): KeyChange {
  const { database } = file;
  requireThere(file);
  const lock = takeLockAlone(
    database,
    'Stop it, a service with "systemctl stop" and a line of cron until this is done, and try again; nothing was changed.',
  );
  try {
    return explaining(database, () => {
      wipeRemains(database);
      removeRecoded(recodedOf(database));
      const present = requireUsable(file);
      return isSameKey(present, key)
        ? { changed: false, reports: 0, size: statSync(database).size, old: 'overwritten' }
        : exchange({ file: database, key: present }, key);
    });
  } finally {
    lock.release();
  }
}

/** The new database, until it has the name. */
const recodedOf = (database: string) => `${database}.recoded`;

/** The old database and its WAL under these names until they are overwritten. */
const remainsOf = (database: string) =>
  [
    ['', `${database}.to-wipe`],
    ['-wal', `${database}.to-wipe-wal`],
  ] as const;

/** What a killed run left. While it is still the database, it has that name, too, and nothing is overwritten. */
function wipeRemains(database: string): OldFile {
  const wiped = remainsOf(database).map(([, name]) => wipe(name));
  if (wiped.includes(false)) return 'named-elsewhere';
  return wiped[0] === true ? 'overwritten' : 'removed';
}

/** Takes the second names away where the first ones are still the database's; where they are not, the next run overwrites them. */
function forgetRemains(database: string): void {
  const [[, name]] = remainsOf(database);
  if (isTaken(name) && !isSameFile(name, database)) return;
  for (const [, remains] of remainsOf(database)) rmSync(remains, { force: true });
}

function isSameFile(one: string, another: string): boolean {
  const [a, b] = [one, another].map(name => lstatSync(name, { bigint: true, throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}

function exchange(old: Keyed, key: DatabaseKey | null): KeyChange {
  const made = { file: recodedOf(old.file), key };
  for (const [end, name] of remainsOf(old.file)) nameToWipe(`${old.file}${end}`, name);
  const recoding = openRecoding(old, made);
  let reports: number;
  try {
    holdAlone(recoding, old.file);
    recoding.write();
    reports = Number(recoding.connection.prepare(`SELECT count(*) FROM ${SOURCE}.reports`).pluck().get());
    replaceFile(made.file, old.file);
  } catch (error) {
    recoding.close();
    removeRecoded(made.file);
    forgetRemains(old.file);
    throw error;
  }
  recoding.close();
  return { changed: true, reports, size: statSync(old.file).size, old: wipeRemains(old.file) };
}

/** A second name, by which what the first one was taken from can be found and overwritten. */
function nameToWipe(file: string, name: string): void {
  if (!isTaken(file)) return;
  try {
    linkSync(file, name);
    // Where that does not count, as on some network disks, the name alone says nothing of whether it is still the database.
    if (lstatSync(name).nlink < 2) unlinkSync(name);
  } catch (error) {
    // FAT and some network disks know no second name of a file, and it can't be overwritten then.
    if (!/^(?:EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/.test(errorCode(error) ?? '')) throw error;
  }
}

/** Folds the WAL and keeps everybody else out until the connection is closed. */
function holdAlone({ connection }: Recoding, file: string): void {
  try {
    // It leaves the WAL only where nobody else has it open.
    connection.pragma(`${SOURCE}.journal_mode = DELETE`);
    connection.pragma(`${SOURCE}.locking_mode = EXCLUSIVE`);
    connection.exec('BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    if (!errorCode(error)?.startsWith('SQLITE_BUSY')) throw error;
    throw new Failure(
      'busy',
      `Another program has ${file} open, a "security-inbox show" or a sqlite3 shell ("fuser -v '${file}'" names it). End it and try again; nothing was changed.`,
      { cause: error },
    );
  }
}
