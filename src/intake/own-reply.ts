/**
 * Our own side of a thread, as it comes through the mailbox: kept with the report, and where it is an engineer's answer
 * to the reporter, that answer ends the wait for one.
 */
import type { Intake } from '../intake.js';
import type { Arrival } from '../mailbox/arrival.js';
import type { Reading } from '../reading/reading.js';
import { acknowledge } from '../store/acknowledging.js';
import { isInOutbox } from '../store/decisions.js';
import { type NewMessage, recordMessage } from '../store/messages.js';
import { deriveReport } from '../store/search-index.js';
import { addressesOfReporter } from '../store/threads.js';
import type { MailFacts } from '../thread/facts.js';
import { isAnswerTo } from '../thread/own-answer.js';

/**
 * Keeps a mail of ours with its report. Call inside the transaction that takes it in.
 * @param foundIn - what the mail server put into Junk, it took for forged or worse, and into the form anybody writes any address:
 *   it is kept, and answers nobody
 */
export function keepOwnReply(
  reportId: number,
  foundIn: Arrival['foundIn'],
  reading: Reading,
  message: NewMessage,
  facts: MailFacts,
  { connection, ownAddresses, now }: Pick<Intake, 'connection' | 'ownAddresses' | 'now'>,
): void {
  recordMessage(connection, reportId, 'follow-up', message);
  deriveReport(connection, reportId);
  if (foundIn === 'junk' || foundIn === 'form') return;
  const header = reading.kind === 'read' ? reading.message : reading.header;
  const reporters = addressesOfReporter(connection, reportId).filter(one => !ownAddresses.includes(one));
  const isReceipt = facts.messageId !== null && isInOutbox(connection, facts.messageId);
  if (isReceipt || !isAnswerTo(reporters, message.raw, facts, header?.authentication?.dmarc ?? null)) return;
  acknowledge(connection, reportId, message.receivedAt, facts.sender ?? '', 'seen-in-mailbox', now());
}
