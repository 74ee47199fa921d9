/** What every published format is written from. Nothing else of a report reaches it. */
import type { Advisory } from '../advisory/advisory.js';
import type { ReportNumber } from '../store/reports.js';

/** Who publishes. */
export interface Publisher {
  readonly name: string;
  /** An https address that is the publisher's own, by which it is told from others (CSAF 2.0 §3.2.1.8.5). */
  readonly namespace: string;
  /** Where reports go: an address of the policy. */
  readonly contact: string;
  /** The address that the folder is published under, with a slash at its end. */
  readonly root: string;
  readonly policyUrl: string;
}

/** One revision, as its readers are told of it. */
export interface PublicRevision {
  /** From 1. */
  readonly revision: number;
  /** UTC instant. */
  readonly at: Date;
  readonly change: string;
}

/** An advisory as it is published. */
export interface PublicAdvisory {
  readonly number: ReportNumber;
  /** With a title, products of which each has versions (`advisory/lacking.ts`), and its words as `public-words.ts` makes them. */
  readonly advisory: Advisory;
  /** Oldest first, and at least one; of a draft the one that it would be. */
  readonly revisions: readonly [PublicRevision, ...PublicRevision[]];
  /** Of a report that is not disclosed: never beside those that are. */
  readonly isDraft: boolean;
  /** SHA-256 of the document that its last revision went out as; another is none of that revision. Left out where that is not known. */
  readonly wentOutAs?: string;
  /** That document itself, where no other can be made of it. */
  readonly keptDocument?: string;
}

/** What it is called. */
export function titleOf({ advisory, number }: Pick<PublicAdvisory, 'advisory' | 'number'>): string {
  return advisory.title ?? number;
}
