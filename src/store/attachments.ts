/**
 * The files that came with a report's mails, in the order they came.
 */
import type { Attachment } from '../message/message.js';
import type { Connection } from './database.js';
import { hashOf } from './messages.js';
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
      `SELECT length(bytes) AS size, encrypted FROM attachments
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
  return connection
    .prepare(
      `SELECT filename, bytes FROM attachments
       JOIN reports ON reports.id = report_id WHERE number = ? ORDER BY position`,
    )
    .all(number) as { filename: string | null; bytes: Uint8Array }[];
}

/**
 * Keeps files after those the report has: its mails' attachments stand in the order they came. Call inside the
 * transaction that records their mail.
 * @param id - the report's row
 */
export function recordAttachments(
  connection: Connection,
  id: number,
  attachments: readonly Attachment[],
): void {
  const insert = connection.prepare(
    `INSERT INTO attachments (report_id, position, filename, content_type, encrypted, sha256, bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const next = connection
    .prepare('SELECT coalesce(max(position) + 1, 0) FROM attachments WHERE report_id = ?')
    .pluck()
    .get(id) as number;
  for (const [index, { filename, contentType, origin, content }] of attachments.entries()) {
    const encrypted = origin === 'decrypted' ? 1 : 0;
    insert.run(id, next + index, filename, contentType, encrypted, hashOf(content), content);
  }
}
