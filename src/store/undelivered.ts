/**
 * Receipts that did not reach their reporter, and what else is asked of the record as a whole by who checks it.
 */
import type { Connection } from './database.js';

/** Receipts to open reports that were refused for good, or came back: somebody may still write to the reporter. */
export function countUndelivered(connection: Connection): number {
  return connection
    .prepare(
      `SELECT count(*) FROM receipts JOIN reports ON reports.id = report_id
       WHERE receipts.state IN ('refused', 'bounced') AND closed_at IS NULL`,
    )
    .pluck()
    .get() as number;
}

/** When the newest report was recorded, UTC; null where there is none. */
export function newestRecord(connection: Connection): Date | null {
  const newest = connection.prepare('SELECT max(recorded_at) FROM reports').pluck().get() as string | null;
  return newest === null ? null : new Date(newest);
}
