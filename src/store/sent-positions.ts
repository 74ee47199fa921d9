/**
 * How far the Sent folder was read for people's answers, and the reports that are waiting for one.
 */
import type { FolderKey, Position } from '../mailbox/position.js';
import type { Connection } from './database.js';

/** Every answer up to `uid` to a report up to `lastReport` is on record. */
export interface SentPosition extends Position {
  /** The row of the last report that was looked for; 0 before the first. */
  readonly lastReport: number;
}

/** A report that nobody has answered. */
export interface WaitingReport {
  readonly id: number;
  readonly receivedAt: Date;
}

/** @returns null for a folder never read before */
export function readSentPosition(connection: Connection, key: FolderKey): SentPosition | null {
  const row = connection
    .prepare('SELECT uidvalidity, uid, last_report FROM sent_positions WHERE mailbox = ? AND folder = ?')
    .get(key.mailbox, key.folder) as { uidvalidity: string; uid: number; last_report: number } | undefined;
  return row ? { uidValidity: row.uidvalidity, uid: row.uid, lastReport: row.last_report } : null;
}

/** Puts the position of a folder. */
export function putSentPosition(connection: Connection, key: FolderKey, position: SentPosition): void {
  connection
    .prepare(
      `INSERT INTO sent_positions (mailbox, folder, uidvalidity, uid, last_report) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (mailbox, folder) DO UPDATE SET
         uidvalidity = excluded.uidvalidity, uid = excluded.uid, last_report = excluded.last_report`,
    )
    .run(key.mailbox, key.folder, position.uidValidity, position.uid, position.lastReport);
}

/**
 * The open reports that nobody has answered, in the order they were recorded. Which they are is asked of the summaries:
 * in `reports` the same columns stand behind the document, all of which would be read.
 */
export function waitingReports(connection: Connection): WaitingReport[] {
  const rows = connection
    .prepare(
      `SELECT id, received_at FROM report_summaries AS summary JOIN reports ON id = report_id
       WHERE summary.acknowledged_at IS NULL AND summary.closed_at IS NULL AND summary.purged_at IS NULL
       ORDER BY report_id`,
    )
    .all() as { id: number; received_at: string }[];
  return rows.map(row => ({ id: row.id, receivedAt: new Date(row.received_at) }));
}

/** When a report arrived. @param reportId - of a report on record */
export function arrivalOf(connection: Connection, reportId: number): Date {
  const at = connection.prepare('SELECT received_at FROM reports WHERE id = ?').pluck().get(reportId);
  return new Date(at as string);
}
