/**
 * What a mail is to the reports on record, judged twice: by all that is known of it, which decides where it is kept, and by
 * what shows of it to those who hold no key of ours, which decides what its sender gets to see. Whether a mail is answered,
 * how, and under which number rests on the second alone; else whoever sends a captured ciphertext, and then guesses at
 * what is in it, could tell by the answer whether they guessed right.
 */
import type { ReportReference, Threads } from '../store/threads.js';
import { type MailFacts, outerFactsOf } from './facts.js';
import { isReplayOnRecord, isResent, type Standing, standingOf } from './standing.js';

/** What is on record, by both measures. */
export interface OnRecord {
  readonly threads: Threads;
  readonly apparentThreads: Threads;
}

/** Where a mail stands. */
export interface Standings {
  /** Where it is kept. */
  readonly actual: Standing;
  /** What it is to who holds no key of ours; its references name the number that was told. */
  readonly apparent: Standing;
}

/** Decides both. */
export function standingsOf(facts: MailFacts, { threads, apparentThreads }: OnRecord): Standings {
  const apparent = standingOf(outerFactsOf(facts), apparentThreads);
  return { actual: noMoreThan(apparent, standingOf(facts, threads), threads), apparent };
}

/**
 * A mail begins a report only where it shows to begin one. One that shows to belong to a report is not left alone either:
 * the mails before it may have joined others, for what is inside them. One that shows to be a replay is one.
 */
function noMoreThan(apparent: Standing, actual: Standing, threads: Threads): Standing {
  const ownReport = ({ id, number }: ReportReference) => threads.reportNumbered(number) ?? { id, number };
  const isReport = actual.kind === 'report';
  if (isReport && apparent.kind === 'report') {
    return { ...actual, replaySuspected: actual.replaySuspected || apparent.replaySuspected };
  }
  if (isReport ? actual.replaySuspected : actual.kind !== 'left-alone') return actual;
  if (apparent.kind === 'follow-up') return { kind: 'follow-up', to: ownReport(apparent.to) };
  if (apparent.kind === 'copy') return { kind: 'copy', of: ownReport(apparent.of) };
  // It quotes a mail that is on record for its inside alone.
  return apparent.kind === 'left-alone' ? apparent : actual;
}

/** What a mail that joins a report is answered with: a short receipt, one as for a new report, or nothing. */
export type AnswerDue = 'follow-up' | 'new-report' | 'nothing';

/**
 * How to answer a mail that joins a report. Where only its inside tells that it belongs there, the answer is what a
 * stranger's mail gets; a suspected replay gets none.
 */
export function answerDue(facts: MailFacts, apparent: Standing, onRecord: OnRecord): AnswerDue {
  if (isReplayOnRecord(facts, onRecord.threads)) return 'nothing';
  // The same ciphertext under another subject too: whether it says the same shows inside alone.
  if (isResent(outerFactsOf(facts), onRecord.apparentThreads)) return 'nothing';
  switch (apparent.kind) {
    case 'report':
      return apparent.replaySuspected ? 'nothing' : 'new-report';
    case 'follow-up':
      return 'follow-up';
    case 'copy':
    case 'own-reply':
    case 'left-alone':
      return 'nothing';
  }
}
