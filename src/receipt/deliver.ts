/**
 * Empties the outbox: every queued receipt to the SMTP server, each marked before and after. A receipt that is
 * refused or deferred never holds up the ones behind it.
 */
import { Failure } from '../failure.js';
import type { Connection } from '../store/database.js';
import { markRefused, markSent, noteAttempt, noteDeferral, queuedReceipts } from '../store/outbox.js';
import type { Transport } from './transport.js';

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

/**
 * Sends what is queued.
 * @param tried - ids of receipts not to try again for now; grows by those tried here
 * @param stop - asked before each mail; true ends the run with the rest still queued
 * @throws {Failure} where the server itself can't be used; what is queued stays so
 */
export async function deliverReceipts(
  connection: Connection,
  transport: Transport,
  now: () => Date,
  listener: DeliveryListener,
  tried: Set<number>,
  stop: () => boolean,
): Promise<DeliveryCount> {
  const count = { sent: 0, refused: 0, deferred: 0 };
  for (const { id, number, mail, lastAnswer } of queuedReceipts(connection)) {
    if (stop()) break;
    if (tried.has(id)) continue;
    tried.add(id);
    noteAttempt(connection, id, now());
    const { outcome, answer } = await transport.send(mail).catch((error: unknown) => {
      // The digest tells why it waits; what a server said of this very mail is not overwritten.
      if (lastAnswer === null && error instanceof Failure) noteDeferral(connection, id, error.message);
      throw error;
    });
    switch (outcome) {
      case 'accepted':
        markSent(connection, id, answer, now());
        count.sent += 1;
        listener('sent', number, answer);
        break;
      case 'refused':
        markRefused(connection, id, answer);
        count.refused += 1;
        listener('refused', number, answer);
        break;
      case 'unanswered':
        // Where every answer gets lost, every try may be one mail more to the reporter: a person looks.
        if (lastAnswer === answer) {
          const twice = `${answer}, twice; it may have arrived`;
          markRefused(connection, id, twice);
          count.refused += 1;
          listener('refused', number, twice);
          break;
        }
        noteDeferral(connection, id, answer);
        count.deferred += 1;
        listener('deferred', number, answer);
        break;
      case 'deferred':
        noteDeferral(connection, id, answer);
        count.deferred += 1;
        listener('deferred', number, answer);
        break;
    }
  }
  return count;
}
