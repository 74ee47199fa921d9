/**
 * What the outbox holds that may go a second time, and queueing it again. A person decides it, by a command beside a
 * poll; call all of it in one immediate transaction, so that what was looked at is what is written.
 */
import { z } from 'zod';
import type { Connection } from './database.js';
import { latestTry } from './next-try.js';
import type { ReceiptKind } from './outbox.js';
import type { ReportNumber } from './reports.js';

/** A mail of the outbox, as far as trying it again goes. */
export interface TriedMail {
  readonly id: number;
  readonly number: ReportNumber;
  readonly kind: ReceiptKind;
  readonly state: 'queued' | 'held' | 'sent' | 'refused' | 'bounced' | 'withheld';
  /** Null for what is withheld by the rules, or was dropped before dropped mails were kept. */
  readonly recipient: string | null;
  readonly reason: string | null;
  readonly lastAnswer: string | null;
  readonly sentAt: Date | null;
  /** Queued, and not due yet. */
  readonly isPutOff: boolean;
  /** The answer to it was lost, or it may have gone between a backup and its restoring. */
  readonly mayHaveArrived: boolean;
  /** The last try on record is from before a backup was put in place. */
  readonly wasRestored: boolean;
  /** Its report is closed. */
  readonly isClosed: boolean;
  /** A person dropped it; its mail is kept. */
  readonly isDropped: boolean;
  /** Of its copy for the Sent folder: put off, given up, given up without its bytes, or none of these. */
  readonly copy: 'put-off' | 'given-up' | 'lost' | null;
  /** The name of the mailbox that it is to go out from, where that is no longer configured. */
  readonly goneMailbox: string | null;
}

const COLUMNS = `SELECT receipts.id, number, kind, receipts.state,
    coalesce(recipient, dropped_mail ->> 'recipient') AS recipient, reason, receipts.last_answer, sent_at,
    receipts.state = 'queued' AND coalesce(not_before > :now AND not_before <= :latest, 0) AS put_off,
    may_have_arrived, EXISTS (SELECT 1 FROM restores WHERE at >= coalesce(last_attempt, created_at)) AS restored,
    dropped_mail IS NOT NULL AS dropped, closed_at IS NOT NULL AS closed,
    CASE
      WHEN sent_mails.state = 'given-up' AND bytes IS NULL THEN 'lost'
      WHEN sent_mails.state = 'given-up' THEN 'given-up'
      WHEN sent_mails.state = 'due' AND sent_mails.last_answer IS NOT NULL AND due_at > :now THEN 'put-off'
    END AS copy, purged_at,
    (SELECT name FROM mailboxes WHERE mailboxes.id = receipts.mailbox_id AND gone_at IS NOT NULL) AS gone_mailbox
  FROM receipts JOIN reports ON reports.id = report_id LEFT JOIN sent_mails ON receipt_id = receipts.id`;

/** @returns every mail that waits or did not arrive, or whose copy did not, oldest first; none that was purged */
export function unsettledMails(connection: Connection, now: Date): TriedMail[] {
  return connection
    .prepare(
      `SELECT * FROM (${COLUMNS})
       WHERE purged_at IS NULL AND (state IN ('queued', 'held', 'refused', 'bounced') OR copy IS NOT NULL)
       ORDER BY id`,
    )
    .all(instants(now))
    .map(row => toTried(triedRow.parse(row)));
}

/** @returns every mail of a report, oldest first; none of one that was purged: nothing is left to send */
export function mailsOfReport(connection: Connection, number: ReportNumber, now: Date): TriedMail[] {
  return connection
    .prepare(`${COLUMNS} WHERE number = :number AND purged_at IS NULL ORDER BY receipts.id`)
    .all({ ...instants(now), number })
    .map(row => toTried(triedRow.parse(row)));
}

function instants(now: Date) {
  return { now: now.toISOString(), latest: latestTry(now).toISOString() };
}

/**
 * Makes a mail due that was put off, refused or given back, as the very bytes that went before where they are kept.
 * @param now - UTC instant, from which its age counts
 */
export function queueAgain(connection: Connection, id: number, now: Date): void {
  connection
    .prepare(
      `UPDATE receipts SET state = 'queued', reason = NULL, sent_at = NULL, not_before = NULL, deferrals = 0,
         queued_again_at = ?, may_have_arrived = 0, accepted_before = accepted_before OR state = 'bounced',
         last_answer = CASE WHEN state = 'bounced' THEN NULL ELSE last_answer END
       WHERE id = ? AND state IN ('queued', 'refused', 'bounced')`,
    )
    .run(now.toISOString(), id);
  connection
    .prepare(
      `UPDATE sent_mails SET state = 'in-doubt', due_at = NULL, last_answer = NULL
       WHERE receipt_id = ? AND bytes IS NOT NULL`,
    )
    .run(id);
}

/**
 * Queues a mail that a person dropped.
 * @returns whether it is queued: not where another took its place under the same Message-ID
 */
export function takeBackDrop(connection: Connection, id: number, now: Date): boolean {
  const kept = connection
    .prepare("SELECT dropped_mail FROM receipts WHERE id = ? AND state = 'withheld'")
    .pluck()
    .get(id);
  if (typeof kept !== 'string') return false;
  const mail = mailRow.parse(JSON.parse(kept));
  const isTaken = connection.prepare('SELECT 1 FROM receipts WHERE message_id = ?').get(mail.messageId);
  if (isTaken !== undefined) return false;
  connection
    .prepare(
      `UPDATE receipts SET state = 'queued', reason = NULL, recipient = ?, message_id = ?, in_reply_to = ?,
         reference_ids = ?, subject = ?, text = ?, html = ?, encrypt_to = ?, dropped_mail = NULL, not_before = NULL,
         deferrals = 0, queued_again_at = ?
       WHERE id = ?`,
    )
    .run(
      mail.recipient,
      mail.messageId,
      mail.inReplyTo,
      mail.references,
      mail.subject,
      mail.text,
      mail.html,
      mail.encryptTo,
      now.toISOString(),
      id,
    );
  return true;
}

/** Makes a copy due that was put off or given up. */
export function copyAgain(connection: Connection, id: number, now: Date): void {
  connection
    .prepare(
      `UPDATE sent_mails SET state = 'due', due_at = ?
       WHERE receipt_id = ? AND bytes IS NOT NULL AND state IN ('due', 'given-up')`,
    )
    .run(now.toISOString(), id);
}

const text = z.string().nullable();

const triedRow = z.object({
  id: z.number(),
  number: z.string(),
  kind: z.enum(['receipt', 'follow-up', 'question']),
  state: z.enum(['queued', 'held', 'sent', 'refused', 'bounced', 'withheld']),
  recipient: text,
  reason: text,
  last_answer: text,
  sent_at: text,
  put_off: z.number(),
  may_have_arrived: z.number(),
  restored: z.number(),
  dropped: z.number(),
  closed: z.number(),
  copy: z.enum(['put-off', 'given-up', 'lost']).nullable(),
  gone_mailbox: text,
});

const mailRow = z.object({
  recipient: z.string(),
  messageId: z.string(),
  inReplyTo: text,
  references: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  encryptTo: text,
});

function toTried(row: z.infer<typeof triedRow>): TriedMail {
  return {
    id: row.id,
    number: row.number as ReportNumber,
    kind: row.kind,
    state: row.state,
    recipient: row.recipient,
    reason: row.reason,
    lastAnswer: row.last_answer,
    sentAt: row.sent_at === null ? null : new Date(row.sent_at),
    isPutOff: row.put_off === 1,
    mayHaveArrived: row.may_have_arrived === 1 || row.restored === 1,
    wasRestored: row.restored === 1,
    isClosed: row.closed === 1,
    isDropped: row.dropped === 1,
    copy: row.copy,
    goneMailbox: row.gone_mailbox,
  };
}
