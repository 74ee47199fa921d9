/**
 * Whether a mail of the outbox goes a second time, where a person asks for it. Two commands do: `retry` after an outage,
 * for what waits or was refused, and `requeue` for one report whose mail did not arrive. What may have arrived, and what was
 * refused of a closed report, goes again only where its report is named, and what arrived, or is withheld by the rules, never does.
 */
import type { Connection } from '../store/database.js';
import { DROPPED } from '../store/decisions.js';
import type { ReportNumber } from '../store/reports.js';
import {
  copyAgain,
  mailsOfReport,
  queueAgain,
  type TriedMail,
  takeBackDrop,
  unsettledMails,
} from '../store/second-tries.js';

export type NextStep =
  /** Queued again, or due at once; what it was before. */
  | { readonly step: 'goes'; readonly was: 'put-off' | 'refused' | 'bounced' | 'dropped' }
  /** Due with the next pass as it is. */
  | { readonly step: 'goes-already' }
  /** Not touched. */
  | { readonly step: 'stays'; readonly because: Staying };

/** Why a mail is left as it is; each asks for another command, or for none. */
export type Staying =
  | 'held'
  | 'may-have-arrived'
  | 'closed'
  | 'bounced'
  | 'dropped'
  | 'dropped-and-gone'
  | 'replaced'
  | 'sent'
  | 'withheld';

/** A mail and what becomes of it. */
export interface Planned {
  readonly mail: TriedMail;
  readonly next: NextStep;
}

/**
 * What `retry` does with a mail. Pure.
 * @param isNamed - whether a person named its report
 */
export function retryOf(mail: TriedMail, isNamed: boolean): NextStep {
  switch (mail.state) {
    case 'queued':
      return mail.isPutOff ? { step: 'goes', was: 'put-off' } : { step: 'goes-already' };
    case 'refused':
      if (isNamed) return { step: 'goes', was: 'refused' };
      if (mail.mayHaveArrived) return stays('may-have-arrived');
      // It promises an answer, and may be as old as the record.
      return mail.isClosed ? stays('closed') : { step: 'goes', was: 'refused' };
    case 'bounced':
      return stays('bounced');
    default:
      return stays(stayingOf(mail));
  }
}

/**
 * What `requeue` does with a mail of a report. Pure.
 * @param others - whether another mail of the report did not arrive; what was dropped then stays dropped
 */
export function requeueOf(mail: TriedMail, others: boolean): NextStep {
  switch (mail.state) {
    case 'queued':
      return { step: 'goes-already' };
    case 'refused':
    case 'bounced':
      return { step: 'goes', was: mail.state };
    case 'withheld':
      return mail.isDropped && !others ? { step: 'goes', was: 'dropped' } : stays(stayingOf(mail));
    default:
      return stays(stayingOf(mail));
  }
}

function stayingOf(mail: TriedMail): Staying {
  switch (mail.state) {
    case 'held':
      return 'held';
    case 'withheld':
      if (mail.isDropped) return 'dropped';
      // Dropped before dropped mails were kept.
      return mail.reason === DROPPED ? 'dropped-and-gone' : 'withheld';
    default:
      return 'sent';
  }
}

function stays(because: Staying): NextStep {
  return { step: 'stays', because };
}

/**
 * Makes due what waits, queues what was refused, and has copies for the Sent folder tried again.
 * @param number - of the one report to do so for, or null for all
 * @param now - UTC instant
 */
export function retry(connection: Connection, number: ReportNumber | null, now: Date): Planned[] {
  return connection
    .transaction(() => {
      const mails =
        number === null ? unsettledMails(connection, now) : mailsOfReport(connection, number, now);
      return mails.map(mail => {
        const next = retryOf(mail, number !== null);
        if (next.step === 'goes') queueAgain(connection, mail.id, now);
        else if (mail.copy === 'put-off' || mail.copy === 'given-up') copyAgain(connection, mail.id, now);
        return { mail, next };
      });
    })
    .immediate();
}

/**
 * Queues again what did not arrive of a report.
 * @param now - UTC instant
 */
export function requeue(connection: Connection, number: ReportNumber, now: Date): Planned[] {
  return connection
    .transaction(() => {
      const mails = mailsOfReport(connection, number, now);
      const failed = mails.some(({ state }) => state === 'refused' || state === 'bounced');
      return mails.map(mail => ({ mail, next: requeueOne(connection, mail, failed, now) }));
    })
    .immediate();
}

function requeueOne(connection: Connection, mail: TriedMail, others: boolean, now: Date): NextStep {
  const next = requeueOf(mail, others);
  if (next.step !== 'goes') return next;
  if (next.was === 'dropped') return takeBackDrop(connection, mail.id, now) ? next : stays('replaced');
  queueAgain(connection, mail.id, now);
  return next;
}
