/**
 * What became of a receipt that was handed over, marked in the outbox. What was in doubt before stays so until the server
 * takes or refuses it.
 */
import type { Connection } from '../store/database.js';
import { markRefused, markSent, putOff, type QueuedReceipt } from '../store/delivery.js';
import { copyDueFrom, type DoubtfulMail, forgetSentMail, noteFiled } from '../store/sent-mails.js';
import { writeWithRoom } from '../store/spare-room.js';
import type { SentFolder } from './sent-folder.js';
import { ANSWER_LOST, type Delivery } from './smtp-answers.js';

/** What a pass does to a receipt. */
export type Fate =
  | 'sent'
  /** By the server, or given up because its answer was lost twice. */
  | 'refused'
  | 'deferred'
  /** Put off for so long that a person decides. */
  | 'held';

export interface Settled {
  readonly fate: Fate;
  /** The server's words, or ours. */
  readonly answer: string;
}

/** Where copies of what is sent go, and when. */
export interface CopyRules {
  readonly sent: SentFolder;
  /** Milliseconds after sending. */
  readonly dueAfter: number;
}

/** What marking needs around it. */
export interface Settling {
  readonly connection: Connection;
  /** Null where no copies are wanted; nothing of what is sent is then kept or looked for. */
  readonly copies: CopyRules | null;
  /** For which a receipt is tried before a person decides. */
  readonly maxAgeDays: number;
  readonly now: () => Date;
}

const FOUND_IN_SENT = 'found in the Sent folder; the answer got lost';

/**
 * Marks that the server took a receipt, and notes in the same commit that the next one is handed over: each commit waits for
 * the disk. Never more than one is in doubt, as the next goes only after this.
 * @param beginNext - notes it; null where there is none
 * @returns whether that was noted too
 */
export function settleAccepted(
  { id }: QueuedReceipt,
  answer: string,
  beginNext: (() => void) | null,
  { connection, copies, now }: Settling,
): boolean {
  const mark = () => {
    const instant = now();
    markSent(connection, id, answer, instant);
    if (copies === null) forgetSentMail(connection, id);
    else copyDueFrom(connection, id, new Date(instant.getTime() + copies.dueAfter));
  };
  if (beginNext !== null) {
    try {
      connection
        .transaction(() => {
          mark();
          beginNext();
        })
        .immediate();
      return true;
    } catch {
      // What this one has room for may not be lost for the next, which tells by itself what keeps it from going.
    }
  }
  inRoomKept(connection, mark);
  return false;
}

/**
 * Marks what became of a receipt that the server did not take.
 * @param doubt - what was in doubt of it before this try
 */
export async function settle(
  receipt: QueuedReceipt,
  { outcome, answer }: Exclude<Delivery, { outcome: 'accepted' }>,
  doubt: DoubtfulMail | null,
  settling: Settling,
): Promise<Settled> {
  const { connection, copies } = settling;
  const { id } = receipt;
  switch (outcome) {
    case 'refused':
      return refuse(connection, id, answer, mayHaveArrived(receipt, doubt));
    case 'unanswered':
      // Where every answer gets lost, every try may be one mail more to the reporter: a person looks. Also where that
      // person let it go again, which these words begin with too.
      if (receipt.lastAnswer?.startsWith(answer)) {
        return (await isInSent(receipt, copies))
          ? markFound(receipt, settling)
          : refuse(connection, id, `${answer}, twice; it may have arrived`, true);
      }
      return defer(id, answer, false, settling);
    case 'deferred':
      return defer(id, answer, doubt === null, settling);
  }
}

async function isInSent({ mail, acceptedBefore }: QueuedReceipt, copies: CopyRules | null): Promise<boolean> {
  if (copies === null || acceptedBefore) return false;
  return await copies.sent.holds(mail.messageId).catch(() => false);
}

/** Whether the answer to an earlier try was lost. One that came back is kept as it was sent without being in doubt. */
function mayHaveArrived({ acceptedBefore, lastAnswer }: QueuedReceipt, doubt: DoubtfulMail | null): boolean {
  return (doubt !== null && !acceptedBefore) || (lastAnswer?.startsWith(ANSWER_LOST) ?? false);
}

/**
 * Puts a receipt off.
 * @param forgets - whether the server did not take it, for sure, this time nor before
 */
export function defer(
  id: number,
  answer: string,
  forgets: boolean,
  { connection, maxAgeDays, now }: Settling,
): Settled {
  const fate = connection
    .transaction(() => {
      if (forgets) forgetSentMail(connection, id);
      return putOff(connection, id, answer, maxAgeDays, now());
    })
    .immediate();
  return { fate, answer };
}

/** What may have arrived keeps its bytes: let go again it is the same mail, and the Sent folder may still tell. */
function refuse(connection: Connection, id: number, answer: string, mayHaveArrived: boolean): Settled {
  connection
    .transaction(() => {
      markRefused(connection, id, answer, mayHaveArrived);
      if (!mayHaveArrived) forgetSentMail(connection, id);
    })
    .immediate();
  return { fate: 'refused', answer };
}

/** The server took it then, and filed it by itself. */
export function markFound({ id }: QueuedReceipt, { connection, now }: Settling): Settled {
  inRoomKept(connection, () => {
    markSent(connection, id, FOUND_IN_SENT, now());
    noteFiled(connection, id);
  });
  return { fate: 'sent', answer: FOUND_IN_SENT };
}

/** One transaction, on a full disk in the room that was kept for it: SQLite takes back the whole where a part fails. */
function inRoomKept(connection: Connection, write: () => void): void {
  writeWithRoom(connection, () => connection.transaction(write).immediate());
}
