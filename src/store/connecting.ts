/**
 * Where every connection to the database and to its copies is made: with its key, and with what SQLite sorts kept in
 * memory. An encrypted database has the format of SQLCipher 4, which other tools read too: each page under AES-256 in
 * CBC mode with random bytes of its own, and an HMAC-SHA512 over it. The pages of WAL and journals are encrypted as well.
 */
import type Database from 'better-sqlite3';
import { Failure } from '../failure.js';
import { isDamage, Unopened } from './damage.js';
import { BUSY_TIMEOUT } from './database-trouble.js';
import { isEmptyOrAway } from './durable-file.js';
import { firstPage, isInTheClear, isSealedWith } from './first-page.js';
import { SQLite } from './sqlite.js';

/** 32 random bytes. */
export type DatabaseKey = Uint8Array;

/** Which database, and what it is encrypted with. */
export interface DatabaseFile {
  /** Its absolute path. */
  readonly database: string;
  /** The present key first, then earlier ones. Empty where it is not to be encrypted. */
  readonly databaseKeys: readonly DatabaseKey[];
}

/**
 * Opens a file.
 * @param key - null for one in the clear
 * @throws what SQLite throws, which finds a wrong key only where it reads
 */
export function connect(
  file: string,
  key: DatabaseKey | null,
  options: Database.Options = {},
): Database.Database {
  const connection = new SQLite(file, options);
  // Words of reports must not lie about in the system's temporary folder, where nothing is encrypted.
  connection.pragma('temp_store = MEMORY');
  if (key !== null) {
    chooseCipher(connection);
    connection.key(asRawKey(key));
  }
  return connection;
}

/** Has a connection's keys belong to the cipher that is used here. */
export function chooseCipher(connection: Database.Database): void {
  connection.pragma("cipher = 'sqlcipher'");
  connection.pragma('legacy = 4');
}

/** A key in the form that is taken as it is; any other would be stretched like a passphrase, for 0.2 seconds each time. */
export function asRawKey(key: DatabaseKey): Buffer {
  return Buffer.from(`x'${Buffer.from(key).toString('hex')}'`, 'latin1');
}

/** Whether two keys, or the lack of one, are the same. */
export function isSameKey(one: DatabaseKey | null, another: DatabaseKey | null): boolean {
  return one === null || another === null ? one === another : Buffer.from(one).equals(another);
}

/**
 * Which key a file is encrypted with. Call before this process has the file open, because closing it lets go of SQLite's
 * locks (POSIX).
 * @returns null for one in the clear
 * @throws {Failure} `database` where it is encrypted and none of the keys opens it, or its beginning is damaged
 */
export function keyOf(file: string, keys: readonly DatabaseKey[]): DatabaseKey | null {
  const page = firstPage(file);
  if (isInTheClear(page)) return null;
  // A page that is cut off, as a process was killed over it, stands whole in the journal or WAL, which SQLite folds in.
  const isUnfinished = ['-wal', '-journal'].some(end => !isEmptyOrAway(`${file}${end}`));
  const key =
    keys.find(one => isSealedWith(page, one)) ??
    (isUnfinished ? keys.find(one => opens(file, one)) : undefined);
  if (key === undefined) throw new Unopened(file, keys.length);
  return key;
}

function opens(file: string, key: DatabaseKey): boolean {
  const connection = connect(file, key, { timeout: BUSY_TIMEOUT, fileMustExist: true });
  try {
    connection.pragma('user_version');
    return true;
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  } finally {
    connection.close();
  }
}

/**
 * Refuses a database in the clear where the configuration has a key: who configured one takes its words for encrypted.
 * @throws {Failure} `database`
 */
export function requireAsConfigured(key: DatabaseKey | null, { database, databaseKeys }: DatabaseFile): void {
  if (key !== null || databaseKeys.length === 0) return;
  throw new Failure(
    'database',
    `${database} is not encrypted, and the configuration has a databaseKey. Run "security-inbox encrypt" while no poll or watch is at work, or take databaseKey out of the configuration.`,
  );
}

/**
 * Refuses, for a database that is open, the keys with which it could not be opened anew.
 * @param key - that it was opened with; null where it is in the clear
 * @throws {Failure} `database`, as opening it would
 */
export function requireOpensAgain(key: DatabaseKey | null, file: DatabaseFile): void {
  requireAsConfigured(key, file);
  const { database, databaseKeys } = file;
  if (key !== null && !databaseKeys.some(one => isSameKey(one, key))) {
    throw new Unopened(database, databaseKeys.length);
  }
}
