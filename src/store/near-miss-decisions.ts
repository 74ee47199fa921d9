/**
 * What a person decides about a near miss, and what comes of it. Each is one statement, so that it may run beside a poll.
 */
import { z } from 'zod';
import type { FolderKey, Position } from '../mailbox/position.js';
import type { Connection } from './database.js';

/** Attempts at one that the server does not give. */
const MOST_ATTEMPTS = 5;

/**
 * Notes that a person needs it no more. What is taken in stays so.
 * @param id - null for all that wait for a decision
 * @returns how many changed
 */
export function dismissNearMiss(connection: Connection, id: number | null, who: string, now: Date): number {
  return connection
    .prepare(
      `UPDATE near_misses SET state = 'dismissed', decided_at = ?, decided_by = ?
       WHERE (id = ? OR (? IS NULL AND state <> 'asked')) AND state NOT IN ('taken', 'dismissed')`,
    )
    .run(now.toISOString(), who, id, id).changes;
}

/**
 * Has the next poll take it in.
 * @returns whether that was not so already
 */
export function askForNearMiss(connection: Connection, id: number, who: string, now: Date): boolean {
  return (
    connection
      .prepare(
        `UPDATE near_misses SET state = 'asked', decided_at = ?, decided_by = ?, attempts = 0, answer = NULL
         WHERE id = ? AND state NOT IN ('taken', 'asked')`,
      )
      .run(now.toISOString(), who, id).changes > 0
  );
}

/** One that is to be taken in. */
export interface AskedNearMiss extends Position {
  readonly id: number;
}

/** Those of a folder that are to be taken in, oldest first. */
export function askedNearMisses(connection: Connection, { mailbox, folder }: FolderKey): AskedNearMiss[] {
  return connection
    .prepare(
      `SELECT id, uidvalidity, uid FROM near_misses
       WHERE state = 'asked' AND mailbox = ? AND folder = ? ORDER BY id`,
    )
    .all(mailbox, folder)
    .map(row => askedRow.parse(row))
    .map(({ id, uidvalidity, uid }) => ({ id, uidValidity: uidvalidity, uid }));
}

/** Counts an attempt, before it is made: what breaks the connection is not tried for ever. @returns whether to make it */
export function noteNearMissTry(connection: Connection, id: number): boolean {
  const attempts = connection
    .prepare('UPDATE near_misses SET attempts = attempts + 1 WHERE id = ? RETURNING attempts')
    .pluck()
    .get(id) as number | undefined;
  return attempts !== undefined && attempts <= MOST_ATTEMPTS;
}

/** It is not to be had. @param answer - why, in words */
export function loseNearMiss(connection: Connection, id: number, answer: string): void {
  connection
    .prepare("UPDATE near_misses SET state = 'lost', answer = ? WHERE id = ? AND state = 'asked'")
    .run(answer, id);
}

/**
 * It is on record now, and its words with it. Call inside the transaction that takes it in.
 * @param place - of any mail that is taken in
 */
export function settleNearMiss(
  connection: Connection,
  { folder: { mailbox, folder }, position: { uidValidity, uid } }: { folder: FolderKey; position: Position },
  report: string,
): void {
  connection
    .prepare(
      `UPDATE near_misses SET state = 'taken', report = ?, sender = NULL, subject = '', answer = NULL
       WHERE mailbox = ? AND folder = ? AND uidvalidity = ? AND uid = ?`,
    )
    .run(report, mailbox, folder, uidValidity, uid);
}

const askedRow = z.object({ id: z.number(), uidvalidity: z.string(), uid: z.number() });
