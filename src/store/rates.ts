/**
 * How much was answered of late, counted in the outbox itself, so that a restart forgets nothing.
 */
import type { Connection } from './database.js';

/** What is held or withheld went nowhere. */
const LET_GO = "state IN ('queued', 'sent', 'refused', 'bounced')";

/**
 * How many mails were let go, to whomever.
 * @param after - UTC instant
 */
export function countLetGo(connection: Connection, after: Date): number {
  return connection
    .prepare(`SELECT count(*) FROM receipts INDEXED BY receipts_by_time WHERE created_at > ? AND ${LET_GO}`)
    .pluck()
    .get(after.toISOString()) as number;
}

/**
 * To whom mails were let go whose address ends with a domain, one entry a mail, oldest first: those at it, below it, and at
 * domains that end alike.
 * @param domain - in A-labels, in any case
 * @param after - UTC instant
 */
export function letGoTo(
  connection: Connection,
  domain: string,
  after: Date,
): { readonly recipient: string; readonly at: Date }[] {
  return connection
    .prepare<[string, string, string], { recipient: string; created_at: string }>(
      `SELECT recipient, created_at FROM receipts INDEXED BY receipts_by_time
       WHERE created_at > ? AND ${LET_GO} AND substr(recipient, -length(?)) = ? COLLATE NOCASE
       ORDER BY created_at`,
    )
    .all(after.toISOString(), domain, domain)
    .map(row => ({ recipient: row.recipient, at: new Date(row.created_at) }));
}
