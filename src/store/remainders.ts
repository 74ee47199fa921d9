/**
 * Large mails and files, kept in pieces: of what is bound to a statement SQLite makes two copies, and what it reads is one
 * more. The row of a mail or file has how it begins; what stands behind that is its remainder.
 */
import { LARGE } from '../mailbox/arrival.js';
import { release } from '../release.js';
import type { Connection } from './database.js';
import { isDatabaseTrouble } from './database-trouble.js';

/** Bytes of a piece. A mail's whole header stands in the first. */
const PIECE = 1_048_576;

/** Kilobytes of large bytes that SQLite may keep in its cache, where its usual 16,000 are of use to nobody. */
const SMALL_CACHE = 1000;

/** What of some bytes stands in their row. */
export function beginningOf(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength < LARGE ? bytes : bytes.subarray(0, PIECE);
}

/**
 * Keeps what does not stand in the row. Call inside the transaction that writes that.
 * @returns the remainder's id; null where there is none
 */
export function keepRemainderOf(connection: Connection, bytes: Uint8Array): number | null {
  if (bytes.byteLength < LARGE) return null;
  const id = newRemainder(connection);
  let position = 0;
  for (let at = PIECE; at < bytes.byteLength; at += PIECE) {
    position += 1;
    keepPiece(connection, id, position, bytes.subarray(at, at + PIECE));
  }
  return id;
}

/** Begins one that has no piece yet. @returns its id */
export function newRemainder(connection: Connection): number {
  return Number(connection.prepare('INSERT INTO remainders DEFAULT VALUES').run().lastInsertRowid);
}

/** @param position - from 1 on, without a gap */
export function keepPiece(connection: Connection, id: number, position: number, bytes: Uint8Array): void {
  connection
    .prepare('INSERT INTO remainder_pieces (remainder_id, position, bytes) VALUES (?, ?, ?)')
    .run(id, position, bytes);
}

/**
 * Some bytes as one.
 * @param beginning - as their row has it
 * @param id - their remainder; null where that is all
 * @param makeRoom - gives the memory for so many bytes
 */
export function wholeOf(
  connection: Connection,
  beginning: Uint8Array,
  id: number | null,
  makeRoom: (bytes: number) => ArrayBuffer = bytes => new ArrayBuffer(bytes),
): Uint8Array {
  if (id === null) return beginning;
  const { pieces, bytes } = connection
    .prepare(
      `SELECT count(*) AS pieces, coalesce(sum(length(bytes)), 0) AS bytes FROM remainder_pieces
       WHERE remainder_id = ?`,
    )
    .get(id) as { readonly pieces: number; readonly bytes: number };
  const whole = Buffer.from(makeRoom(beginning.byteLength + bytes));
  whole.set(beginning);
  const next = connection
    .prepare('SELECT bytes FROM remainder_pieces WHERE remainder_id = ? AND position = ?')
    .pluck();
  let at = beginning.byteLength;
  for (let position = 1; position <= pieces; position += 1) {
    const piece = next.get(id, position) as Buffer;
    whole.set(piece, at);
    at += piece.byteLength;
    release(piece);
  }
  return whole;
}

/** Bytes of what a row holds, as SQL. @param table - whose row it is */
export const sizeIn = (table: 'messages' | 'attachments'): string =>
  `(length(${table}.bytes) + (SELECT coalesce(sum(length(pieces.bytes)), 0) FROM remainder_pieces AS pieces
     WHERE pieces.remainder_id = ${table}.remainder_id))`;

/** What belongs to a mail or a file, as SQL. */
const BELONGS = `(EXISTS (SELECT 1 FROM messages WHERE remainder_id = remainders.id)
  OR EXISTS (SELECT 1 FROM attachments WHERE remainder_id = remainders.id))`;

/**
 * Lets go of a remainder, unless it belongs to a mail by now: piece by piece, since what is deleted is overwritten, which takes
 * as much room again until it is done. Call outside of any transaction.
 * @returns false where the database has no room even for that, or is held by others: to be tried again
 */
export function letGoOf(connection: Connection, id: number): boolean {
  const isAbandoned = connection.prepare(`SELECT 1 FROM remainders WHERE id = ? AND NOT ${BELONGS}`).get(id);
  if (isAbandoned === undefined) return true;
  const drop = connection.prepare(
    `DELETE FROM remainder_pieces WHERE remainder_id = @id AND position = (
       SELECT max(position) FROM remainder_pieces WHERE remainder_id = @id)`,
  );
  try {
    while (drop.run({ id }).changes > 0);
    connection.prepare('DELETE FROM remainders WHERE id = ?').run(id);
    return true;
  } catch (error) {
    if (isDatabaseTrouble(error)) return false;
    throw error;
  }
}

/** Lets go of what mails left that a process before was taking in. Call while nobody takes any in. */
export function letGoOfAbandoned(connection: Connection): void {
  // To look takes no lock that anybody would have to wait for.
  const abandoned = connection.prepare(`SELECT id FROM remainders WHERE NOT ${BELONGS}`).pluck().all();
  for (const id of abandoned as number[]) letGoOf(connection, id);
}

/** Does what writes large bytes with a cache that keeps little of them. */
export function withSmallCache<T>(connection: Connection, act: () => T): T {
  const usual = Number(connection.pragma('cache_size', { simple: true }));
  connection.pragma(`cache_size = -${SMALL_CACHE}`);
  try {
    return act();
  } finally {
    connection.pragma(`cache_size = ${usual}`);
  }
}
