/**
 * Where the outer and the protected header of one mail disagree, beyond what hiding explains: a forwarder who passes
 * somebody else's encrypted mail off as his own leaves such a trace.
 */
import { foldSubject, isHiddenSubject } from '../mailbox/subject.js';
import type { Envelope, HeaderDifference, Mailbox } from './message.js';
import type { Protected } from './protected-header.js';

/** Milliseconds between the dates that a client sets when it composes and when it sends. */
const DATE_TOLERANCE = 3_600_000;

/**
 * @param outer - as the mail arrived
 * @param inner - as it travelled protected
 * @returns the fields that disagree. RFC 9788 §4: where the outer value is the one that HP-Outer says was meant to
 *   stand outside, hiding explains it.
 */
export function differencesOf(outer: Envelope, { header, meantOutside }: Protected): HeaderDifference[] {
  const found: HeaderDifference[] = [];
  const { subject, from, to, date, messageId } = header;
  if (
    subject !== null &&
    foldSubject(outer.subject) !== foldSubject(subject) &&
    !isHiddenSubject(outer.subject) &&
    !(meantOutside && foldSubject(outer.subject) === foldSubject(meantOutside.subject))
  ) {
    found.push('subject');
  }
  if (from !== null && !agree(outer.from, [from], meantOutside?.from)) found.push('from');
  if (to.length > 0 && !agree(outer.to, to, meantOutside?.to)) found.push('to');
  if (date !== null && !near(outer.date, date) && !(meantOutside && near(outer.date, meantOutside.date))) {
    found.push('date');
  }
  if (
    messageId !== null &&
    outer.messageId !== messageId &&
    !(meantOutside && outer.messageId === meantOutside.messageId)
  ) {
    found.push('message-id');
  }
  return found;
}

function agree(
  outer: readonly Mailbox[],
  inner: readonly Mailbox[],
  meant: readonly Mailbox[] | undefined,
): boolean {
  const found = addresses(outer);
  return found === addresses(inner) || (meant !== undefined && found === addresses(meant));
}

/** Names are decoration: two mailboxes with one address are one. */
function addresses(mailboxes: readonly Mailbox[]): string {
  return [...new Set(mailboxes.map(({ address }) => address.toLowerCase()))].sort().join(' ');
}

function near(one: Date | null, other: Date | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one.getTime() - other.getTime()) <= DATE_TOLERANCE;
}
