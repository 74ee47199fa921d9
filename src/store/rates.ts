/**
 * How much was answered of late, counted in the outbox itself, so that a restart forgets nothing.
 */
import type { Connection } from './database.js';

/**
 * Recipients of every mail that was let go since, one entry a mail. What is held or withheld went nowhere.
 * @param since - UTC instant
 */
export function recentRecipients(connection: Connection, since: Date): string[] {
  return connection
    .prepare(
      `SELECT recipient FROM receipts
       WHERE created_at > ? AND state IN ('queued', 'sent', 'refused', 'bounced')`,
    )
    .pluck()
    .all(since.toISOString()) as string[];
}
