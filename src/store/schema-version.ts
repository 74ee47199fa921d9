/**
 * Whose a database is and which schema it has, told without writing to it, and the way to the present schema.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { errorCode, Failure } from '../failure.js';
import { connect, type DatabaseKey } from './connecting.js';
import { Damage, sqliteSays } from './damage.js';
import { isEmptyOrAway } from './durable-file.js';
import { missingFrom } from './expected-schema.js';
import { isInTheClear } from './first-page.js';
import { first } from './migrations/0001-first.js';
import { threads } from './migrations/0002-threads.js';
import { words } from './migrations/0003-words.js';
import { attachedWords } from './migrations/0004-attached-words.js';
import { sentMails } from './migrations/0005-sent-mails.js';
import { restores } from './migrations/0006-restores.js';
import { outboxWaits } from './migrations/0007-outbox-waits.js';
import { unread } from './migrations/0008-unread.js';
import { history } from './migrations/0009-history.js';
import { summariesAndSearch } from './migrations/0010-summaries-and-search.js';
import { notices } from './migrations/0011-notices.js';
import { sentAndNearMisses } from './migrations/0012-sent-and-near-misses.js';
import { digestMails } from './migrations/0013-digest-mails.js';
import { refreshTokens } from './migrations/0014-refresh-tokens.js';
import { passes } from './migrations/0015-passes.js';
import { mailboxes } from './migrations/0016-mailboxes.js';
import { receiptsOfNoMailbox } from './migrations/0017-receipts-of-no-mailbox.js';
import { awaitedCopies } from './migrations/0018-awaited-copies.js';
import { apparentStandings } from './migrations/0019-apparent-standings.js';
import { advisories } from './migrations/0020-advisories.js';
import { receiptsOfLate } from './migrations/0021-receipts-of-late.js';
import { publishedDocuments } from './migrations/0022-published-documents.js';
import { remainders } from './migrations/0023-remainders.js';

/** Numbered from 1; a database's user_version is the number of the last one applied. */
const MIGRATIONS: readonly string[] = [
  first,
  threads,
  words,
  attachedWords,
  sentMails,
  restores,
  outboxWaits,
  unread,
  history,
  summariesAndSearch,
  notices,
  sentAndNearMisses,
  digestMails,
  refreshTokens,
  passes,
  mailboxes,
  receiptsOfNoMailbox,
  awaitedCopies,
  apparentStandings,
  advisories,
  receiptsOfLate,
  publishedDocuments,
  remainders,
];

/** The schema this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** "SecI", so that `file` and SQLite's tools can tell whose database this is. */
const APPLICATION_ID = 0x53656349;

/** What the header of a database says of it. */
export interface Marks {
  readonly application: number;
  readonly version: number;
}

/** The marks as a connection sees them. */
export function marksOf(connection: Database.Database): Marks {
  return {
    application: Number(connection.pragma('application_id', { simple: true })),
    version: Number(connection.pragma('user_version', { simple: true })),
  };
}

/** "The Database File Format" §1.3: the header's length, and where it holds what is read here, big-endian. */
const HEADER_BYTES = 100;
const PAGE_SIZE_AT = 16;
const CHANGES_AT = 24;
const PAGES_AT = 28;
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;
const PAGES_VALID_FOR_AT = 92;

/** A page size of 65536 does not fit into its field, and is written as 1. */
const LARGEST_PAGE = 65_536;

/**
 * The marks of a file, read before anything could write to it: a database in WAL mode is written to by opening it.
 * Call before this process has the file open, because closing it lets go of SQLite's locks (POSIX).
 * @param key - of the file, null where it is in the clear
 * @param timeout - milliseconds to wait for a lock
 * @throws {Failure} `database` where the file is cut off or does not begin as a SQLite database does
 * @throws what the system and SQLite throw
 */
export function readMarks(file: string, key: DatabaseKey | null, timeout: number): Marks {
  if (key !== null) return readEncryptedMarks(file, key, timeout);
  const { marks, missing } = readHeader(file);
  if (isEmptyOrAway(`${file}-wal`)) {
    // Looked at twice: somebody may just have folded a WAL into it.
    if (missing > 0 && readHeader(file).missing > 0 && isEmptyOrAway(`${file}-wal`)) {
      throw new Damage(file, `it ends ${missing} bytes before its last page does`);
    }
    return marks;
  }
  // The newest header may still stand in the WAL, where SQLite finds it. Read-only, it folds nothing into the file.
  const connection = connect(file, null, { readonly: true, fileMustExist: true, timeout });
  try {
    return marksOf(connection);
  } finally {
    connection.close();
  }
}

/** Only SQLite reads the header of an encrypted file. That it opens with our key shows that it is ours to write to. */
function readEncryptedMarks(file: string, key: DatabaseKey, timeout: number): Marks {
  const connection = connect(file, key, { fileMustExist: true, timeout });
  try {
    const marks = marksOf(connection);
    const bytes =
      Number(connection.pragma('page_count', { simple: true })) *
      Number(connection.pragma('page_size', { simple: true }));
    // In this order: pages that are not in a WAL are in the file.
    const missing = isEmptyOrAway(`${file}-wal`) ? bytes - statSync(file).size : 0;
    if (missing > 0) throw new Damage(file, `it ends ${missing} bytes before its last page does`);
    return marks;
  } finally {
    connection.close();
  }
}

interface Header {
  readonly marks: Marks;
  /** Bytes that the file is shorter than its header says; SQLite would read zeros there. */
  readonly missing: number;
}

function readHeader(file: string): Header {
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    const length = readSync(descriptor, header, 0, HEADER_BYTES, 0);
    if (length < HEADER_BYTES || !isInTheClear(header)) {
      throw new Damage(file, 'it does not begin as one does');
    }
    const marks = {
      application: header.readInt32BE(APPLICATION_ID_AT),
      version: header.readInt32BE(USER_VERSION_AT),
    };
    const pageSize = header.readUInt16BE(PAGE_SIZE_AT);
    const isCounted = header.readUInt32BE(CHANGES_AT) === header.readUInt32BE(PAGES_VALID_FOR_AT);
    const bytes = header.readUInt32BE(PAGES_AT) * (pageSize === 1 ? LARGEST_PAGE : pageSize);
    return { marks, missing: isCounted ? Math.max(0, bytes - fstatSync(descriptor).size) : 0 };
  } finally {
    closeSync(descriptor);
  }
}

/** What keeps this program from using a database. */
export type Unknown = 'of another program' | 'of a newer version';

/** @returns null where it is of this version or an older one */
export function unknownTo({ application, version }: Marks): Unknown | null {
  if (application !== APPLICATION_ID) return 'of another program';
  return version > SCHEMA_VERSION ? 'of a newer version' : null;
}

/**
 * Refuses what this program must not write to.
 * @throws {Failure} `database` for another program's and for a newer version's
 */
export function requireKnown(marks: Marks, file: string): void {
  switch (unknownTo(marks)) {
    case 'of another program':
      throw new Failure(
        'database',
        `${file} is a SQLite database of another program. Name a file of its own in "database".`,
      );
    case 'of a newer version':
      throw new Failure(
        'database',
        `${file} was written by a newer security-inbox (schema ${marks.version}, this one knows ${SCHEMA_VERSION}). Nothing was changed. Install the newer version.`,
      );
    case null:
      return;
  }
}

/**
 * Brings a database to the present schema. Call inside a transaction.
 * @param from - its schema; 0 for an empty one
 */
export function applyMigrations(connection: Database.Database, from: number): void {
  for (const migration of MIGRATIONS.slice(from)) connection.exec(migration);
  connection.pragma(`application_id = ${APPLICATION_ID}`);
  connection.pragma(`user_version = ${SCHEMA_VERSION}`);
}

/**
 * Brings an older database to the present schema. Call inside a transaction, which a failure has to undo.
 * @param file - as the operator is to know it
 * @param backup - the copy that was made of it
 * @throws {Failure} `database` where it is not what released programs wrote under its number
 */
export function migrateFrom(
  { version }: Marks,
  connection: Database.Database,
  file: string,
  backup: string,
): void {
  try {
    applyMigrations(connection, version);
  } catch (error) {
    // The disk, a lock and damage have sentences of their own.
    if (!/^SQLITE_(?:ERROR|CONSTRAINT)/.test(errorCode(error) ?? '')) throw error;
    throw neverReleased(file, version, backup, sqliteSays((error as Error).message), error);
  }
  const [missing] = missingFrom(connection, fresh => applyMigrations(fresh, 0));
  if (missing !== undefined) throw neverReleased(file, version, backup, `it has no ${missing}`);
}

function neverReleased(
  file: string,
  version: number,
  backup: string,
  found: string,
  cause?: unknown,
): Failure {
  return new Failure(
    'database',
    `${file} can't be migrated from schema ${version} to ${SCHEMA_VERSION}: ${found}. A development version that was never released wrote it, or another program changed it. Nothing was changed, and a copy of it is ${backup}. Go on with the version that wrote it, or run "security-inbox restore BACKUP" with a backup of a released version. Without either, name a new file in "database": the mailbox is then read as if for the first time, and receipts to old mail wait for a person.`,
    { cause },
  );
}
