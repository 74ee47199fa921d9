/**
 * The short receipt for a later mail: the number that its sender was told, and that the mail is on record under it. Nothing of any mail's
 * content, and the same words for every mail, encrypted or not. Runs inside the transaction that records the mail.
 */
import { hashOf } from '../store/messages.js';
import { hasReceiptSince, queueReceipt } from '../store/outbox.js';
import { type Answered, type Answering, decideFor, encryptTo, languageFor } from './answer.js';
import { followUpWords, ownMessageId } from './compose.js';

/** Milliseconds between two of them under one number: who writes ten mails in a row is told once. */
const PAUSE = 86_400_000;

/** Queues or holds it, at most one a day under a number, or writes down why none goes. */
export function answerFollowUp(mail: Answered, answering: Answering): void {
  const { connection, responder, templates, mailbox, now } = answering;
  const { id, number, header, message, raw } = mail;
  const instant = now();
  if (hasReceiptSince(connection, number, 'follow-up', new Date(instant.getTime() - PAUSE))) return;
  const decision = decideFor(mail, answering);
  if (decision.outcome === 'withhold' || header === null) {
    const reason = decision.outcome === 'withhold' ? decision.reason : 'its header could not be read';
    queueReceipt(connection, id, 'follow-up', { state: 'withheld', reason, number }, instant, mailbox);
    return;
  }
  const { messageId, references } = header.envelope;
  const composed = {
    recipient: decision.address,
    messageId: ownMessageId(`follow-up.${hashOf(raw).slice(0, 40)}`, responder),
    inReplyTo: messageId,
    references: messageId === null ? references : [...references.filter(one => one !== messageId), messageId],
    ...followUpWords(number, languageFor(header, message, mail.content), responder, templates),
    encryptTo: encryptTo(header.answerability, message),
  };
  const receipt =
    decision.outcome === 'hold'
      ? { state: 'held' as const, mail: composed, reason: decision.reason, number }
      : { state: 'queued' as const, mail: composed, number };
  queueReceipt(connection, id, 'follow-up', receipt, instant, mailbox);
}
