/**
 * What a pass counts and logs of the mails it takes in.
 */
import type { Outcome } from '../intake.js';
import type { Session } from './session.js';

/** What a pass counts, over all its folders; grows. */
export interface Tally {
  /** Messages looked at. */
  looked: number;
  /** Messages whose body was downloaded. */
  downloaded: number;
  /** Numbers of the reports recorded. */
  readonly recorded: string[];
  /** How many of them lay in Junk. */
  inJunk: number;
  /** Numbers of the reports that a follow-up joined, one for each. */
  readonly followUps: string[];
  /** Messages that were on record already. */
  known: number;
  /** Receipts of ours that came back. */
  bounced: number;
}

/** Counts what became of one mail. */
export function count(outcome: Outcome, tally: Tally): void {
  switch (outcome.kind) {
    case 'recorded':
      tally.recorded.push(outcome.number);
      if (outcome.report.foundIn === 'junk') tally.inJunk += 1;
      break;
    case 'follow-up':
      tally.followUps.push(outcome.number);
      break;
    case 'known':
      tally.known += 1;
      break;
    case 'delivery-report':
      if (outcome.failed) tally.bounced += 1;
      break;
    case 'own-reply':
    case 'left-alone':
      break;
  }
}

/** Logs what became of one mail, without a word of it. */
export function logOutcome(outcome: Outcome, uid: number, { log }: Session): void {
  switch (outcome.kind) {
    case 'recorded': {
      const { state, trigger, encryption } = outcome.report;
      const { number, withheld } = outcome;
      log.info(
        { report: number, uid, state, trigger, encryption: encryption.state, withheld },
        'report.recorded',
      );
      break;
    }
    case 'follow-up':
      log.info({ report: outcome.number, uid }, 'report.follow-up');
      break;
    case 'own-reply':
      log.info({ report: outcome.number, uid }, 'report.own-reply');
      break;
    case 'known':
      log.info({ report: outcome.number, uid }, 'report.known');
      break;
    case 'delivery-report':
      if (outcome.failed) log.warn({ report: outcome.number, uid }, 'receipt.bounced');
      else log.info({ report: outcome.number, uid }, 'receipt.delayed');
      break;
    case 'left-alone':
      log.debug({ uid }, 'message.left-alone');
      break;
  }
}
