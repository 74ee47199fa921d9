/**
 * Receipts as they were handed to the SMTP server, byte for byte: kept while it is not known whether it took them, and
 * from then on until a copy lies in the Sent folder. What is done with is forgotten, save that it is done; a copy that
 * was given up is not, for a person may have it tried again.
 */
import { z } from 'zod';
import type { Connection } from './database.js';
import type { ReportNumber } from './reports.js';

/** A receipt that was handed over, or may have been, without an answer that says what became of it. */
export interface DoubtfulMail {
  readonly bytes: Uint8Array;
  /** When it was last handed over. */
  readonly attemptedAt: Date;
}

/** A receipt that was sent and whose copy is to be filed. */
export interface DueCopy {
  readonly receiptId: number;
  readonly number: ReportNumber;
  readonly messageId: string;
  readonly sentAt: Date;
}

/** Keeps the bytes of a receipt. Call before the server is asked: a crash from then on leaves it in doubt. */
export function keepInDoubt(connection: Connection, receiptId: number, bytes: Uint8Array): void {
  connection
    .prepare(
      `INSERT INTO sent_mails (receipt_id, state, bytes) VALUES (?, 'in-doubt', ?)
       ON CONFLICT (receipt_id) DO UPDATE SET state = 'in-doubt', bytes = excluded.bytes, due_at = NULL,
         last_answer = NULL`,
    )
    .run(receiptId, bytes);
}

/** The server did not take it, for sure, or nobody wants a copy. */
export function forgetSentMail(connection: Connection, receiptId: number): void {
  connection.prepare('DELETE FROM sent_mails WHERE receipt_id = ?').run(receiptId);
}

/** @returns null where the receipt was never handed over, or every answer to it was clear */
export function mailInDoubt(connection: Connection, receiptId: number): DoubtfulMail | null {
  const found = connection
    .prepare(
      `SELECT bytes, last_attempt FROM sent_mails JOIN receipts ON receipts.id = receipt_id
       WHERE receipt_id = ? AND sent_mails.state = 'in-doubt'`,
    )
    .get(receiptId);
  if (found === undefined) return null;
  const { bytes, last_attempt } = doubtfulRow.parse(found);
  return { bytes, attemptedAt: new Date(last_attempt ?? 0) };
}

/** The server has taken it. @param at - UTC instant from which its copy may be filed */
export function copyDueFrom(connection: Connection, receiptId: number, at: Date): void {
  connection
    .prepare(
      "UPDATE sent_mails SET state = 'due', due_at = ? WHERE receipt_id = ? AND state IN ('in-doubt', 'due')",
    )
    .run(at.toISOString(), receiptId);
}

/**
 * @param mailbox - the row of the mailbox whose receipts are meant; null for all
 * @returns the copies to be filed at an instant, those that waited longest for their turn first
 */
export function dueCopies(connection: Connection, now: Date, mailbox: number | null = null): DueCopy[] {
  return connection
    .prepare(
      `SELECT receipt_id, number, message_id, sent_at
       FROM sent_mails JOIN receipts ON receipts.id = receipt_id JOIN reports ON reports.id = report_id
       WHERE sent_mails.state = 'due' AND due_at <= :now
         AND (:mailbox IS NULL OR receipts.mailbox_id = :mailbox)
       ORDER BY due_at, sent_mails.last_answer IS NOT NULL, receipt_id`,
    )
    .all({ now: now.toISOString(), mailbox })
    .map(row => {
      const { receipt_id, number, message_id, sent_at } = dueRow.parse(row);
      return {
        receiptId: receipt_id,
        number: number as ReportNumber,
        messageId: message_id,
        sentAt: new Date(sent_at),
      };
    });
}

/** @returns the mail as it was sent, or null where its copy is not due any more */
export function sentBytes(connection: Connection, receiptId: number): Uint8Array | null {
  const bytes = connection
    .prepare("SELECT bytes FROM sent_mails WHERE receipt_id = ? AND state = 'due'")
    .pluck()
    .get(receiptId);
  return (bytes as Uint8Array | undefined) ?? null;
}

/** The copy could not be filed. @param next - UTC instant of the next try */
export function putOffCopy(connection: Connection, receiptId: number, answer: string, next: Date): void {
  connection
    .prepare("UPDATE sent_mails SET due_at = ?, last_answer = ? WHERE receipt_id = ? AND state = 'due'")
    .run(next.toISOString(), answer, receiptId);
}

/** The copy lies in the Sent folder: its bytes are forgotten. */
export function noteFiled(connection: Connection, receiptId: number): void {
  connection
    .prepare(
      "UPDATE sent_mails SET state = 'filed', bytes = NULL, due_at = NULL, last_answer = NULL WHERE receipt_id = ?",
    )
    .run(receiptId);
}

/** The copy is not tried again by itself. @param answer - why, in words */
export function giveUpCopy(connection: Connection, receiptId: number, answer: string): void {
  connection
    .prepare("UPDATE sent_mails SET state = 'given-up', due_at = NULL, last_answer = ? WHERE receipt_id = ?")
    .run(answer, receiptId);
}

/** @returns why the copy of a report's mail was given up, by report number; of several the last */
export function copiesGivenUp(connection: Connection): Map<string, string> {
  const rows = connection
    .prepare(
      `SELECT number, coalesce(sent_mails.last_answer, '') AS reason
       FROM sent_mails JOIN receipts ON receipts.id = receipt_id JOIN reports ON reports.id = report_id
       WHERE sent_mails.state = 'given-up' AND purged_at IS NULL ORDER BY receipt_id`,
    )
    .all()
    .map(row => givenUpRow.parse(row));
  return new Map(rows.map(({ number, reason }) => [number, reason]));
}

const doubtfulRow = z.object({ bytes: z.instanceof(Uint8Array), last_attempt: z.string().nullable() });

const givenUpRow = z.object({ number: z.string(), reason: z.string() });

const dueRow = z.object({
  receipt_id: z.number(),
  number: z.string(),
  message_id: z.string(),
  sent_at: z.string(),
});
