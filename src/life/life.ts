/**
 * What is known of a report's life at one moment, and the entries that made it so.
 */
import type { Status } from './status.js';

/** How a report stands. */
export interface Life {
  readonly status: Status;
  /** UTC instant its reporter was first answered by a person; null where nobody has. */
  readonly acknowledgedAt: Date | null;
  /** UTC instant of the closing that holds; null while it is open. */
  readonly closedAt: Date | null;
  readonly disclosedAt: Date | null;
  readonly assignedTo: string | null;
  /** A word of the scale or a CVSS vector, where an engineer's judgement stands beside the reporter's. */
  readonly severity: string | null;
  /** The number of the report that this one repeats. */
  readonly duplicateOf: string | null;
  /** Where its words were removed for good. */
  readonly purged: { readonly at: Date; readonly by: string } | null;
}

/** How it is known that the reporter was answered. */
export type AnswerSeen =
  /** An engineer said so. */
  | 'said'
  /** The answer lay in the Sent folder. */
  | 'seen-in-sent'
  /** The answer came through the mailbox itself. */
  | 'seen-in-mailbox';

/** One change, as the history keeps it. Words a person typed are `reason` and `text` alone, which a purge removes. */
export type Entry =
  | {
      readonly kind: 'acknowledged';
      readonly from: string | null;
      /** UTC instant of the answer. */
      readonly to: string;
      readonly how: AnswerSeen;
    }
  | {
      readonly kind: 'status';
      readonly from: Status;
      readonly to: Status;
      /** The report that it repeats. */
      readonly of?: string | undefined;
      readonly reason?: string | undefined;
    }
  | { readonly kind: 'assigned'; readonly from: string | null; readonly to: string | null }
  | {
      readonly kind: 'severity';
      readonly from: string | null;
      readonly to: string;
      readonly reason?: string | undefined;
    }
  | {
      readonly kind: 'disclosure-date';
      readonly from: string;
      readonly to: string;
      readonly reason?: string | undefined;
    }
  | { readonly kind: 'note'; readonly text?: string | undefined }
  | { readonly kind: 'purged' }
  /** What is to be made public of it was written. */
  | { readonly kind: 'advisory'; readonly reason?: string | undefined };

/** An entry with who made it and when. */
export type HistoryEntry = Entry & {
  /** UTC instant of the change. */
  readonly at: Date;
  readonly who: string;
};
