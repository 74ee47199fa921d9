/**
 * Receipts that came back: which mail a delivery report speaks of, and that it did not arrive.
 */
import type { Connection } from './database.js';
import type { ReportNumber } from './reports.js';

/**
 * A mail server gave a receipt back (RFC 3464): a person has to reach the reporter another way, or let it go again. A
 * delivery report counts once: read again, as after UIDVALIDITY changed, it says nothing of a later try. Of a purged
 * report's no words are kept, which name the reporter's address as a rule.
 * @param messageIds - of the mail that came back, as the delivery report names it
 * @param reason - one line
 * @param reportHash - of the delivery report as received
 */
export function markBounced(
  connection: Connection,
  messageIds: readonly string[],
  reason: string,
  reportHash: string,
): void {
  const find = connection.prepare("SELECT id FROM receipts WHERE message_id = ? AND state = 'sent'").pluck();
  const count = connection.prepare('INSERT OR IGNORE INTO bounces (receipt_id, sha256) VALUES (?, ?)');
  const mark = connection.prepare(
    `UPDATE receipts SET state = 'bounced', reason = iif(
       EXISTS (SELECT 1 FROM reports WHERE reports.id = report_id AND purged_at IS NOT NULL), 'not delivered', ?)
     WHERE id = ?`,
  );
  for (const messageId of messageIds) {
    const id = find.get(messageId);
    if (id !== undefined && count.run(id, reportHash).changes > 0) mark.run(reason, id);
  }
}

/** @returns the number of the report that one of these Message-IDs is a receipt of, or null */
export function findByReceipt(connection: Connection, messageIds: readonly string[]): ReportNumber | null {
  const find = connection
    .prepare(
      'SELECT number FROM reports JOIN receipts ON report_id = reports.id WHERE receipts.message_id = ?',
    )
    .pluck();
  for (const messageId of messageIds) {
    const number = find.get(messageId) as ReportNumber | undefined;
    if (number !== undefined) return number;
  }
  return null;
}
