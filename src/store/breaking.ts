/**
 * Messages ahead of the position over which the connection broke. One that breaks it time and again goes on the list of
 * the unread, because no mail behind it would ever be read.
 */
import type { FolderKey, Position } from '../mailbox/position.js';
import type { Connection } from './database.js';
import { AGAIN, INSERT } from './unread.js';

/** Passes in a row in which a message may break the connection before the mails behind it are read without it. */
const MOST_BREAKS = 3;

/**
 * Notes that the connection broke over a message that is still ahead of the position; what is on the list stays as it is.
 * @returns in how many passes in a row it did, or null for one on the list
 */
export function noteBreak(
  connection: Connection,
  { mailbox, folder }: FolderKey,
  { uidValidity, uid }: Position,
  words: string,
  now: Date,
): number | null {
  const times = connection
    .prepare(
      `${INSERT} ON CONFLICT (mailbox, folder, uid) DO UPDATE SET ${AGAIN} WHERE state = 'breaking'
       RETURNING attempts`,
    )
    .pluck()
    .get(mailbox, folder, uid, uidValidity, 'breaking', now.toISOString(), now.toISOString(), words);
  return (times as number | undefined) ?? null;
}

/** The UIDs ahead of the position that are not to be asked for again before the mails behind them were read. */
export function breakingUids(connection: Connection, { mailbox, folder }: FolderKey): ReadonlySet<number> {
  const uids = connection
    .prepare(
      `SELECT uid FROM unread WHERE mailbox = ? AND folder = ? AND state = 'breaking' AND attempts >= ${MOST_BREAKS}`,
    )
    .pluck()
    .all(mailbox, folder) as number[];
  return new Set(uids);
}

/** Lists a message that broke the connection. Call inside the transaction that moves the position beyond it. */
export function passOverBreaking(connection: Connection, { mailbox, folder }: FolderKey, uid: number): void {
  connection
    .prepare("UPDATE unread SET state = 'unread' WHERE mailbox = ? AND folder = ? AND uid = ?")
    .run(mailbox, folder, uid);
}

/** Forgets the breaks of messages up to a position: they turned out to be nobody's report, or are gone. */
export function forgetBreaks(connection: Connection, { mailbox, folder }: FolderKey, upTo: number): void {
  connection
    .prepare("DELETE FROM unread WHERE mailbox = ? AND folder = ? AND state = 'breaking' AND uid <= ?")
    .run(mailbox, folder, upTo);
}
