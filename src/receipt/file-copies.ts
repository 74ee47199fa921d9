/**
 * Copies of what was sent, into the mailbox's Sent folder: each once, as far as IMAP lets anybody tell. Before every
 * try the folder is searched, because the mail server may have filed the mail itself, and because an earlier try
 * whose answer got lost may have worked. Nothing here ever sends a receipt again.
 */
import { Failure } from '../failure.js';
import type { Connection } from '../store/database.js';
import {
  type DueCopy,
  dueCopies,
  giveUpCopy,
  noteFiled,
  putOffCopy,
  sentBytes,
} from '../store/sent-mails.js';
import type { SentFolder } from './sent-folder.js';

/** What became of a copy. */
export type CopyFate =
  | 'filed'
  /** It was there already. */
  | 'found'
  /** It is tried again. */
  | 'put-off'
  /** It is not tried again by itself: a person has to see to the folder. */
  | 'given-up';

/** Told of each copy's fate, by report number, and why where it is not there. */
export type CopyListener = (fate: CopyFate, number: string, reason: string) => void;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Milliseconds after sending for which a copy is tried. Over a week somebody will have made room. */
const TRIED_FOR = 7 * 24 * HOUR;

/** A copy this young is tried with every pass. */
const TRIED_OFTEN_FOR = 10 * MINUTE;

const LONGEST_PAUSE = 6 * HOUR;

/**
 * Files the copies that are due, until one fails: what stopped that one would most likely stop those behind it, and at
 * the next pass they come before it.
 * @param stop - asked before each; true leaves the rest for later
 * @param mailbox - the row of the mailbox whose receipts are meant; null for all
 */
export async function fileCopies(
  connection: Connection,
  sent: SentFolder,
  now: () => Date,
  listener: CopyListener,
  stop: () => boolean,
  mailbox: number | null = null,
): Promise<void> {
  for (const copy of dueCopies(connection, now(), mailbox)) {
    if (stop()) return;
    try {
      await file(connection, copy, sent, listener);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      putOff(connection, copy, error.message, now(), listener);
      return;
    }
  }
}

async function file(
  connection: Connection,
  { receiptId, number, messageId, sentAt }: DueCopy,
  sent: SentFolder,
  listener: CopyListener,
): Promise<void> {
  if (await sent.holds(messageId)) {
    noteFiled(connection, receiptId);
    listener('found', number, '');
    return;
  }
  const bytes = sentBytes(connection, receiptId);
  if (bytes === null) return;
  if ((await sent.append(bytes, sentAt)) === 'no-folder') {
    const reason =
      'No folder for sent mail was found in the mailbox. Name it in mailbox.sentFolder, or write null there to have no copies.';
    giveUpCopy(connection, receiptId, reason);
    listener('given-up', number, reason);
    return;
  }
  noteFiled(connection, receiptId);
  listener('filed', number, '');
}

function putOff(
  connection: Connection,
  { receiptId, number, sentAt }: DueCopy,
  reason: string,
  now: Date,
  listener: CopyListener,
): void {
  const age = now.getTime() - sentAt.getTime();
  if (age > TRIED_FOR) {
    giveUpCopy(connection, receiptId, reason);
    listener('given-up', number, reason);
    return;
  }
  // Half as long again as it has been tried: often at first, and some sixty times in all.
  const pause = age < TRIED_OFTEN_FOR ? 0 : Math.min(age / 2, LONGEST_PAUSE);
  putOffCopy(connection, receiptId, reason, new Date(now.getTime() + pause));
  listener('put-off', number, reason);
}
