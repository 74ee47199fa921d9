/**
 * The files of reports, each with the mail it came in, in the order those came or were last read.
 */
import type { Attachment } from '../message/message.js';
import type { Connection } from './database.js';
import { hashOf } from './messages.js';
import { beginningOf, keepRemainderOf, sizeIn, wholeOf } from './remainders.js';
import type { ReportNumber } from './reports.js';

/** What is known of a kept file without reading it. */
export interface KeptFile {
  /** Bytes. */
  readonly size: number;
  readonly cameEncrypted: boolean;
}

/** A report's files, in the order of `content.attachments`. */
export function keptFiles(connection: Connection, number: ReportNumber): KeptFile[] {
  const rows = connection
    .prepare(
      `SELECT ${sizeIn('attachments')} AS size, encrypted FROM attachments
       JOIN reports ON reports.id = report_id WHERE number = ? ORDER BY position`,
    )
    .all(number) as { readonly size: number; readonly encrypted: 0 | 1 }[];
  return rows.map(({ size, encrypted }) => ({ size, cameEncrypted: encrypted === 1 }));
}

/** The same with their bytes. */
export function attachmentsOf(
  connection: Connection,
  number: ReportNumber,
): { readonly filename: string | null; readonly bytes: Uint8Array }[] {
  const rows = connection
    .prepare(
      `SELECT filename, bytes, remainder_id FROM attachments
       JOIN reports ON reports.id = report_id WHERE number = ? ORDER BY position`,
    )
    .all(number) as {
    readonly filename: string | null;
    readonly bytes: Uint8Array;
    readonly remainder_id: number | null;
  }[];
  return rows.map(({ filename, bytes, remainder_id }) => ({
    filename,
    bytes: wholeOf(connection, bytes, remainder_id),
  }));
}

/**
 * Keeps the files of a mail, after those the report has. Call inside the transaction that records the mail.
 * @param id - the report's row
 * @param message - the mail's row
 */
export function recordAttachments(
  connection: Connection,
  id: number,
  message: number,
  attachments: readonly Attachment[],
): void {
  const insert = connection.prepare(
    `INSERT INTO attachments
       (report_id, position, filename, content_type, encrypted, sha256, bytes, message_id, remainder_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const next = connection
    .prepare('SELECT coalesce(max(position) + 1, 0) FROM attachments WHERE report_id = ?')
    .pluck()
    .get(id) as number;
  for (const [index, { filename, contentType, origin, content }] of attachments.entries()) {
    const encrypted = origin === 'decrypted' ? 1 : 0;
    insert.run(
      id,
      next + index,
      filename,
      contentType,
      encrypted,
      hashOf(content),
      beginningOf(content),
      message,
      keepRemainderOf(connection, content),
    );
  }
}

/**
 * Puts other files in the place of those of a mail that is read again; they come last. Of a mail from before files had
 * one, all files of the report are its own where no other mail can have brought any, and else they stay.
 * @param message - the mail's row
 * @returns the positions that the files had which are gone
 */
export function replaceAttachments(
  connection: Connection,
  id: number,
  message: number,
  attachments: readonly Attachment[],
): number[] {
  const gone = connection
    .prepare(
      `DELETE FROM attachments WHERE report_id = @id AND (message_id = @message OR message_id IS NULL AND
         NOT EXISTS (SELECT 1 FROM messages WHERE report_id = @id AND id <> @message AND role = 'follow-up'))
       RETURNING position`,
    )
    .pluck()
    .all({ id, message }) as number[];
  const left = connection
    .prepare('SELECT position FROM attachments WHERE report_id = ? ORDER BY position')
    .pluck()
    .all(id) as number[];
  const move = connection.prepare('UPDATE attachments SET position = ? WHERE report_id = ? AND position = ?');
  // Each moves down at most, into a place that is free by then.
  for (const [position, before] of left.entries()) if (position !== before) move.run(position, id, before);
  recordAttachments(connection, id, message, attachments);
  return gone;
}
