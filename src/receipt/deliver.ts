/**
 * Empties the outbox: every queued receipt to the SMTP server, each marked before and after. A receipt that is
 * refused or deferred never holds up the ones behind it.
 *
 * Where an answer got lost, the mail may have gone: the Sent folder, into which some servers put what they take, is
 * asked first, and only what it does not hold is sent again, as the very same bytes.
 */
import { Failure } from '../failure.js';
import type { Connection } from '../store/database.js';
import {
  markRefused,
  markSent,
  noteAnswer,
  noteAttempt,
  putOff,
  type QueuedReceipt,
  queuedReceipts,
} from '../store/delivery.js';
import {
  copyDueFrom,
  type DoubtfulMail,
  forgetSentMail,
  keepInDoubt,
  mailInDoubt,
  noteFiled,
} from '../store/sent-mails.js';
import { writeWithRoom } from '../store/spare-room.js';
import { lookInto } from './doubt.js';
import type { SentFolder } from './sent-folder.js';
import { ANSWER_LOST, type Delivery } from './smtp-answers.js';
import type { Transport } from './transport.js';
import type { WriteMail } from './write-mail.js';

export interface DeliveryCount {
  readonly sent: number;
  readonly refused: number;
  readonly deferred: number;
  /** Put off for so long that a person decides. */
  readonly held: number;
}

/** Told of each receipt's fate, by report number; never of its content. */
export type DeliveryListener = (event: keyof DeliveryCount, number: string, answer: string) => void;

/** Where copies of what is sent go, and when. */
export interface CopyRules {
  readonly sent: SentFolder;
  /** Milliseconds after sending. */
  readonly dueAfter: number;
}

/** What sending needs around it. */
export interface Delivering {
  readonly connection: Connection;
  readonly transport: Transport;
  readonly write: WriteMail;
  /** Null where no copies are wanted; nothing of what is sent is then kept or looked for. */
  readonly copies: CopyRules | null;
  /** For which a receipt is tried before a person decides. */
  readonly maxAgeDays: number;
  readonly now: () => Date;
  readonly listener: DeliveryListener;
  /** Asked before each mail; true ends the run with the rest still queued. */
  readonly stop: () => boolean;
}

const FOUND_IN_SENT = 'found in the Sent folder; the answer got lost';

/**
 * Sends what is queued and due.
 * @param tried - ids of receipts not to try again for now; grows by those tried here
 * @throws {Failure} where the server itself can't be used; what is queued stays so
 */
export async function deliverReceipts(delivering: Delivering, tried: Set<number>): Promise<DeliveryCount> {
  const count = { sent: 0, refused: 0, deferred: 0, held: 0 };
  for (const receipt of queuedReceipts(delivering.connection, delivering.now())) {
    if (delivering.stop()) break;
    if (tried.has(receipt.id)) continue;
    tried.add(receipt.id);
    const { fate, answer } = await deliver(receipt, delivering);
    count[fate] += 1;
    delivering.listener(fate, receipt.number, answer);
  }
  return count;
}

interface Delivered {
  readonly fate: keyof DeliveryCount;
  readonly answer: string;
}

async function deliver(receipt: QueuedReceipt, delivering: Delivering): Promise<Delivered> {
  const { connection, copies, write, now } = delivering;
  const doubt = mailInDoubt(connection, receipt.id);
  if (doubt !== null && copies !== null && !receipt.acceptedBefore) {
    const before = await lookInto(copies.sent, receipt, doubt, now());
    if (before === 'held') return markFound(receipt, delivering);
    if (before !== 'not-held') return { fate: 'deferred', answer: before.because };
  }
  const raw = doubt === null ? await write(receipt.mail).catch(() => null) : Buffer.from(doubt.bytes);
  if (raw === null) {
    // A defect of ours, which must not hold up the mails behind it.
    noteAttempt(connection, receipt.id, now());
    return defer(receipt.id, UNWRITABLE, false, delivering);
  }
  connection
    .transaction(() => {
      noteAttempt(connection, receipt.id, now());
      if (copies !== null) keepInDoubt(connection, receipt.id, raw);
    })
    .immediate();
  const delivery = await hand(receipt, raw, doubt, delivering);
  return settle(receipt, delivery, doubt, delivering);
}

const UNWRITABLE = 'not sent: it could not be written';

async function hand(
  { id, mail, lastAnswer }: QueuedReceipt,
  raw: Buffer,
  doubt: DoubtfulMail | null,
  { connection, transport }: Delivering,
): Promise<Delivery> {
  try {
    return await transport.send(mail.recipient, raw);
  } catch (error) {
    if (error instanceof Failure) {
      if (doubt === null) forgetSentMail(connection, id);
      // The digest tells why it waits; what a server said of this very mail is not overwritten.
      if (lastAnswer === null) noteAnswer(connection, id, error.message);
    }
    throw error;
  }
}

/** Marks what became of it. What was in doubt before stays so until the server takes or refuses it. */
async function settle(
  receipt: QueuedReceipt,
  { outcome, answer }: Delivery,
  doubt: DoubtfulMail | null,
  delivering: Delivering,
): Promise<Delivered> {
  const { connection, copies, now } = delivering;
  const { id } = receipt;
  switch (outcome) {
    case 'accepted':
      inRoomKept(connection, () => {
        const instant = now();
        markSent(connection, id, answer, instant);
        if (copies === null) forgetSentMail(connection, id);
        else copyDueFrom(connection, id, new Date(instant.getTime() + copies.dueAfter));
      });
      return { fate: 'sent', answer };
    case 'refused':
      return refuse(connection, id, answer, mayHaveArrived(receipt, doubt));
    case 'unanswered':
      // Where every answer gets lost, every try may be one mail more to the reporter: a person looks. Also where that
      // person let it go again, which these words begin with too.
      if (receipt.lastAnswer?.startsWith(answer)) {
        return (await isInSent(receipt, copies))
          ? markFound(receipt, delivering)
          : refuse(connection, id, `${answer}, twice; it may have arrived`, true);
      }
      return defer(id, answer, false, delivering);
    case 'deferred':
      return defer(id, answer, doubt === null, delivering);
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

/** @param forgets - whether the server did not take it, for sure, this time nor before */
function defer(
  id: number,
  answer: string,
  forgets: boolean,
  { connection, maxAgeDays, now }: Delivering,
): Delivered {
  const fate = connection
    .transaction(() => {
      if (forgets) forgetSentMail(connection, id);
      return putOff(connection, id, answer, maxAgeDays, now());
    })
    .immediate();
  return { fate, answer };
}

/** What may have arrived keeps its bytes: let go again it is the same mail, and the Sent folder may still tell. */
function refuse(connection: Connection, id: number, answer: string, mayHaveArrived: boolean): Delivered {
  connection
    .transaction(() => {
      markRefused(connection, id, answer, mayHaveArrived);
      if (!mayHaveArrived) forgetSentMail(connection, id);
    })
    .immediate();
  return { fate: 'refused', answer };
}

/** The server took it then, and filed it by itself. */
function markFound({ id }: QueuedReceipt, { connection, now }: Delivering): Delivered {
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
