/**
 * What a person decides about the outbox: which held receipts go, which never do, and what is asked of a reporter.
 * Each is one statement, so that it may run beside a poll.
 */
import { z } from 'zod';
import type { Connection } from './database.js';
import type { ReceiptKind } from './outbox.js';
import type { ReportNumber } from './reports.js';

/** Why a mail is withheld that a person dropped. */
export const DROPPED = 'a person decided against it';

export interface Decided {
  readonly kind: ReceiptKind;
  readonly recipient: string;
}

/**
 * Lets every held receipt of a report go: it is sent with the next poll.
 * @param now - UTC instant, from which its age counts
 * @returns those let go
 */
export function releaseReceipts(connection: Connection, number: ReportNumber, now: Date): Decided[] {
  return connection
    .prepare(
      `UPDATE receipts SET state = 'queued', reason = NULL, not_before = NULL, deferrals = 0, queued_again_at = ?
       WHERE state = 'held' AND report_id = (SELECT id FROM reports WHERE number = ?)
       RETURNING kind, recipient`,
    )
    .all(now.toISOString(), number)
    .map(row => decidedRow.parse(row));
}

/**
 * Withholds every held receipt of a report for good. Its mail is put aside, so that a person may take that back.
 * @returns those withheld, with whom they were for
 */
export function dropReceipts(connection: Connection, number: ReportNumber): Decided[] {
  return connection
    .transaction(() => {
      const held = connection
        .prepare(
          `SELECT receipts.id, kind, recipient FROM receipts JOIN reports ON reports.id = report_id
           WHERE receipts.state = 'held' AND number = ?`,
        )
        .all(number)
        .map(row => decidedRow.extend({ id: z.number() }).parse(row));
      const withhold = connection.prepare(
        `UPDATE receipts SET state = 'withheld', reason = ?, recipient = NULL, message_id = NULL, in_reply_to = NULL,
           reference_ids = NULL, subject = NULL, text = NULL, html = NULL, encrypt_to = NULL, not_before = NULL,
           dropped_mail = json_object('recipient', recipient, 'messageId', message_id, 'inReplyTo', in_reply_to,
             'references', reference_ids, 'subject', subject, 'text', text, 'html', html, 'encryptTo', encrypt_to)
         WHERE id = ?`,
      );
      for (const { id } of held) withhold.run(DROPPED, id);
      return held.map(({ kind, recipient }) => ({ kind, recipient }));
    })
    .immediate();
}

/** The receipt of a report, as far as a later mail to the same reporter builds on it. */
export interface FirstReceipt {
  readonly reportId: number;
  readonly state: 'queued' | 'held' | 'sent' | 'refused' | 'bounced' | 'withheld';
  /** Why it is held or withheld, or came back. */
  readonly reason: string | null;
  readonly recipient: string | null;
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly encryptTo: string | null;
}

/** @returns null where the report has none */
export function firstReceipt(connection: Connection, number: ReportNumber): FirstReceipt | null {
  const found = connection
    .prepare(
      `SELECT report_id, receipts.state, reason, recipient, message_id, in_reply_to, reference_ids, encrypt_to
       FROM receipts JOIN reports ON reports.id = report_id
       WHERE kind = 'receipt' AND number = ? ORDER BY receipts.id LIMIT 1`,
    )
    .get(number);
  if (found === undefined) return null;
  const row = firstRow.parse(found);
  return {
    reportId: row.report_id,
    state: row.state,
    reason: row.reason,
    recipient: row.recipient,
    messageId: row.message_id,
    inReplyTo: row.in_reply_to,
    references: row.reference_ids ? row.reference_ids.split(' ') : [],
    encryptTo: row.encrypt_to,
  };
}

/** Whether the outbox has, or had, a mail of that Message-ID. */
export function isInOutbox(connection: Connection, messageId: string): boolean {
  return connection.prepare('SELECT 1 FROM receipts WHERE message_id = ?').get(messageId) !== undefined;
}

const decidedRow = z.object({ kind: z.enum(['receipt', 'follow-up', 'question']), recipient: z.string() });

const text = z.string().nullable();

const firstRow = z.object({
  report_id: z.number(),
  state: z.enum(['queued', 'held', 'sent', 'refused', 'bounced', 'withheld']),
  reason: text,
  recipient: text,
  message_id: text,
  in_reply_to: text,
  reference_ids: text,
  encrypt_to: text,
});
