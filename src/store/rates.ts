/**
 * How much was answered of late, counted in the outbox itself, so that a restart forgets nothing.
 */
import type { Connection } from './database.js';

/** Later than any instant of the outbox. */
const EVER = '~';

/**
 * Recipients of every mail that was let go in a time, one entry a mail. What is held or withheld went nowhere.
 * @param after - UTC instant
 * @param until - UTC instant, itself included; null for no end
 */
export function recentRecipients(connection: Connection, after: Date, until: Date | null = null): string[] {
  return connection
    .prepare(
      `SELECT recipient FROM receipts
       WHERE created_at > ? AND created_at <= ? AND state IN ('queued', 'sent', 'refused', 'bounced')`,
    )
    .pluck()
    .all(after.toISOString(), until?.toISOString() ?? EVER) as string[];
}
