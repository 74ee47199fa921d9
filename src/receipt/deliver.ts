/**
 * Empties the outbox: every queued receipt to the SMTP server, each marked before and after. A receipt that is
 * refused or deferred never holds up the ones behind it.
 *
 * Where an answer got lost, the mail may have gone: the Sent folder, into which some servers put what they take, is
 * asked first, and only what it does not hold is sent again, as the very same bytes.
 */
import { Failure } from '../failure.js';
import { noteAnswer, noteAttempt, type QueuedReceipt, queuedReceipts } from '../store/delivery.js';
import { type DoubtfulMail, forgetSentMail, keepInDoubt, mailInDoubt } from '../store/sent-mails.js';
import { lookInto } from './doubt.js';
import { defer, type Fate, markFound, type Settled, type Settling, settle } from './settle.js';
import type { Delivery } from './smtp-answers.js';
import type { Transport } from './transport.js';
import type { WriteMail } from './write-mail.js';

/** Receipts by what became of them. */
export type DeliveryCount = Readonly<Record<Fate, number>>;

/** Told of each receipt's fate, by report number; never of its content. */
export type DeliveryListener = (event: keyof DeliveryCount, number: string, answer: string) => void;

/** What sending needs around it. */
export interface Delivering extends Settling {
  readonly transport: Transport;
  readonly write: WriteMail;
  readonly listener: DeliveryListener;
  /** The row of the mailbox whose receipts go; all where it is left out. */
  readonly mailbox?: number;
  /** Asked before each mail; true ends the run with the rest still queued. */
  readonly stop: () => boolean;
}

/**
 * Sends what is queued and due.
 * @param tried - ids of receipts not to try again for now; grows by those tried here
 * @throws {Failure} where the server itself can't be used; what is queued stays so
 */
export async function deliverReceipts(delivering: Delivering, tried: Set<number>): Promise<DeliveryCount> {
  const count = { sent: 0, refused: 0, deferred: 0, held: 0 };
  for (const receipt of due(delivering)) {
    if (delivering.stop()) break;
    if (tried.has(receipt.id)) continue;
    tried.add(receipt.id);
    const { fate, answer } = await deliver(receipt, delivering);
    count[fate] += 1;
    delivering.listener(fate, receipt.number, answer);
  }
  return count;
}

function due({ connection, now, mailbox }: Delivering): QueuedReceipt[] {
  return queuedReceipts(connection, now(), mailbox);
}

async function deliver(receipt: QueuedReceipt, delivering: Delivering): Promise<Settled> {
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
