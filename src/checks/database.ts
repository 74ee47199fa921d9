/**
 * The database: that it opens, is sound, and is of this version; who is at work on it; and what waits in it. Looked at
 * beside a running poll or watch, and neither migrated nor written to.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { counted } from '../counted.js';
import { errorCode } from '../failure.js';
import { type DatabaseFile, type DatabaseKey, isSameKey } from '../store/connecting.js';
import { requireSound } from '../store/damage.js';
import type { Connection } from '../store/database.js';
import { explaining } from '../store/database-trouble.js';
import { openToLook } from '../store/existing-database.js';
import { type Figures, figuresOf } from '../store/figures.js';
import { lockHolder } from '../store/lock.js';
import { SCHEMA_VERSION } from '../store/schema-version.js';
import { countUndelivered } from '../store/undelivered.js';
import { existingFolderAbove } from './existing-folder.js';
import { checkRemnants } from './remnants.js';
import { type CheckResult, failed, failure, ok, skipped, skippedAfter, warning } from './result.js';

const QUEUES = ['queue.receipts', 'queue.held', 'queue.undelivered', 'queue.unread'];
const LATER = ['database.integrity', 'database.schema', ...QUEUES];

/** Told of the database where it is open and of the present schema. */
export type OpenListener = (connection: Connection) => void;

/**
 * Looks at it.
 * @param onOpen - what else wants to look at it
 */
export function* checkDatabase(
  databaseFile: DatabaseFile,
  now: Date,
  onOpen: OpenListener,
): Generator<CheckResult> {
  const { database: file } = databaseFile;
  const held = checkHolder(file);
  yield held;
  if (held.outcome === 'failure') yield* skippedAfter(['database.remnants'], "the lock can't be looked at");
  else yield checkRemnants(databaseFile);
  if (!existsSync(file)) {
    yield judgeAbsence(file);
    yield* skippedAfter(LATER, 'there is no database');
    return;
  }
  let looked: ReturnType<typeof openToLook>;
  try {
    looked = openToLook(databaseFile);
    yield opened(databaseFile, looked.key);
  } catch (error) {
    yield failed('database.open', error);
    yield* skippedAfter(LATER, 'the database does not open');
    return;
  }
  const { connection, version } = looked;
  try {
    yield checkSound(connection, file);
    if (version < SCHEMA_VERSION) {
      yield warning(
        'database.schema',
        `It was written by an older security-inbox (schema ${version}, this one writes ${SCHEMA_VERSION}).`,
        'Restart watch, or let the next poll run: it keeps a copy beside the database and migrates it.',
      );
      yield* skippedAfter(QUEUES, 'the schema is older');
      return;
    }
    yield ok('database.schema', `Its schema is the present one, ${version}.`);
    onOpen(connection);
    yield* explaining(file, () =>
      judgeWaiting({ ...figuresOf(connection, now), undelivered: countUndelivered(connection) }, now),
    );
  } catch (error) {
    yield failed('queue.receipts', error);
  } finally {
    connection.close();
  }
}

/** Whether the first poll can make it. */
function judgeAbsence(file: string): CheckResult {
  const id = 'database.open';
  if (existsSync(`${file}-wal`)) {
    return failure(
      id,
      'database',
      `There is ${file}-wal, but the database ${file} that it belongs to is gone.`,
      'Put it back, or run "security-inbox restore BACKUP" with the last backup.',
    );
  }
  const folder = existingFolderAbove(file);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return skipped(id, `There is no database at ${file} yet: the first poll makes it.`);
  } catch (error) {
    return failure(
      id,
      'database',
      `There is no database at ${file} yet, and the first poll can't make it in ${folder} (${errorCode(error) ?? 'unknown error'}).`,
      'Make the user that runs security-inbox the owner of that folder.',
    );
  }
}

function opened({ database, databaseKeys }: DatabaseFile, key: DatabaseKey | null): CheckResult {
  const [wanted = null] = databaseKeys;
  const id = 'database.open';
  if (key === null) return ok(id, `The database ${database} opens; it is not encrypted.`);
  if (isSameKey(key, wanted)) return ok(id, `The database ${database} opens with databaseKey.`);
  return warning(
    id,
    `The database ${database} opens with one of previousDatabaseKeys alone.`,
    'Stop poll and watch and run "security-inbox rekey", which encrypts it with databaseKey.',
  );
}

function checkHolder(file: string): CheckResult {
  const id = 'database.lock';
  try {
    const holder = lockHolder(file);
    if (holder === null) return ok(id, 'No poll or watch is at work on the database now.');
    const { process, since } = holder;
    return ok(
      id,
      `A poll or watch is at work on the database${process === null ? '' : `: process ${process}, since ${since}`}.`,
    );
  } catch (error) {
    return failed(id, error);
  }
}

function checkSound(connection: Connection, file: string): CheckResult {
  const id = 'database.integrity';
  try {
    explaining(file, () => requireSound(connection, 'quick_check', file));
    return ok(id, 'SQLite finds no damage in it.');
  } catch (error) {
    return failed(id, error);
  }
}

/** Milliseconds that a receipt waits in trouble that passes by itself. */
const LONG = 3_600_000;

/** What waits, of all that is counted. */
export interface Waiting extends Pick<Figures, 'receipts' | 'oldestQueued' | 'unopened' | 'unreadMessages'> {
  /** Receipts to open reports that did not arrive. */
  readonly undelivered: number;
}

/** Pure. @param now - UTC instant */
export function judgeWaiting(
  { receipts, oldestQueued: oldest, unopened, unreadMessages, undelivered }: Waiting,
  now: Date,
): CheckResult[] {
  const queued = receipts.get('queued') ?? 0;
  const held = receipts.get('held') ?? 0;
  const closed = [...unopened.values()].reduce((sum, count) => sum + count, 0);
  const isLate = oldest !== null && now.getTime() - oldest.getTime() > LONG;
  return [
    isLate
      ? warning(
          'queue.receipts',
          `${counted(queued, 'receipt')} to be sent; the oldest has waited since ${oldest.toISOString()}.`,
          'If the mail server is well (smtp.login), "security-inbox digest" shows what it answered. "security-inbox retry" has them tried at once.',
        )
      : ok('queue.receipts', `${counted(queued, 'receipt')} to be sent.`),
    held > 0
      ? warning(
          'queue.held',
          `${counted(held, 'receipt')} ${held === 1 ? 'waits' : 'wait'} for a person.`,
          '"security-inbox digest" shows which; decide with "receipt release ID" or "receipt drop ID".',
        )
      : ok('queue.held', 'No receipt waits for a person.'),
    undelivered > 0
      ? warning(
          'queue.undelivered',
          `${counted(undelivered, 'receipt')} to open reports did not arrive.`,
          '"security-inbox digest" shows which; send again with "requeue ID", or write to the reporter yourself.',
        )
      : ok('queue.undelivered', 'No receipt to an open report was refused or came back.'),
    closed + unreadMessages > 0
      ? warning(
          'queue.unread',
          `${counted(closed, 'open report')} could not be read, and ${counted(unreadMessages, 'message')} the mail server lists and does not give.`,
          '"security-inbox quarantine list" shows what might help.',
        )
      : ok('queue.unread', 'Every open report was read.'),
  ];
}
