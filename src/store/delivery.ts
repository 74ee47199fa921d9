/**
 * What sending does to the outbox: which receipts are due, and what each try came to. A mark is only made on a receipt
 * that is queued, so that a person's decision meanwhile stands.
 */
import { z } from 'zod';
import type { Connection } from './database.js';
import { latestTry, nextTry } from './next-try.js';
import type { ReceiptMail } from './outbox.js';
import type { ReportNumber } from './reports.js';
import { keepRoom } from './spare-room.js';

export interface QueuedReceipt {
  readonly id: number;
  readonly number: ReportNumber;
  readonly mail: ReceiptMail;
  readonly attempts: number;
  /** The outcome of the last attempt, in words, or null. */
  readonly lastAnswer: string | null;
  /** The server took it once and another gave it back: a copy in the Sent folder says nothing of a later try. */
  readonly acceptedBefore: boolean;
}

/**
 * Those tried least come first: one over which the server fails whole each time must not keep the others waiting.
 * @param now - UTC instant
 * @param mailbox - the row of the mailbox whose receipts are meant; null for all
 * @returns what is queued and due
 */
export function queuedReceipts(
  connection: Connection,
  now: Date,
  mailbox: number | null = null,
): QueuedReceipt[] {
  return connection
    .prepare(
      `SELECT receipts.id, number, recipient, message_id, in_reply_to, reference_ids, subject, text, html,
         encrypt_to, attempts, last_answer, accepted_before
       FROM receipts JOIN reports ON reports.id = report_id
       WHERE ${IS_DUE}
       ORDER BY attempts, receipts.id`,
    )
    .all({ ...instants(now), mailbox })
    .map(row => toQueued(queuedRow.parse(row)));
}

/**
 * Whether any receipt is queued and due.
 * @param now - UTC instant
 * @param mailbox - the row of the mailbox whose receipts are meant
 */
export function isReceiptDue(connection: Connection, now: Date, mailbox: number): boolean {
  return (
    connection
      .prepare(`SELECT 1 FROM receipts WHERE ${IS_DUE} LIMIT 1`)
      .get({ ...instants(now), mailbox }) !== undefined
  );
}

/**
 * @param now - UTC instant
 * @param mailbox - the row of the mailbox whose receipts are meant
 * @returns which of those that are due was queued last; 0 where none is
 */
export function newestDue(connection: Connection, now: Date, mailbox: number): number {
  return connection
    .prepare(`SELECT coalesce(max(id), 0) FROM receipts WHERE ${IS_DUE}`)
    .pluck()
    .get({ ...instants(now), mailbox }) as number;
}

const IS_DUE = `receipts.state = 'queued' AND (not_before IS NULL OR not_before <= :now OR not_before > :latest)
         AND (:mailbox IS NULL OR receipts.mailbox_id = :mailbox)`;

function instants(now: Date) {
  return { now: now.toISOString(), latest: latestTry(now).toISOString() };
}

/**
 * @param mailbox - the row of the mailbox whose receipts are meant; null for all
 * @returns UTC instant at which the next of those that were put off is due, or null where none was
 */
export function nextDue(connection: Connection, now: Date, mailbox: number | null = null): Date | null {
  const next = connection
    .prepare(
      `SELECT min(not_before) FROM receipts WHERE state = 'queued' AND not_before > :now AND not_before <= :latest
         AND (:mailbox IS NULL OR mailbox_id = :mailbox)`,
    )
    .pluck()
    .get({ ...instants(now), mailbox }) as string | null;
  return next === null ? null : new Date(next);
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
      `UPDATE receipts SET state = 'sent', last_answer = ?, sent_at = ?, not_before = NULL
       WHERE id = ? AND state = 'queued'`,
    )
    .run(answer, now.toISOString(), id);
}

/**
 * The server will never take it (5xx, RFC 5321 §4.2.1), or did not say: a person has to look.
 * @param mayHaveArrived - whether the answer to a try was lost
 */
export function markRefused(
  connection: Connection,
  id: number,
  answer: string,
  mayHaveArrived: boolean,
): void {
  connection
    .prepare(
      `UPDATE receipts SET state = 'refused', last_answer = ?, not_before = NULL, may_have_arrived = ?
       WHERE id = ? AND state = 'queued'`,
    )
    .run(answer, mayHaveArrived ? 1 : 0, id);
}

/** Why it still waits, where that is no fault of its own: it is due with the next pass. */
export function noteAnswer(connection: Connection, id: number, answer: string): void {
  connection.prepare("UPDATE receipts SET last_answer = ? WHERE id = ? AND state = 'queued'").run(answer, id);
}

const DAY = 86_400_000;

/** Times that a receipt is put off at least before it waits for a person: a clock that ran ahead once makes none old. */
const TRIES_BEFORE_A_PERSON = 10;

/**
 * Not taken this time. It waits for its next try, with the server's words; where that has gone on for long, for a
 * person. Call inside a transaction.
 * @param maxAgeDays - for which it is tried, from when it was queued, or a person last let it go
 * @param now - UTC instant
 */
export function putOff(
  connection: Connection,
  id: number,
  answer: string,
  maxAgeDays: number,
  now: Date,
): 'deferred' | 'held' {
  const row = connection
    .prepare(
      `SELECT deferrals, coalesce(queued_again_at, created_at) AS since FROM receipts
       WHERE id = ? AND state = 'queued'`,
    )
    .get(id);
  if (row === undefined) return 'deferred';
  const { deferrals, since } = waitingRow.parse(row);
  const isLong = now.getTime() - new Date(since).getTime() > maxAgeDays * DAY;
  if (isLong && deferrals >= TRIES_BEFORE_A_PERSON) {
    connection
      .prepare(
        "UPDATE receipts SET state = 'held', reason = ?, last_answer = ?, not_before = NULL WHERE id = ?",
      )
      .run(`put off for more than ${maxAgeDays} days, the last time with: ${answer}`, answer, id);
    return 'held';
  }
  connection
    .prepare('UPDATE receipts SET last_answer = ?, deferrals = ?, not_before = ? WHERE id = ?')
    .run(answer, deferrals + 1, nextTry(deferrals + 1, now).toISOString(), id);
  return 'deferred';
}

const waitingRow = z.object({ deferrals: z.number(), since: z.string() });

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
  accepted_before: z.number(),
});

function toQueued(row: z.infer<typeof queuedRow>): QueuedReceipt {
  return {
    id: row.id,
    number: row.number as ReportNumber,
    attempts: row.attempts,
    lastAnswer: row.last_answer,
    acceptedBefore: row.accepted_before === 1,
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
