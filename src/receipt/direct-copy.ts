/**
 * The receipt of a report that came through a mailing list, which is not answered, and came once more straight from its
 * sender: the copy earns it, judged as a report of its own would be. Runs inside the transaction that records the copy.
 *
 * Rests on the outer header alone, as every answer: on Message-ID, sender, and why the first was not answered. The first
 * copy that did not come in bulk decides, so that there is never a second receipt.
 */
import { type AwaitedReceipt, endWait, takeBackAwaited } from '../store/awaited-copies.js';
import { findReport } from '../store/reports.js';
import { type Answered, type Answering, answerReport, cameInBulk, decideFor, nameOf } from './answer.js';

/**
 * Answers a copy in place of the mail that came in bulk, where the rules allow it.
 * @param copy - just recorded, and no suspected replay
 * @param awaited - the receipt that was withheld
 * @returns whether it was answered, or waits for a person to be
 */
export function answerDirectCopy(copy: Answered, awaited: AwaitedReceipt, answering: Answering): boolean {
  const { connection } = answering;
  const { receiptId, reportId: id, number, acknowledgeBy, discloseBy } = awaited;
  if (!isOwed(awaited, answering)) return false;
  const answered = { ...copy, id, number, deadlines: { acknowledgeBy, discloseBy } };
  if (decideFor(answered, answering).outcome === 'withhold') {
    const name = nameOf(copy);
    if (name !== null && !cameInBulk(copy)) endWait(connection, name);
    return false;
  }
  takeBackAwaited(connection, receiptId);
  answerReport(answered, answering);
  return true;
}

/**
 * A receipt, which promises an answer, is not to come after one, nor for what nobody will answer any more. A further
 * number is answered whatever became of its report: that would tell whether the mail belongs to it.
 */
function isOwed({ number, report }: AwaitedReceipt, { connection }: Answering): boolean {
  if (number !== report) return true;
  const stored = findReport(connection, report);
  if (stored === null || stored.content.replaySuspected) return false;
  return stored.life.acknowledgedAt === null && stored.life.closedAt === null;
}
