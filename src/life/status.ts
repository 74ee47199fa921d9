/**
 * Life: how far a report is dealt with, in the words of ISO/IEC 29147, ISO/IEC 30111 and FIRST's guidelines. Pure
 * rules: which status follows which, what needs a reason, and what closed means. How the mail could be read (`state`
 * of the report) is another matter.
 */

/** Every status, with what it says. */
export const STATUSES = [
  /** On record; nobody has answered its reporter. */
  'received',
  /** Its reporter was answered by a person. */
  'acknowledged',
  /** Triaged: it is a vulnerability of ours. */
  'accepted',
  /** Triaged: it is none. */
  'rejected',
  /** Triaged: another report is of the same. */
  'duplicate',
  /** Triaged: not ours, or not what the policy asks for. */
  'out-of-scope',
  /** The remedy is out. */
  'remediated',
  /** Made public. */
  'disclosed',
] as const;

export type Status = (typeof STATUSES)[number];

const CLOSED: ReadonlySet<Status> = new Set(['rejected', 'duplicate', 'out-of-scope', 'disclosed']);

/** ISO/IEC 30111 §7: the phases in their order; all verdicts of the triage stand at one place. */
const PHASE: Readonly<Record<Status, number>> = {
  received: 0,
  acknowledged: 1,
  accepted: 2,
  rejected: 2,
  duplicate: 2,
  'out-of-scope': 2,
  remediated: 3,
  disclosed: 4,
};

/** Whether nothing more is to be done for a report. */
export function isClosed(status: Status): boolean {
  return CLOSED.has(status);
}

/** Every status in which something is still to be done. */
export const OPEN_STATUSES: readonly Status[] = STATUSES.filter(status => !isClosed(status));

/** What a change of status would be. */
export type Change =
  /** It is so already. */
  | { readonly kind: 'none' }
  | { readonly kind: 'allowed' }
  | { readonly kind: 'needs-reason'; readonly because: 'rejecting' | 'reopening' | 'going-back' }
  /** Who was answered can't become one who was not. */
  | { readonly kind: 'impossible'; readonly because: 'answered-already' };

/**
 * Whether a report may go from one status to another. Forwards it may skip; backwards, out of a closed status, from one
 * verdict to another, and into `rejected` it needs a reason; back to `received` only while nobody was answered.
 * @param isAcknowledged - whether its reporter was answered
 */
export function changeOf(from: Status, to: Status, isAcknowledged: boolean): Change {
  if (from === to) return { kind: 'none' };
  if (to === 'received' && isAcknowledged) return { kind: 'impossible', because: 'answered-already' };
  if (to === 'rejected') return { kind: 'needs-reason', because: 'rejecting' };
  if (isClosed(from)) return { kind: 'needs-reason', because: 'reopening' };
  if (PHASE[to] <= PHASE[from]) return { kind: 'needs-reason', because: 'going-back' };
  return { kind: 'allowed' };
}

/**
 * Whether the answer to a reporter is still owed: only an answer settles it, not a verdict on the report; a closed one
 * is not waited for any more.
 */
export function isWaiting(status: Status, acknowledgedAt: Date | null): boolean {
  return acknowledgedAt === null && !isClosed(status);
}
