/**
 * One poller at a time on one database. The lock is SQLite's own write lock on a file beside the database:
 * the operating system lets go of it when the process ends, however it ends, so nothing stale can remain.
 */
import { lstatSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { errorCode, Failure } from '../failure.js';
import { isDamage } from './damage.js';
import { explaining } from './database-trouble.js';
import { isTaken, makePrivateFile } from './durable-file.js';
import { SQLite } from './sqlite.js';

export interface Lock {
  release(): void;
}

/** Somebody else has the lock. */
class Held extends Failure {
  /** @param who - the holder, as words that follow "at work" */
  constructor(
    readonly who: string,
    cause: unknown,
  ) {
    super(
      'busy',
      `Another security-inbox is at work on this database${who}. This one left without doing anything: all right where cron started it while the last one still runs. Where that is a watch, nothing else has to poll.`,
      { cause },
    );
  }
}

/**
 * Takes the lock, or fails at once.
 * @param databaseFile - absolute path of the database
 * @throws {Failure} `busy` naming the process that holds it, `database` where it can't be taken
 */
export function takeLock(databaseFile: string): Lock {
  const file = `${databaseFile}.lock`;
  return explaining(file, () => {
    if (!isTaken(file)) makePrivateFile(file, 'folder');
    refuseLink(file);
    const connection = new SQLite(file, { timeout: 0 });
    try {
      connection.exec('CREATE TABLE IF NOT EXISTS holder (process INTEGER NOT NULL, since TEXT NOT NULL)');
      connection.exec('BEGIN IMMEDIATE; DELETE FROM holder;');
      connection.prepare('INSERT INTO holder VALUES (?, ?)').run(process.pid, new Date().toISOString());
      // Committed so that who comes second can read it, and taken again before anybody can come between: where
      // somebody does, this is the second.
      connection.exec('COMMIT; BEGIN IMMEDIATE;');
    } catch (error) {
      const holder = errorCode(error)?.startsWith('SQLITE_BUSY') ? describeHolder(connection) : null;
      connection.close();
      if (holder !== null) throw new Held(holder, error);
      if (isDamage(error)) throw new Failure('database', `${file} is damaged. Delete it: it holds nothing.`);
      throw error;
    }
    return { release: () => connection.close() };
  });
}

/** SQLite would follow it, and write into what it leads to with the rights of whoever takes the lock. */
function refuseLink(file: string): void {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new Failure(
    'database',
    `${file} is a symbolic link, which security-inbox never makes, so it was not followed. Find out who laid it there, and delete it: a lock holds nothing.`,
  );
}

/** Who is at work on a database. */
export interface Holder {
  /** Process id; null where it can't be told. */
  readonly process: number | null;
  /** UTC instant, ISO 8601; null where it can't be told. */
  readonly since: string | null;
}

/**
 * Whether a poll or watch has the lock, which is asked without taking it.
 * @param databaseFile - absolute path of the database
 * @returns null where nobody has it
 * @throws {Failure} `database` where the lock can't be looked at
 */
export function lockHolder(databaseFile: string): Holder | null {
  const file = `${databaseFile}.lock`;
  if (!isTaken(file)) return null;
  return explaining(file, () => {
    refuseLink(file);
    const connection = new SQLite(file, { timeout: 0, fileMustExist: true });
    try {
      connection.exec('BEGIN IMMEDIATE; ROLLBACK');
      return null;
    } catch (error) {
      if (errorCode(error)?.startsWith('SQLITE_BUSY'))
        return holderIn(connection) ?? { process: null, since: null };
      throw error;
    } finally {
      connection.close();
    }
  });
}

/** @returns words that follow "at work" */
function describeHolder(connection: Database.Database): string {
  const holder = holderIn(connection);
  return holder ? ` (process ${holder.process}, since ${holder.since})` : '';
}

function holderIn(connection: Database.Database): Holder | null {
  try {
    const row = connection.prepare('SELECT process, since FROM holder').get() as
      | { process: number; since: string }
      | undefined;
    return row ?? null;
  } catch {
    return null;
  }
}

/**
 * Takes the lock of those that publish, which keeps no poller from its work.
 * @param database - absolute path
 * @throws {Failure} `busy` with the holder; whatever else `takeLock` throws
 */
export function takePublishingLock(database: string): Lock {
  try {
    return takeLock(`${database}.publishing`);
  } catch (error) {
    if (!(error instanceof Held)) throw error;
    throw new Failure(
      'busy',
      `Another publish is at work${error.who}. This one left without doing anything; run it again when that has ended.`,
      { cause: error },
    );
  }
}

/**
 * Takes the lock for something that no poller may be at work during.
 * @param file - absolute path of the database
 * @param advice - what is to be done first
 * @throws {Failure} `busy` with the holder and the advice; whatever else `takeLock` throws
 */
export function takeLockAlone(file: string, advice: string): Lock {
  try {
    return takeLock(file);
  } catch (error) {
    if (!(error instanceof Held)) throw error;
    throw new Failure('busy', `A poll or watch is at work on ${file}${error.who}. ${advice}`, {
      cause: error,
    });
  }
}
