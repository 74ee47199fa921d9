/**
 * Whether a report's receipt goes out by itself. What holds it back is written down for the digest, in words.
 */
import type { Answerability, NoAnswerReason } from '../message/message.js';

export type ReceiptDecision =
  | { readonly send: true; readonly address: string }
  | { readonly send: false; readonly reason: string };

const NO_ANSWER: Readonly<Record<NoAnswerReason, string>> = {
  'auto-submitted': 'sent by a machine (Auto-Submitted)',
  'null-return-path': 'sent by a machine (null return path)',
  'machine-report': 'a delivery or read report',
  bulk: 'came through a mailing list or in bulk',
  'response-suppressed': 'its sender asks for no automatic answers',
  'machine-address': 'sent from an address that nobody reads',
  'own-mail': 'sent from our own address, or seen by us before',
  'doubled-field': 'two From, Reply-To, Subject or Message-ID fields, where one is allowed',
  'no-single-sender': 'no single sender address that can be answered safely',
  'not-addressed-to-us': 'none of our addresses is among its recipients',
};

/** Milliseconds in a day. */
const DAY = 86_400_000;

/**
 * Decides.
 * @param answerability - null where not even the header could be read
 * @param receivedAt - when the mail reached the mailbox
 * @param now - a mail found long after it arrived (a first poll on an old mailbox) has been somebody's work since
 * @param maxAgeDays - days after which a receipt needs a person
 */
export function decideReceipt(
  answerability: Answerability | null,
  receivedAt: Date,
  now: Date,
  maxAgeDays: number,
): ReceiptDecision {
  if (answerability === null) return { send: false, reason: 'its header could not be read' };
  if (!answerability.answer) return { send: false, reason: NO_ANSWER[answerability.because] };
  if (now.getTime() - receivedAt.getTime() > maxAgeDays * DAY) {
    return { send: false, reason: `arrived more than ${maxAgeDays} days before it was read` };
  }
  return { send: true, address: answerability.address };
}
