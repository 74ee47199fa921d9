/**
 * The messages that the mail server lists and does not give: passed over, so that the mails behind them are read, and
 * tried again until they open or are gone. Nothing of what is in them is known, and nothing of it is here.
 */
import { z } from 'zod';
import { growingPause } from '../growing-pause.js';
import type { FolderKey, Position } from '../mailbox/position.js';
import type { Connection } from './database.js';

/** A message on the list. */
export interface UnreadMessage {
  /** `user@host:port`. */
  readonly mailbox: string;
  readonly folder: string;
  readonly uidValidity: string;
  readonly uid: number;
  readonly firstSeen: Date;
  /** How often it was asked for in vain. */
  readonly attempts: number;
  readonly lastTried: Date;
  /** What the server said the last time, or what became of the connection. */
  readonly lastWords: string;
  /** Whether a person wants it tried with the next pass, however short ago it was. */
  readonly isAskedFor: boolean;
}

/** Vain attempts after which there is a pause before the next: short trouble is over by then. */
const FREE_ATTEMPTS = 10;

/** Milliseconds of the first pause, and of the longest. */
const FIRST_PAUSE = 60_000;
const LONGEST_PAUSE = 3_600_000;

/**
 * Milliseconds between two attempts at a message. Pure.
 * @param attempts - in vain until now
 */
export function pauseAfter(attempts: number): number {
  return attempts < FREE_ATTEMPTS ? 0 : growingPause(FIRST_PAUSE, attempts - FREE_ATTEMPTS, LONGEST_PAUSE);
}

/** Whether a message is to be tried now. A clock that was set back makes nothing wait for it to come round. Pure. */
export function isDue({ attempts, lastTried, isAskedFor }: UnreadMessage, now: Date): boolean {
  const since = now.getTime() - lastTried.getTime();
  return isAskedFor || since < 0 || since >= pauseAfter(attempts);
}

/** Puts a message on the list. Call inside the transaction that moves the position beyond it. @param words - the server's */
export function passOver(
  connection: Connection,
  { mailbox, folder }: FolderKey,
  { uidValidity, uid }: Position,
  words: string,
  now: Date,
): void {
  connection
    .prepare(`${INSERT} ON CONFLICT (mailbox, folder, uid) DO UPDATE SET ${AGAIN}, state = 'unread'`)
    .run(mailbox, folder, uid, uidValidity, 'unread', now.toISOString(), now.toISOString(), words);
}

/** Puts a message into the table, in a state. */
export const INSERT = `INSERT INTO unread
  (mailbox, folder, uid, uidvalidity, state, first_seen, attempts, last_tried, last_words)
  VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)`;

/** What another time in vain does to it. */
export const AGAIN =
  'attempts = attempts + 1, last_tried = excluded.last_tried, last_words = excluded.last_words';

/** Notes that a message on the list is about to be tried: what breaks over it then leaves a trace. */
export function noteTry(
  connection: Connection,
  { mailbox, folder }: FolderKey,
  uid: number,
  now: Date,
): void {
  connection
    .prepare(
      `UPDATE unread SET attempts = attempts + 1, last_tried = ?, asked_for = 0
       WHERE mailbox = ? AND folder = ? AND uid = ?`,
    )
    .run(now.toISOString(), mailbox, folder, uid);
}

/** Keeps what a try came to. */
export function noteWords(
  connection: Connection,
  { mailbox, folder }: FolderKey,
  uid: number,
  words: string,
): void {
  connection
    .prepare('UPDATE unread SET last_words = ? WHERE mailbox = ? AND folder = ? AND uid = ?')
    .run(words, mailbox, folder, uid);
}

/** Takes a message off the list. Call inside the transaction that records what became of it. */
export function forgetUnread(connection: Connection, { mailbox, folder }: FolderKey, uid: number): void {
  connection
    .prepare('DELETE FROM unread WHERE mailbox = ? AND folder = ? AND uid = ?')
    .run(mailbox, folder, uid);
}

/**
 * Drops the messages of a folder whose UIDs no longer mean what they did: the folder is read anew (RFC 9051 §2.3.1.1).
 * @returns how many
 */
export function dropOfOtherValidity(
  connection: Connection,
  { mailbox, folder }: FolderKey,
  uidValidity: string,
): number {
  return connection
    .prepare('DELETE FROM unread WHERE mailbox = ? AND folder = ? AND uidvalidity <> ?')
    .run(mailbox, folder, uidValidity).changes;
}

/** The messages of a folder that are to be tried now, those first that a person asked for or that waited longest. */
export function dueUnread(connection: Connection, key: FolderKey, now: Date): UnreadMessage[] {
  return listUnread(connection)
    .filter(
      message => message.mailbox === key.mailbox && message.folder === key.folder && isDue(message, now),
    )
    .sort(
      (a, b) =>
        Number(b.isAskedFor) - Number(a.isAskedFor) ||
        a.lastTried.getTime() - b.lastTried.getTime() ||
        a.uid - b.uid,
    );
}

/** Every message on the list, of all folders, the oldest first. */
export function listUnread(connection: Connection): UnreadMessage[] {
  return connection
    .prepare(
      `SELECT mailbox, folder, uidvalidity, uid, first_seen, attempts, last_tried, last_words, asked_for
       FROM unread WHERE state = 'unread' ORDER BY first_seen, mailbox, folder, uid`,
    )
    .all()
    .map(row => toUnread(unreadRow.parse(row)));
}

/** How many messages of a mailbox are on the list. @param mailbox - `user@host:port` */
export function countUnread(connection: Connection, mailbox: string): number {
  return connection
    .prepare("SELECT count(*) FROM unread WHERE mailbox = ? AND state = 'unread'")
    .pluck()
    .get(mailbox) as number;
}

/** Has every message on the list tried with the next pass. @returns how many there are */
export function askForUnread(connection: Connection): number {
  return connection.prepare("UPDATE unread SET asked_for = 1 WHERE state = 'unread'").run().changes;
}

const unreadRow = z.object({
  mailbox: z.string(),
  folder: z.string(),
  uidvalidity: z.string(),
  uid: z.number(),
  first_seen: z.string(),
  attempts: z.number(),
  last_tried: z.string(),
  last_words: z.string(),
  asked_for: z.number(),
});

function toUnread(row: z.infer<typeof unreadRow>): UnreadMessage {
  return {
    mailbox: row.mailbox,
    folder: row.folder,
    uidValidity: row.uidvalidity,
    uid: row.uid,
    firstSeen: new Date(row.first_seen),
    attempts: row.attempts,
    lastTried: new Date(row.last_tried),
    lastWords: row.last_words,
    isAskedFor: row.asked_for === 1,
  };
}
