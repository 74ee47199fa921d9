/**
 * The outbox: the receipts of every report, queued in the transaction that records what they answer and marked when
 * the SMTP server has taken them. A receipt that must not go is here too, with the reason, so that a person can see
 * it.
 */
import { z } from 'zod';
import type { Connection } from './database.js';
import type { ReportNumber } from './reports.js';
import { keepRoom } from './spare-room.js';

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
export type NewReceipt =
  | { readonly state: 'queued'; readonly mail: ReceiptMail }
  /** Composed, and waiting for a person to let it go. */
  | { readonly state: 'held'; readonly mail: ReceiptMail; readonly reason: string }
  /** Never to go. */
  | { readonly state: 'withheld'; readonly reason: string };

export interface QueuedReceipt {
  readonly id: number;
  readonly number: ReportNumber;
  readonly mail: ReceiptMail;
  readonly attempts: number;
  /** The outcome of the last attempt, in words, or null. */
  readonly lastAnswer: string | null;
}

export type ReceiptStatus =
  | { readonly state: 'queued'; readonly attempts: number; readonly lastAnswer: string | null }
  | { readonly state: 'held'; readonly recipient: string; readonly reason: string }
  | { readonly state: 'sent'; readonly recipient: string; readonly sentAt: Date }
  | { readonly state: 'refused'; readonly recipient: string; readonly lastAnswer: string | null }
  /** Taken by our server and sent back by another. */
  | { readonly state: 'bounced'; readonly recipient: string; readonly reason: string }
  | { readonly state: 'withheld'; readonly reason: string };

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
 */
export function queueReceipt(
  connection: Connection,
  reportId: number,
  kind: ReceiptKind,
  receipt: NewReceipt,
  now: Date,
): void {
  const mayBeSecond =
    kind !== 'question' && receipt.state === 'queued' && cameBeforeRestore(connection, reportId);
  const answer: NewReceipt = mayBeSecond ? { ...receipt, state: 'held', reason: RESTORED } : receipt;
  const { state } = answer;
  const reason = answer.state === 'queued' ? null : answer.reason;
  const mail = answer.state === 'withheld' ? null : answer.mail;
  connection
    .prepare(
      `INSERT INTO receipts (report_id, kind, state, created_at, reason, recipient, message_id, in_reply_to,
         reference_ids, subject, text, html, encrypt_to)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    );
}

/** @returns what is still to be sent, oldest first */
export function queuedReceipts(connection: Connection): QueuedReceipt[] {
  return connection
    .prepare(
      `SELECT receipts.id, number, recipient, message_id, in_reply_to, reference_ids, subject, text, html,
         encrypt_to, attempts, last_answer
       FROM receipts JOIN reports ON reports.id = report_id WHERE receipts.state = 'queued' ORDER BY receipts.id`,
    )
    .all()
    .map(row => toQueued(queuedRow.parse(row)));
}

/**
 * Notes that an attempt begins, before the server is asked: a crash in between leaves a trace.
 * @throws `ENOSPC` too, where the disk has no room to mark it sent afterwards
 */
export function noteAttempt(connection: Connection, id: number, now: Date): void {
  keepRoom(connection);
  connection
    .prepare('UPDATE receipts SET attempts = attempts + 1, last_attempt = ? WHERE id = ?')
    .run(now.toISOString(), id);
}

/** The server has taken it; it is never sent again. Call inside `writeWithRoom`, so that the mark finds room. */
export function markSent(connection: Connection, id: number, answer: string, now: Date): void {
  connection
    .prepare(
      "UPDATE receipts SET state = 'sent', last_answer = ?, sent_at = ? WHERE id = ? AND state = 'queued'",
    )
    .run(answer, now.toISOString(), id);
}

/** The server will never take it (5xx, RFC 5321 §4.2.1): a person has to look. */
export function markRefused(connection: Connection, id: number, answer: string): void {
  connection
    .prepare("UPDATE receipts SET state = 'refused', last_answer = ? WHERE id = ? AND state = 'queued'")
    .run(answer, id);
}

/**
 * A mail server gave a receipt back (RFC 3464): a person has to reach the reporter another way.
 * @param messageIds - of the mail that came back, as the delivery report names it
 * @param reason - one line
 */
export function markBounced(connection: Connection, messageIds: readonly string[], reason: string): void {
  const mark = connection.prepare(
    "UPDATE receipts SET state = 'bounced', reason = ? WHERE message_id = ? AND state = 'sent'",
  );
  for (const messageId of messageIds) mark.run(reason, messageId);
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

/** @returns whether a receipt of that kind was written for the report after an instant, and not withheld */
export function hasReceiptSince(
  connection: Connection,
  reportId: number,
  kind: ReceiptKind,
  since: Date,
): boolean {
  return (
    connection
      .prepare(
        "SELECT 1 FROM receipts WHERE report_id = ? AND kind = ? AND state <> 'withheld' AND created_at > ?",
      )
      .get(reportId, kind, since.toISOString()) !== undefined
  );
}

/** Not taken this time; stays queued with the server's words. */
export function noteDeferral(connection: Connection, id: number, answer: string): void {
  connection.prepare('UPDATE receipts SET last_answer = ? WHERE id = ?').run(answer, id);
}

/**
 * A report's own receipt is its first; mails that joined it may have had others under further numbers. One that waits
 * or did not arrive needs a person, whichever it is. The last row of a report counts.
 */
const FIRST_OR_IN_TROUBLE = `receipts.state IN ('held', 'queued', 'refused', 'bounced'), receipts.id DESC`;

/** @returns what became of the receipt of a report, or of the last mail of another kind, by report number */
export function receiptStatuses(
  connection: Connection,
  kind: ReceiptKind = 'receipt',
): Map<string, ReceiptStatus> {
  return statusesOf(connection, kind, 'TRUE');
}

/** The same of those reports alone that have a receipt of any kind that was not sent, or came back. */
export function unsentStatuses(connection: Connection, kind: ReceiptKind): Map<string, ReceiptStatus> {
  return statusesOf(connection, kind, `report_id IN (SELECT report_id FROM receipts WHERE ${UNSENT})`);
}

/** Listed, so that the index is used. */
const UNSENT = `receipts.state IN ('queued', 'held', 'refused', 'bounced', 'withheld')`;

/** The same of one report; null where nothing of that kind was written for it. */
export function receiptStatus(
  connection: Connection,
  number: ReportNumber,
  kind: ReceiptKind = 'receipt',
): ReceiptStatus | null {
  const statuses = statusesOf(
    connection,
    kind,
    'report_id = (SELECT id FROM reports WHERE number = ?)',
    number,
  );
  return statuses.get(number) ?? null;
}

function statusesOf(
  connection: Connection,
  kind: ReceiptKind,
  condition: string,
  ...values: string[]
): Map<string, ReceiptStatus> {
  const rows = connection
    .prepare(
      `SELECT number, receipts.state, reason, recipient, attempts, last_answer, sent_at
       FROM receipts JOIN reports ON reports.id = report_id
       WHERE kind = ? AND ${condition}
       ORDER BY report_id, ${kind === 'receipt' ? FIRST_OR_IN_TROUBLE : 'receipts.id'}`,
    )
    .all(kind, ...values)
    .map(row => statusRow.parse(row));
  return new Map(rows.map(row => [row.number, toStatus(row)]));
}

const queuedRow = z.object({
  id: z.number(),
  number: z.string(),
  recipient: z.string(),
  message_id: z.string(),
  in_reply_to: z.string().nullable(),
  reference_ids: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  encrypt_to: z.string().nullable(),
  attempts: z.number(),
  last_answer: z.string().nullable(),
});

function toQueued(row: z.infer<typeof queuedRow>): QueuedReceipt {
  return {
    id: row.id,
    number: row.number as ReportNumber,
    attempts: row.attempts,
    lastAnswer: row.last_answer,
    mail: {
      recipient: row.recipient,
      messageId: row.message_id,
      inReplyTo: row.in_reply_to,
      references: row.reference_ids === '' ? [] : row.reference_ids.split(' '),
      subject: row.subject,
      text: row.text,
      html: row.html,
      encryptTo: row.encrypt_to,
    },
  };
}

const statusRow = z.object({
  number: z.string(),
  state: z.enum(['queued', 'held', 'sent', 'refused', 'bounced', 'withheld']),
  reason: z.string().nullable(),
  recipient: z.string().nullable(),
  attempts: z.number(),
  last_answer: z.string().nullable(),
  sent_at: z.string().nullable(),
});

function toStatus(row: z.infer<typeof statusRow>): ReceiptStatus {
  const recipient = row.recipient ?? '';
  const reason = row.reason ?? '';
  switch (row.state) {
    case 'queued':
      return { state: 'queued', attempts: row.attempts, lastAnswer: row.last_answer };
    case 'held':
      return { state: 'held', recipient, reason };
    case 'sent':
      return { state: 'sent', recipient, sentAt: new Date(row.sent_at ?? 0) };
    case 'refused':
      return { state: 'refused', recipient, lastAnswer: row.last_answer };
    case 'bounced':
      return { state: 'bounced', recipient, reason };
    case 'withheld':
      return { state: 'withheld', reason };
  }
}
