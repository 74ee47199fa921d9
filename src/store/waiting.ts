/**
 * What waits on record, counted: the numbers that tell an operator whether somebody should look.
 */
import type { Connection } from './database.js';
import { unopenedMails } from './unopened-mails.js';

export interface Waiting {
  /** Receipts that are to go with the next pass or a later one. */
  readonly queued: number;
  /** When the oldest of them was written, UTC; null where there is none. */
  readonly oldest: Date | null;
  /** Receipts that wait for a person. */
  readonly held: number;
  /** Receipts to open reports that were refused for good, or came back. */
  readonly failed: number;
  /** Mails of reports that could not be decrypted or read. */
  readonly unopened: number;
  /** Messages that the server lists and does not give. */
  readonly unread: number;
}

/** Counts them. Call on the present schema. */
export function countWaiting(connection: Connection): Waiting {
  const row = connection
    .prepare(
      `SELECT
         (SELECT count(*) FROM receipts WHERE state = 'queued') AS queued,
         (SELECT min(created_at) FROM receipts WHERE state = 'queued') AS oldest,
         (SELECT count(*) FROM receipts WHERE state = 'held') AS held,
         (SELECT count(*) FROM receipts JOIN reports ON reports.id = report_id
          WHERE receipts.state IN ('refused', 'bounced') AND closed_at IS NULL) AS failed,
         (SELECT count(*) FROM unread WHERE state = 'unread') AS unread`,
    )
    .get() as Omit<Waiting, 'oldest' | 'unopened'> & { oldest: string | null };
  return {
    ...row,
    oldest: row.oldest === null ? null : new Date(row.oldest),
    unopened: unopenedMails(connection).length,
  };
}

/** When the newest entry was made, UTC; null where there is none. */
export function newestEntry(connection: Connection): Date | null {
  const newest = connection.prepare('SELECT max(recorded_at) FROM reports').pluck().get() as string | null;
  return newest === null ? null : new Date(newest);
}
