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
import {
  defer,
  type Fate,
  markFound,
  type Settled,
  type Settling,
  settle,
  settleAccepted,
} from './settle.js';
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
  const receipts = due(delivering).filter(({ id }) => !tried.has(id));
  const ahead = new Map<number, Writing>();
  let begun: Begun | null = null;
  for (const [index, receipt] of receipts.entries()) {
    // What is noted as being handed over is.
    if (begun === null && delivering.stop()) break;
    tried.add(receipt.id);
    const current: Begun | Settled = begun ?? (await begin(receipt, ahead, delivering));
    begun = null;
    ahead.delete(receipt.id);
    let settled: Settled;
    if ('fate' in current) {
      settled = current;
    } else {
      const coming = receipts.slice(index + 1, index + 1 + WRITTEN_AHEAD);
      const unwritten = coming.filter(
        ({ id }) => !ahead.has(id) && mailInDoubt(delivering.connection, id) === null,
      );
      const handing = hand(receipt, current, delivering);
      // Beside the waiting for its answer.
      for (const one of unwritten) ahead.set(one.id, startWriting(one, delivering));
      const delivery = await handing;
      if (delivery.outcome === 'accepted') {
        const [next] = coming;
        // It was begun while the server took its time, and is written sooner than a commit of its own would be on the disk.
        const raw = next === undefined ? null : await (ahead.get(next.id) ?? null);
        begun = accept(receipt, delivery.answer, next, raw, delivering);
        settled = { fate: 'sent', answer: delivery.answer };
      } else {
        settled = await settle(receipt, delivery, current.doubt, delivering);
      }
    }
    count[settled.fate] += 1;
    delivering.listener(settled.fate, receipt.number, settled.answer);
  }
  return count;
}

/** Receipts written before their turn: the next is to be ready by the time that the server has taken the one before. */
const WRITTEN_AHEAD = 2;

function due({ connection, now, mailbox }: Delivering): QueuedReceipt[] {
  return queuedReceipts(connection, now(), mailbox);
}

/** A receipt as it is handed over, which is on record. */
interface Begun {
  readonly raw: Buffer;
  /** What was in doubt of it before. */
  readonly doubt: DoubtfulMail | null;
}

/**
 * Writes a receipt and notes that it is handed over; or tells what became of it, where it does not come to that.
 * @param ahead - what is being written already, by receipt
 */
async function begin(
  receipt: QueuedReceipt,
  ahead: ReadonlyMap<number, Writing>,
  delivering: Delivering,
): Promise<Begun | Settled> {
  const { connection, copies, now } = delivering;
  const doubt = mailInDoubt(connection, receipt.id);
  if (doubt !== null && copies !== null && !receipt.acceptedBefore) {
    const before = await lookInto(copies.sent, receipt, doubt, now());
    if (before === 'held') return markFound(receipt, delivering);
    if (before !== 'not-held') return { fate: 'deferred', answer: before.because };
  }
  const raw =
    doubt === null
      ? await (ahead.get(receipt.id) ?? startWriting(receipt, delivering))
      : Buffer.from(doubt.bytes);
  if (raw === null) {
    // A defect of ours, which must not hold up the mails behind it.
    noteAttempt(connection, receipt.id, now());
    return defer(receipt.id, UNWRITABLE, false, delivering);
  }
  const begun: Begun = { raw, doubt };
  connection.transaction(() => noteBegun(receipt, begun, delivering)).immediate();
  return begun;
}

/** Notes that it is being handed over. Call inside a transaction. */
function noteBegun({ id }: QueuedReceipt, { raw }: Begun, { connection, copies, now }: Delivering): void {
  noteAttempt(connection, id, now());
  if (copies !== null) keepInDoubt(connection, id, raw);
}

/** A receipt that is being written. Resolves with null where it can't be. */
type Writing = Promise<Buffer | null>;

/** Never throws. */
function startWriting({ mail }: QueuedReceipt, { write }: Pick<Delivering, 'write'>): Writing {
  return write(mail).catch(() => null);
}

/**
 * Marks that the server took a receipt, and where there is a next one and it is to go, that this is handed over.
 * @param raw - the next one; null where it is not to go with this one
 * @returns the next one, where that is on record
 */
function accept(
  receipt: QueuedReceipt,
  answer: string,
  next: QueuedReceipt | undefined,
  raw: Buffer | null,
  delivering: Delivering,
): Begun | null {
  const begun: Begun | null = raw === null ? null : { raw, doubt: null };
  const isToGo = next !== undefined && begun !== null && !delivering.stop();
  const beginNext = isToGo ? () => noteBegun(next, begun, delivering) : null;
  return settleAccepted(receipt, answer, beginNext, delivering) ? begun : null;
}

const UNWRITABLE = 'not sent: it could not be written';

async function hand(
  { id, mail, lastAnswer }: QueuedReceipt,
  { raw, doubt }: Begun,
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
