/**
 * What became of the receipts, for those who look.
 */
import { z } from 'zod';
import type { Connection } from './database.js';
import type { ReceiptKind } from './outbox.js';
import type { ReportNumber } from './reports.js';

export type ReceiptStatus =
  | {
      readonly state: 'queued';
      readonly attempts: number;
      readonly lastAnswer: string | null;
      /** When it is tried again at the earliest; null for the next pass. */
      readonly notBefore: Date | null;
    }
  | { readonly state: 'held'; readonly recipient: string; readonly reason: string }
  | { readonly state: 'sent'; readonly recipient: string; readonly sentAt: Date }
  | {
      readonly state: 'refused';
      readonly recipient: string;
      readonly lastAnswer: string | null;
      /** The server's answer to it was lost. */
      readonly mayHaveArrived: boolean;
    }
  /** Taken by our server and sent back by another. */
  | { readonly state: 'bounced'; readonly recipient: string; readonly reason: string }
  | { readonly state: 'withheld'; readonly reason: string };

/**
 * A report's own receipt is its first; mails that joined it may have had others under further numbers. One that waits
 * or did not arrive needs a person, whichever it is. The last row of a report counts.
 */
const FIRST_OR_IN_TROUBLE = `receipts.state IN ('held', 'queued', 'refused', 'bounced'), receipts.id DESC`;

/**
 * What became of the receipt, or of the last mail of another kind, of those reports alone that have a receipt of any kind
 * that was not sent, or came back.
 * @returns by report number
 */
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
      `SELECT number, receipts.state, reason, recipient, attempts, last_answer, sent_at, not_before,
         may_have_arrived
       FROM receipts JOIN reports ON reports.id = report_id
       WHERE kind = ? AND ${condition}
       ORDER BY report_id, ${kind === 'receipt' ? FIRST_OR_IN_TROUBLE : 'receipts.id'}`,
    )
    .all(kind, ...values)
    .map(row => statusRow.parse(row));
  return new Map(rows.map(row => [row.number, toStatus(row)]));
}

const statusRow = z.object({
  number: z.string(),
  state: z.enum(['queued', 'held', 'sent', 'refused', 'bounced', 'withheld']),
  reason: z.string().nullable(),
  recipient: z.string().nullable(),
  attempts: z.number(),
  last_answer: z.string().nullable(),
  sent_at: z.string().nullable(),
  not_before: z.string().nullable(),
  may_have_arrived: z.number(),
});

function toStatus(row: z.infer<typeof statusRow>): ReceiptStatus {
  const recipient = row.recipient ?? '';
  const reason = row.reason ?? '';
  switch (row.state) {
    case 'queued':
      return {
        state: 'queued',
        attempts: row.attempts,
        lastAnswer: row.last_answer,
        notBefore: row.not_before === null ? null : new Date(row.not_before),
      };
    case 'held':
      return { state: 'held', recipient, reason };
    case 'sent':
      return { state: 'sent', recipient, sentAt: new Date(row.sent_at ?? 0) };
    case 'refused':
      return {
        state: 'refused',
        recipient,
        lastAnswer: row.last_answer,
        mayHaveArrived: row.may_have_arrived === 1,
      };
    case 'bounced':
      return { state: 'bounced', recipient, reason };
    case 'withheld':
      return { state: 'withheld', reason };
  }
}
