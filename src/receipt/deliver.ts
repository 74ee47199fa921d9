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
  noteAttempt,
  noteDeferral,
  type QueuedReceipt,
  queuedReceipts,
} from '../store/outbox.js';
import {
  closeCopy,
  copyDueFrom,
  type DoubtfulMail,
  forgetSentMail,
  keepInDoubt,
  mailInDoubt,
} from '../store/sent-mails.js';
import { writeWithRoom } from '../store/spare-room.js';
import { lookInto } from './doubt.js';
import type { SentFolder } from './sent-folder.js';
import type { Delivery, Transport } from './transport.js';
import type { WriteMail } from './write-mail.js';

export interface DeliveryCount {
  readonly sent: number;
  readonly refused: number;
  readonly deferred: number;
}

/** Told of each receipt's fate, by report number; never of its content. */
export type DeliveryListener = (
  event: 'sent' | 'refused' | 'deferred',
  number: string,
  answer: string,
) => void;

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
  readonly now: () => Date;
  readonly listener: DeliveryListener;
  /** Asked before each mail; true ends the run with the rest still queued. */
  readonly stop: () => boolean;
}

const FOUND_IN_SENT = 'found in the Sent folder; the answer got lost';

/**
 * Sends what is queued.
 * @param tried - ids of receipts not to try again for now; grows by those tried here
 * @throws {Failure} where the server itself can't be used; what is queued stays so
 */
export async function deliverReceipts(delivering: Delivering, tried: Set<number>): Promise<DeliveryCount> {
  const count = { sent: 0, refused: 0, deferred: 0 };
  for (const receipt of queuedReceipts(delivering.connection)) {
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
  const doubt = copies === null ? null : mailInDoubt(connection, receipt.id);
  if (doubt !== null && copies !== null) {
    const before = await lookInto(copies.sent, receipt, doubt, now());
    if (before === 'held') return markFound(receipt, delivering);
    if (before !== 'not-held') return { fate: 'deferred', answer: before.because };
  }
  const raw = doubt === null ? await write(receipt.mail).catch(() => null) : Buffer.from(doubt.bytes);
  if (raw === null) {
    // A defect of ours, which must not hold up the mails behind it.
    noteAttempt(connection, receipt.id, now());
    noteDeferral(connection, receipt.id, UNWRITABLE);
    return { fate: 'deferred', answer: UNWRITABLE };
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
      if (lastAnswer === null) noteDeferral(connection, id, error.message);
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
        if (copies !== null) {
          copyDueFrom(connection, id, new Date(instant.getTime() + copies.dueAfter));
        }
      });
      return { fate: 'sent', answer };
    case 'refused':
      return refuse(connection, id, answer);
    case 'unanswered':
      // Where every answer gets lost, every try may be one mail more to the reporter: a person looks.
      if (receipt.lastAnswer === answer) {
        const isHeld = (await copies?.sent.holds(receipt.mail.messageId).catch(() => false)) ?? false;
        return isHeld
          ? markFound(receipt, delivering)
          : refuse(connection, id, `${answer}, twice; it may have arrived`);
      }
      noteDeferral(connection, id, answer);
      return { fate: 'deferred', answer };
    case 'deferred':
      if (doubt === null) forgetSentMail(connection, id);
      noteDeferral(connection, id, answer);
      return { fate: 'deferred', answer };
  }
}

function refuse(connection: Connection, id: number, answer: string): Delivered {
  connection
    .transaction(() => {
      markRefused(connection, id, answer);
      forgetSentMail(connection, id);
    })
    .immediate();
  return { fate: 'refused', answer };
}

/** The server took it then, and filed it by itself. */
function markFound({ id }: QueuedReceipt, { connection, now }: Delivering): Delivered {
  inRoomKept(connection, () => {
    markSent(connection, id, FOUND_IN_SENT, now());
    closeCopy(connection, id, 'filed', null);
  });
  return { fate: 'sent', answer: FOUND_IN_SENT };
}

/** One transaction, on a full disk in the room that was kept for it: SQLite takes back the whole where a part fails. */
function inRoomKept(connection: Connection, write: () => void): void {
  writeWithRoom(connection, () => connection.transaction(write).immediate());
}
