/** Bytes as the database has them: large ones lie there in pieces. */
import type { Installation } from './program.js';

/** @param where - in SQL; all rows where it is left out */
export function wholeBytes(
  { query }: Pick<Installation, 'query'>,
  table: 'messages' | 'attachments',
  where = 'true',
): Buffer[] {
  return query(`SELECT bytes, remainder_id FROM ${table} WHERE ${where} ORDER BY rowid`).map(row => {
    const pieces = query(
      `SELECT bytes FROM remainder_pieces WHERE remainder_id = ${row.remainder_id ?? 0} ORDER BY position`,
    );
    return Buffer.concat([row, ...pieces].map(({ bytes }) => bytes as Uint8Array));
  });
}
