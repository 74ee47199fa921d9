/**
 * Dispatches: one mail or one post each, with the notices it tells. What waits for a target goes into one; from then on
 * it is tried as it is until it went or was given up.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Connection } from './database.js';
import { NOTICE_KINDS, type NoticeChannel, type NoticeKind } from './notices.js';
import type { ReportNumber } from './reports.js';
import { withdrawSettled } from './settled-notices.js';

/** A notice as it is told. */
export interface Notice {
  readonly number: ReportNumber;
  readonly kind: NoticeKind;
  /** Days since the report arrived, for `days`; otherwise null. */
  readonly days: number | null;
  /** UTC instant that it speaks of. */
  readonly at: Date;
  readonly receivedAt: Date;
  readonly acknowledgeBy: Date;
  readonly discloseBy: Date;
}

/** A mail or a post that waits. */
export interface QueuedDispatch {
  readonly id: number;
  readonly target: string;
  /** 40 hexadecimal digits that nobody can guess: the same at every attempt. */
  readonly token: string;
  /** With its angle brackets; null for a post. */
  readonly messageId: string | null;
  readonly createdAt: Date;
  readonly attempts: number;
  /** Whether the program ended in an attempt: it may have gone. */
  readonly inFlight: boolean;
  /** Attempts that got no answer. */
  readonly unanswered: number;
  /** The most urgent first, those of a kind in the order they came; none where it is a digest. */
  readonly notices: readonly Notice[];
  /** UTC instant since when a digest is to tell; null where it is none. */
  readonly digestSince: Date | null;
}

/** How the Message-IDs of notices begin, by which one that lands in the mailbox is known. */
const NOTICE_ID = 'notice.';

/**
 * The Message-ID of a notice, by which one that lands in the mailbox is left alone.
 * @param token - 40 hexadecimal digits
 * @param domain - of our address
 */
export function noticeId(token: string, domain: string): string {
  return `<${NOTICE_ID}${token}@${domain}>`;
}

/** Dispatches of notices to one target within an hour. Who floods us must not flood the people who read us. */
export const MOST_AN_HOUR = 12;

const HOUR = 3_600_000;

/**
 * Puts what waits for each target into one dispatch, but for what is no longer true. For one that was told as often as an hour may bring, it waits, and
 * goes together with what comes meanwhile.
 * @param domain - of our address, for Message-IDs
 * @param now - UTC instant
 */
export function makeDispatches(connection: Connection, domain: string, now: Date): void {
  const waiting = connection.prepare(
    'SELECT DISTINCT channel, target FROM notices WHERE dispatch_id IS NULL',
  );
  const isAnyQueued =
    connection.prepare("SELECT 1 FROM dispatches WHERE state = 'queued'").get() !== undefined;
  if (!isAnyQueued && waiting.get() === undefined) return;
  connection
    .transaction(() => {
      withdrawSettled(connection);
      for (const { channel, target } of waiting.all() as { channel: NoticeChannel; target: string }[]) {
        if (madeWithinHour(connection, channel, target, now) >= MOST_AN_HOUR) continue;
        const id = newDispatch(connection, channel, target, domain, now);
        connection
          .prepare(
            'UPDATE notices SET dispatch_id = ? WHERE dispatch_id IS NULL AND channel = ? AND target = ?',
          )
          .run(id, channel, target);
      }
    })
    .immediate();
}

/** Up to now: what was made while the clock ran ahead holds nothing up. A digest was asked for by a person. */
function madeWithinHour(connection: Connection, channel: NoticeChannel, target: string, now: Date): number {
  return connection
    .prepare(
      `SELECT count(*) FROM dispatches WHERE channel = ? AND target = ? AND created_at > ? AND created_at <= ?
         AND state <> 'dropped' AND NOT EXISTS (SELECT 1 FROM digest_mails WHERE dispatch_id = dispatches.id)`,
    )
    .pluck()
    .get(channel, target, new Date(now.getTime() - HOUR).toISOString(), now.toISOString()) as number;
}

/**
 * Makes one dispatch. Call inside the transaction that settles what it tells.
 * @param domain - of our address, for Message-IDs
 * @returns the row's id
 */
export function newDispatch(
  connection: Connection,
  channel: NoticeChannel,
  target: string,
  domain: string,
  now: Date,
): number {
  const token = randomBytes(20).toString('hex');
  const messageId = channel === 'mail' ? noticeId(token, domain) : null;
  const { lastInsertRowid } = connection
    .prepare(
      `INSERT INTO dispatches (channel, target, token, message_id, state, created_at)
       VALUES (?, ?, ?, ?, 'queued', ?)`,
    )
    .run(channel, target, token, messageId, now.toISOString());
  return Number(lastInsertRowid);
}

const IS_DUE = "state = 'queued' AND (not_before IS NULL OR not_before <= ?)";

/** @returns the dispatches of a channel whose time has come, oldest first; none whose reports are all gone */
export function dueDispatches(connection: Connection, channel: NoticeChannel, now: Date): QueuedDispatch[] {
  return connection
    .prepare(
      `SELECT id, target, token, message_id, created_at, attempts, in_flight, unanswered, since_at
       FROM dispatches LEFT JOIN digest_mails ON dispatch_id = id
       WHERE ${IS_DUE} AND channel = ? ORDER BY id`,
    )
    .all(now.toISOString(), channel)
    .map(raw => {
      const row = dispatchRow.parse(raw);
      return {
        id: row.id,
        target: row.target,
        token: row.token,
        messageId: row.message_id,
        createdAt: new Date(row.created_at),
        attempts: row.attempts,
        inFlight: row.in_flight === 1,
        unanswered: row.unanswered,
        notices: noticesOf(connection, row.id),
        digestSince: row.since_at === null ? null : new Date(row.since_at),
      };
    })
    .filter(({ notices, digestSince }) => notices.length > 0 || digestSince !== null);
}

/** Whether any dispatch's time has come, of whatever channel. */
export function isDispatchDue(connection: Connection, now: Date): boolean {
  return (
    connection.prepare(`SELECT 1 FROM dispatches WHERE ${IS_DUE} LIMIT 1`).get(now.toISOString()) !==
    undefined
  );
}

/** A mail or a post names the first of its notices: a flood of new reports must not push out what is overdue. */
const URGENCY =
  "CASE kind WHEN 'overdue' THEN 0 WHEN 'due-soon' THEN 1 WHEN 'disclosure' THEN 2 WHEN 'days' THEN 3 ELSE 4 END";

function noticesOf(connection: Connection, dispatchId: number): Notice[] {
  return connection
    .prepare(
      `SELECT number, kind, occasion, at, received_at, acknowledge_by, disclose_by
       FROM notices JOIN reports ON reports.id = report_id WHERE dispatch_id = ? ORDER BY ${URGENCY}, notices.id`,
    )
    .all(dispatchId)
    .map(raw => {
      const row = noticeRow.parse(raw);
      return {
        number: row.number as ReportNumber,
        kind: row.kind,
        days: row.kind === 'days' ? Number(row.occasion) : null,
        at: new Date(row.at),
        receivedAt: new Date(row.received_at),
        acknowledgeBy: new Date(row.acknowledge_by),
        discloseBy: new Date(row.disclose_by),
      };
    });
}

const dispatchRow = z.object({
  id: z.number(),
  target: z.string(),
  token: z.string(),
  message_id: z.string().nullable(),
  created_at: z.string(),
  attempts: z.number(),
  in_flight: z.number(),
  unanswered: z.number(),
  since_at: z.string().nullable(),
});

const noticeRow = z.object({
  number: z.string(),
  kind: z.enum(NOTICE_KINDS),
  occasion: z.string(),
  at: z.string(),
  received_at: z.string(),
  acknowledge_by: z.string(),
  disclose_by: z.string(),
});
