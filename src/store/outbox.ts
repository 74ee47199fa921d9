/**
 * The outbox: the receipts of every report, queued in the transaction that records what they answer. A receipt that must
 * not go is here too, with the reason, so that a person can see it. What sending does to them is in `delivery.ts`.
 */
import type { Connection } from './database.js';

/** A receipt as it goes out; composed once, so that a second attempt says the very same. */
export interface ReceiptMail {
  readonly recipient: string;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The recipient's certificate, armored, where the receipt is to go encrypted. */
  readonly encryptTo: string | null;
}

/** What a receipt answers. */
export type ReceiptKind = 'receipt' | 'follow-up' | 'question';

/** What becomes of a receipt. */
export type NewReceipt = (
  | { readonly state: 'queued'; readonly mail: ReceiptMail }
  /** Composed, and waiting for a person to let it go. */
  | { readonly state: 'held'; readonly mail: ReceiptMail; readonly reason: string }
  /** Never to go. */
  | { readonly state: 'withheld'; readonly reason: string }
) & {
  /** That it names: a further number, or the report's own, which it is where it is left out. */
  readonly number?: string;
};

/** Why a receipt waits that was to go when a backup was put in place, or that answers a mail from before. */
export const RESTORED = 'the database was restored from a backup since, and this may have gone out before';

/** What was answered between a backup and its restoring is not on record. */
function cameBeforeRestore(connection: Connection, reportId: number): boolean {
  return (
    connection
      .prepare(
        `SELECT 1 FROM restores
         WHERE at >= (SELECT received_at FROM messages WHERE report_id = ? ORDER BY id DESC LIMIT 1)`,
      )
      .get(reportId) !== undefined
  );
}

/**
 * Puts a receipt into the outbox. Call inside the transaction that records what it answers, after the mail. One that
 * may have gone out before the database was restored waits for a person.
 * @param now - UTC instant, from which rates are counted
 * @param mailbox - the row of the mailbox that it goes out from; null for the first that is configured
 * @returns the row's id
 */
export function queueReceipt(
  connection: Connection,
  reportId: number,
  kind: ReceiptKind,
  receipt: NewReceipt,
  now: Date,
  mailbox: number | null = null,
): number {
  const mayBeSecond =
    kind !== 'question' && receipt.state === 'queued' && cameBeforeRestore(connection, reportId);
  const answer: NewReceipt = mayBeSecond ? { ...receipt, state: 'held', reason: RESTORED } : receipt;
  const { state } = answer;
  const reason = answer.state === 'queued' ? null : answer.reason;
  const mail = answer.state === 'withheld' ? null : answer.mail;
  const { lastInsertRowid } = connection
    .prepare(
      `INSERT INTO receipts (report_id, kind, state, created_at, reason, recipient, message_id, in_reply_to,
         reference_ids, subject, text, html, encrypt_to, mailbox_id, told_number)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      reportId,
      kind,
      state,
      now.toISOString(),
      reason,
      mail?.recipient ?? null,
      mail?.messageId ?? null,
      mail?.inReplyTo ?? null,
      mail?.references.join(' ') ?? null,
      mail?.subject ?? null,
      mail?.text ?? null,
      mail?.html ?? null,
      mail?.encryptTo ?? null,
      mailbox,
      receipt.number ?? null,
    );
  return Number(lastInsertRowid);
}

/** @returns whether a receipt of that kind was written under that number after an instant, and not withheld */
export function hasReceiptSince(
  connection: Connection,
  number: string,
  kind: ReceiptKind,
  since: Date,
): boolean {
  return (
    connection
      .prepare(
        `SELECT 1 FROM receipts JOIN reports ON reports.id = report_id
         WHERE created_at > ? AND kind = ? AND receipts.state <> 'withheld'
           AND coalesce(receipts.told_number, reports.number) = ?`,
      )
      .get(since.toISOString(), kind, number) !== undefined
  );
}
