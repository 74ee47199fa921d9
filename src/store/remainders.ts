/**
 * Large mails and files, kept in pieces: of what is bound to a statement SQLite makes two copies, and what it reads is one
 * more. The row of a mail or file has how it begins; what stands behind that is its remainder.
 */
import { release } from '../release.js';
import type { Connection } from './database.js';

/** Bytes from which on something is kept in pieces. */
export const LARGE = 8_388_608;

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
  const id = newRemainder(connection, null);
  let position = 0;
  for (let at = PIECE; at < bytes.byteLength; at += PIECE) {
    position += 1;
    keepPiece(connection, id, position, bytes.subarray(at, at + PIECE));
  }
  return id;
}

/** @param mailbox - by which it is found again while it belongs to nothing; null where it will by the end of the transaction */
export function newRemainder(connection: Connection, mailbox: string | null): number {
  const { lastInsertRowid } = connection.prepare('INSERT INTO remainders (mailbox) VALUES (?)').run(mailbox);
  return Number(lastInsertRowid);
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

/** Lets go of a remainder, unless it is a mail's by now. */
export function letGoOf(connection: Connection, id: number): void {
  connection
    .prepare(
      'DELETE FROM remainders WHERE id = @id AND NOT EXISTS (SELECT 1 FROM messages WHERE remainder_id = @id)',
    )
    .run({ id });
}

/** Lets go of what mails left that were on their way and were not taken in. @param mailbox - of one alone; of all where it is left out */
export function letGoOfAbandoned(connection: Connection, mailbox: string | null = null): void {
  // To look takes no lock that anybody would have to wait for.
  const abandoned = connection
    .prepare(
      `SELECT id FROM remainders WHERE mailbox IS NOT NULL AND (@mailbox IS NULL OR mailbox = @mailbox)
         AND id NOT IN (SELECT remainder_id FROM messages WHERE remainder_id IS NOT NULL)`,
    )
    .pluck()
    .all({ mailbox }) as number[];
  for (const id of abandoned) letGoOf(connection, id);
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
