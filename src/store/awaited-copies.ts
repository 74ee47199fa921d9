/**
 * Receipts that were withheld because their mail came in bulk, and that a copy of that mail may still earn which came
 * straight from its sender. Found by Message-ID and sender alone, so that nothing depends on what a mail says inside.
 */
import type { Connection } from './database.js';
import type { ReportNumber } from './reports.js';

/** What a mail is known by outside. */
export interface MailName {
  /** Outer Message-ID with its angle brackets. */
  readonly messageId: string;
  /** Lower-case. */
  readonly sender: string;
}

/** A withheld receipt, as a copy of its mail is to be answered. */
export interface AwaitedReceipt {
  /** The receipt's row. */
  readonly receiptId: number;
  readonly reportId: number;
  /** That its mail was given: the report's own, or a further one. */
  readonly number: string;
  /** The report's own number. */
  readonly report: ReportNumber;
  /** What that mail was promised; UTC instants. */
  readonly acknowledgeBy: Date;
  readonly discloseBy: Date;
}

/**
 * Notes that a copy may earn a receipt. Call inside the transaction that withholds it.
 * @param receiptId - the withheld receipt's row
 */
export function awaitCopy(
  connection: Connection,
  receiptId: number,
  { messageId, sender }: MailName,
  promise: Pick<AwaitedReceipt, 'number' | 'acknowledgeBy' | 'discloseBy'>,
): void {
  connection
    .prepare(
      `INSERT INTO awaited_copies (receipt_id, message_id, sender, number, acknowledge_by, disclose_by)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(
      receiptId,
      messageId,
      sender,
      promise.number,
      promise.acknowledgeBy.toISOString(),
      promise.discloseBy.toISOString(),
    );
}

/** @returns the receipt that a copy of this mail may earn; null also where this mail was answered in any way */
export function awaitedReceipt(
  connection: Connection,
  { messageId, sender }: MailName,
): AwaitedReceipt | null {
  const row = connection
    .prepare<object, AwaitedRow>(
      `SELECT receipt_id, report_id, awaited_copies.number, reports.number AS report,
         awaited_copies.acknowledge_by, awaited_copies.disclose_by
       FROM awaited_copies JOIN receipts ON receipts.id = receipt_id JOIN reports ON reports.id = report_id
       WHERE awaited_copies.message_id = @messageId AND sender = @sender AND receipts.state = 'withheld'
         AND NOT EXISTS (SELECT 1 FROM messages JOIN apparent_standings AS told ON told.message_id = messages.id
             JOIN receipts AS other ON other.in_reply_to = messages.message_id
             JOIN reports AS its ON its.id = other.report_id
           WHERE messages.message_id = @messageId AND messages.sender = @sender
             AND coalesce(other.told_number, its.number) = told.number)
       ORDER BY receipt_id LIMIT 1`,
    )
    .get({ messageId, sender });
  if (row === undefined) return null;
  return {
    receiptId: row.receipt_id,
    reportId: row.report_id,
    number: row.number,
    report: row.report,
    acknowledgeBy: new Date(row.acknowledge_by),
    discloseBy: new Date(row.disclose_by),
  };
}

/** No copy of this mail earns a receipt any more. Call inside the transaction that takes in what decided it. */
export function endWait(connection: Connection, { messageId, sender }: MailName): void {
  connection.prepare('DELETE FROM awaited_copies WHERE message_id = ? AND sender = ?').run(messageId, sender);
}

/** Takes a withheld receipt back, for the one that goes in its place. Call inside the transaction that queues that. */
export function takeBackAwaited(connection: Connection, receiptId: number): void {
  connection.prepare("DELETE FROM receipts WHERE id = ? AND state = 'withheld'").run(receiptId);
}

interface AwaitedRow {
  readonly receipt_id: number;
  readonly report_id: number;
  readonly number: string;
  readonly report: ReportNumber;
  readonly acknowledge_by: string;
  readonly disclose_by: string;
}
