/**
 * The outbox: one receipt a report, queued in the transaction that records the report and marked when the SMTP
 * server has taken it. A receipt that must not go is here too, with the reason, so that a person can see it.
 */
import { z } from 'zod';
import type { Connection } from './database.js';
import type { ReportNumber } from './reports.js';

/** A receipt as it goes out; composed once, so that a second attempt sends the very same mail. */
export interface ReceiptMail {
  readonly recipient: string;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What becomes of a report's receipt. */
export type NewReceipt =
  | { readonly state: 'queued'; readonly mail: ReceiptMail }
  | { readonly state: 'withheld'; readonly reason: string };

export interface QueuedReceipt {
  readonly reportId: number;
  readonly number: ReportNumber;
  readonly mail: ReceiptMail;
  readonly attempts: number;
}

export type ReceiptStatus =
  | { readonly state: 'queued'; readonly attempts: number; readonly lastAnswer: string | null }
  | { readonly state: 'sent'; readonly recipient: string; readonly sentAt: Date }
  | { readonly state: 'refused'; readonly recipient: string; readonly lastAnswer: string | null }
  | { readonly state: 'withheld'; readonly reason: string };

/** Queues or withholds the receipt of a report just recorded. Call inside that transaction. */
export function queueReceipt(connection: Connection, reportId: number, receipt: NewReceipt): void {
  if (receipt.state === 'withheld') {
    connection
      .prepare("INSERT INTO receipts (report_id, state, reason) VALUES (?, 'withheld', ?)")
      .run(reportId, receipt.reason);
    return;
  }
  const { recipient, messageId, inReplyTo, references, subject, text, html } = receipt.mail;
  connection
    .prepare(
      `INSERT INTO receipts
         (report_id, state, recipient, message_id, in_reply_to, reference_ids, subject, text, html)
       VALUES (?, 'queued', ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(reportId, recipient, messageId, inReplyTo, references.join(' '), subject, text, html);
}

/** @returns what is still to be sent, oldest first */
export function queuedReceipts(connection: Connection): QueuedReceipt[] {
  return connection
    .prepare(
      `SELECT report_id, number, recipient, message_id, in_reply_to, reference_ids, subject, text, html, attempts
       FROM receipts JOIN reports ON reports.id = report_id WHERE receipts.state = 'queued' ORDER BY report_id`,
    )
    .all()
    .map(row => toQueued(queuedRow.parse(row)));
}

/** Notes that an attempt begins, before the server is asked: a crash in between leaves a trace. */
export function noteAttempt(connection: Connection, reportId: number, now: Date): void {
  connection
    .prepare('UPDATE receipts SET attempts = attempts + 1, last_attempt = ? WHERE report_id = ?')
    .run(now.toISOString(), reportId);
}

/** The server has taken it; it is never sent again. */
export function markSent(connection: Connection, reportId: number, answer: string, now: Date): void {
  connection
    .prepare(
      "UPDATE receipts SET state = 'sent', last_answer = ?, sent_at = ? WHERE report_id = ? AND state = 'queued'",
    )
    .run(answer, now.toISOString(), reportId);
}

/** The server will never take it (5xx, RFC 5321 §4.2.1): a person has to look. */
export function markRefused(connection: Connection, reportId: number, answer: string): void {
  connection
    .prepare(
      "UPDATE receipts SET state = 'refused', last_answer = ? WHERE report_id = ? AND state = 'queued'",
    )
    .run(answer, reportId);
}

/** Not taken this time; stays queued with the server's words. */
export function noteDeferral(connection: Connection, reportId: number, answer: string): void {
  connection.prepare('UPDATE receipts SET last_answer = ? WHERE report_id = ?').run(answer, reportId);
}

/** @returns the receipt of every report, by report number */
export function receiptStatuses(connection: Connection): Map<string, ReceiptStatus> {
  const rows = connection
    .prepare(
      `SELECT number, receipts.state, reason, recipient, attempts, last_answer, sent_at
       FROM receipts JOIN reports ON reports.id = report_id`,
    )
    .all()
    .map(row => statusRow.parse(row));
  return new Map(rows.map(row => [row.number, toStatus(row)]));
}

const queuedRow = z.object({
  report_id: z.number(),
  number: z.string(),
  recipient: z.string(),
  message_id: z.string(),
  in_reply_to: z.string().nullable(),
  reference_ids: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  attempts: z.number(),
});

function toQueued(row: z.infer<typeof queuedRow>): QueuedReceipt {
  return {
    reportId: row.report_id,
    number: row.number as ReportNumber,
    attempts: row.attempts,
    mail: {
      recipient: row.recipient,
      messageId: row.message_id,
      inReplyTo: row.in_reply_to,
      references: row.reference_ids === '' ? [] : row.reference_ids.split(' '),
      subject: row.subject,
      text: row.text,
      html: row.html,
    },
  };
}

const statusRow = z.object({
  number: z.string(),
  state: z.enum(['queued', 'sent', 'refused', 'withheld']),
  reason: z.string().nullable(),
  recipient: z.string().nullable(),
  attempts: z.number(),
  last_answer: z.string().nullable(),
  sent_at: z.string().nullable(),
});

function toStatus(row: z.infer<typeof statusRow>): ReceiptStatus {
  switch (row.state) {
    case 'queued':
      return { state: 'queued', attempts: row.attempts, lastAnswer: row.last_answer };
    case 'sent':
      return { state: 'sent', recipient: row.recipient ?? '', sentAt: new Date(row.sent_at ?? 0) };
    case 'refused':
      return { state: 'refused', recipient: row.recipient ?? '', lastAnswer: row.last_answer };
    case 'withheld':
      return { state: 'withheld', reason: row.reason ?? '' };
  }
}
