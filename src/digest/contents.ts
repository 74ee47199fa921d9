/**
 * What a digest says, as data: every format writes out this and nothing else. Each report stands once in what is to be
 * done, with every reason for it; once among the new ones where it is new; and once in the table of open reports.
 */
import type { Status } from '../life/status.js';
import type { MissingPart, Relation, Report } from '../report/schema.js';
import type { KeyState } from '../store/summaries.js';

export type { Status } from '../life/status.js';

/** A report in a line. Instants are UTC, ISO 8601. */
export interface DigestReport {
  readonly id: string;
  readonly summary: string | null;
  readonly reporter: string | null;
  /** That it came by; null where there was never more than one. */
  readonly mailbox: string | null;
  readonly status: Status;
  readonly assignedTo: string | null;
  readonly severity: string | null;
  readonly receivedAt: string;
  readonly acknowledgeBy: string;
  readonly acknowledgedAt: string | null;
  /** Whether its reporter waits for a person's answer: not once it was given or the report closed, nor where a machine wrote. */
  readonly owesAnswer: boolean;
  readonly discloseBy: string;
  /** Days of the calendar since it came. */
  readonly ageDays: number;
  /** Days of the calendar until disclosure is due; negative once that instant is past. */
  readonly daysLeft: number;
  readonly isNew: boolean;
  readonly foundIn: Report['foundIn'];
  readonly related: readonly Relation[];
  /** Of the key of ours that opened it; null where none did. */
  readonly keyState: KeyState | null;
}

/** Why a person has to look at a report, the most urgent first. */
export type Reason =
  | { readonly kind: 'answer-overdue' | 'answer-due-today'; readonly at: string }
  | { readonly kind: 'disclosure-overdue' | 'disclosure-near'; readonly at: string }
  | { readonly kind: 'undecryptable' | 'quarantined'; readonly reason: string | null }
  | { readonly kind: 'replay-suspected' }
  | {
      readonly kind: 'receipt-bounced' | 'receipt-held' | 'receipt-withheld';
      readonly recipient: string | null;
      readonly reason: string;
    }
  | {
      readonly kind: 'receipt-refused' | 'receipt-may-have-arrived';
      readonly recipient: string;
      readonly answer: string | null;
    }
  | {
      readonly kind: 'receipt-waiting';
      readonly attempts: number;
      readonly answer: string | null;
      readonly nextTry: string | null;
    }
  | { readonly kind: 'copy-given-up'; readonly answer: string | null }
  | {
      readonly kind: 'follow-up';
      readonly count: number;
      readonly lastAt: string;
      readonly filled: readonly string[];
      /** Of them, those that could not be read. */
      readonly notRead: number;
    }
  | { readonly kind: 'incomplete'; readonly missing: readonly MissingPart[] };

export interface ToDo {
  readonly report: DigestReport;
  readonly reasons: readonly [Reason, ...Reason[]];
}

/** A report whose row in the database can't be read. */
export interface Damaged {
  readonly id: string;
  /** The column that shows it. */
  readonly column: string;
}

/** A mail that is no report by its subject, though it looks like one; left alone. */
export interface NearMiss {
  /** What the commands call it by. */
  readonly id: number;
  readonly receivedAt: string | null;
  readonly from: string | null;
  readonly subject: string;
  readonly folder: string;
}

/** A message that the mail server lists and does not give. */
export interface UnreadMessage {
  readonly folder: string;
  readonly uid: number;
  readonly since: string;
  readonly attempts: number;
  readonly answer: string | null;
}

/** A notice or a webhook call that was given up. */
export interface FailedNotice {
  /** Of its report; null for a digest. */
  readonly id: string | null;
  readonly notice: string;
  readonly to: string;
  readonly answer: string | null;
}

/** How long something took, over the reports where it was done in the time looked at, and those where it is overdue. */
export interface Timing {
  /** In time, late and overdue together. */
  readonly count: number;
  /** Milliseconds; null where there is none. */
  readonly median: number | null;
  readonly percentile90: number | null;
  /** From 0 to 1; null where none was due. */
  readonly shareInTime: number | null;
}

/** An answer that was given, with what was promised. Instants are UTC, ISO 8601. */
export interface Acknowledgement {
  readonly id: string;
  readonly receivedAt: string;
  readonly acknowledgeBy: string;
  readonly acknowledgedAt: string;
}

export interface DigestNumbers {
  /** Days looked back for the counts. */
  readonly days: number;
  /** Days looked back for how long things took, which a week would say too little of. */
  readonly timingDays: number;
  readonly received: number;
  readonly acknowledged: number;
  readonly closed: number;
  readonly disclosed: number;
  readonly open: number;
  /** Open reports whose answer or disclosure is overdue. */
  readonly overdue: number;
  readonly timeToAcknowledge: Timing;
  readonly timeToDisclose: Timing;
  /** Given in those days, the latest first. */
  readonly acknowledgements: readonly Acknowledgement[];
}

export interface DigestContents {
  readonly schema: 'security-inbox/digest@2';
  readonly generatedAt: string;
  readonly since: string;
  /** IANA name, in which a reader is shown the instants. */
  readonly timeZone: string;
  readonly disclosureDays: number;
  /** Most urgent first. */
  readonly toDo: readonly ToDo[];
  /** They stand nowhere else. */
  readonly damaged: readonly Damaged[];
  readonly unreadMessages: readonly UnreadMessage[];
  readonly nearMisses: readonly NearMiss[];
  readonly failedNotices: readonly FailedNotice[];
  /** Recorded since then, newest first; those with something to do stand there too. */
  readonly new: readonly DigestReport[];
  /** Oldest first. */
  readonly open: readonly DigestReport[];
  /** Closed since then. */
  readonly closed: readonly (DigestReport & { readonly closedAt: string; readonly reason: string | null })[];
  readonly numbers: DigestNumbers;
}
