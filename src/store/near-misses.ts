/**
 * Mails that look like reports and lack the phrase: left alone, and noted so that a person sees them. Nothing of them is
 * here but sender and subject, and that no longer than it is of use.
 */
import { z } from 'zod';
import type { FolderKey, Position } from '../mailbox/position.js';
import type { Connection } from './database.js';

/** What became of one. */
export type NearMissState =
  /** Nobody has said what it is. */
  | 'open'
  /** The next poll takes it in. */
  | 'asked'
  /** A report, or part of one. */
  | 'taken'
  | 'dismissed'
  /** To be taken in, and not to be had. */
  | 'lost';

export interface NearMissRow {
  /** What it is called by. */
  readonly id: number;
  readonly folder: string;
  readonly receivedAt: Date | null;
  readonly from: string | null;
  readonly subject: string;
  readonly notedAt: Date;
  readonly state: NearMissState;
  /** Why it was not to be had. */
  readonly answer: string | null;
  /** The number of the report that it was taken in as. */
  readonly report: string | null;
}

/** Days for which one is kept. */
export const DAYS_KEPT = 90;

/** What is noted of one. */
export interface SeenNearMiss {
  readonly receivedAt: Date | null;
  readonly from: string | null;
  readonly subject: string;
}

/**
 * Notes one, once. Under a new UIDVALIDITY (RFC 9051 §2.3.1.1) it is known again by what it says, so that what a person
 * decided holds.
 * @returns whether it was new
 */
export function noteNearMiss(
  connection: Connection,
  { mailbox, folder }: FolderKey,
  { uidValidity, uid }: Position,
  { receivedAt, from, subject }: SeenNearMiss,
  now: Date,
): boolean {
  const received = receivedAt?.toISOString() ?? null;
  return connection
    .transaction(() => {
      const moved = connection
        .prepare(
          `UPDATE OR IGNORE near_misses SET uidvalidity = ?, uid = ? WHERE id = (
             SELECT id FROM near_misses WHERE mailbox = ? AND folder = ? AND uidvalidity <> ?
               AND received_at IS ? AND sender IS ? AND subject = ? LIMIT 1)`,
        )
        .run(uidValidity, uid, mailbox, folder, uidValidity, received, from, subject);
      if (moved.changes > 0) return false;
      const added = connection
        .prepare(
          `INSERT OR IGNORE INTO near_misses
             (mailbox, folder, uidvalidity, uid, received_at, sender, subject, noted_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(mailbox, folder, uidValidity, uid, received, from, subject, now.toISOString());
      return added.changes > 0;
    })
    .immediate();
}

/** Those that a person has yet to decide on or that are on their way, oldest first. */
export function waitingNearMisses(connection: Connection): NearMissRow[] {
  return connection
    .prepare(`${SELECT} WHERE state IN ('open', 'asked', 'lost') ORDER BY id`)
    .all()
    .map(toRow);
}

/** Those on which nobody has decided, the newest first: a flood of last week must not stand before today's. */
export function openNearMisses(connection: Connection): NearMissRow[] {
  return connection.prepare(`${SELECT} WHERE state = 'open' ORDER BY id DESC`).all().map(toRow);
}

/** @returns null where there is none of that number */
export function findNearMiss(connection: Connection, id: number): NearMissRow | null {
  const row = connection.prepare(`${SELECT} WHERE id = ?`).get(id);
  return row === undefined ? null : toRow(row);
}

/** Removes what was noted too long ago to be of use. */
export function forgetOldNearMisses(connection: Connection, now: Date): void {
  const before = new Date(now.getTime() - DAYS_KEPT * 24 * 3_600_000);
  connection.prepare('DELETE FROM near_misses WHERE noted_at < ?').run(before.toISOString());
}

const SELECT =
  'SELECT id, folder, received_at, sender, subject, noted_at, state, answer, report FROM near_misses';

const text = z.string().nullable();

const row = z.object({
  id: z.number(),
  folder: z.string(),
  received_at: text,
  sender: text,
  subject: z.string(),
  noted_at: z.string(),
  state: z.enum(['open', 'asked', 'taken', 'dismissed', 'lost']),
  answer: text,
  report: text,
});

function toRow(found: unknown): NearMissRow {
  const { id, folder, received_at, sender, subject, noted_at, state, answer, report } = row.parse(found);
  return {
    id,
    folder,
    receivedAt: received_at === null ? null : new Date(received_at),
    from: sender,
    subject,
    notedAt: new Date(noted_at),
    state,
    answer,
    report,
  };
}
