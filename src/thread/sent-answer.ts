/**
 * Which reports a mail in the Sent folder answers, told by its header alone.
 */
import addressparser from 'nodemailer/lib/addressparser';
import { isByMachine } from '../mailbox/by-machine.js';
import { fieldValues } from '../mailbox/header-text.js';
import { messageIdsIn, threadOf } from '../mailbox/message-ids.js';
import { reportNumbersIn } from '../mailbox/report-number.js';
import { decodeSubject } from '../mailbox/subject.js';
import { withAsciiDomain } from '../message/domain.js';
import type { ReportReference, Threads } from '../store/threads.js';
import { isAddressedTo } from './own-answer.js';

/** What is known of the reports, and of us. */
export interface OnRecord {
  /** Lower-case addresses that we send from or are reached at. */
  readonly ownAddresses: readonly string[];
  readonly threads: Pick<Threads, 'reportNumbered' | 'reportsInThread'>;
  /** Lower-case addresses that a report came from or was answered at. */
  reportersOf(reportId: number): readonly string[];
  /** Whether that Message-ID is one of a receipt or a question of ours. */
  isReceipt(messageId: string): boolean;
}

/** A person's answer. */
export interface SentAnswer {
  /** Lower-case address that it was written from. */
  readonly who: string;
  readonly reports: readonly ReportReference[];
}

/** Characters of a From field that are looked at. */
const MAX_FROM = 10_000;

/**
 * The reports that a mail answers: those in whose thread it stands or whose number its subject names, and whose reporter
 * it goes to. A hidden subject hides no thread, so an encrypted answer counts too.
 * @param header - From, To, Cc, Subject, Message-ID, In-Reply-To, References, Auto-Submitted and Precedence, as they stand
 * @returns null where it answers none: also where it is a machine's, one of our receipts, or not from an address of ours
 */
export function answerIn(header: Uint8Array, onRecord: OnRecord): SentAnswer | null {
  const who = senderOf(header);
  if (who === null || !onRecord.ownAddresses.includes(who) || isByMachine(header)) return null;
  const ids = messageIdsIn(fieldValues(header, 'message-id').join(' '));
  // Where a server gave our own copy another Message-ID, its Auto-Submitted still tells.
  if (ids.some(id => onRecord.isReceipt(id))) return null;
  const reports = reportsNamed(header, onRecord.threads).filter(({ id }) =>
    isAddressedTo(
      onRecord.reportersOf(id).filter(address => !onRecord.ownAddresses.includes(address)),
      header,
    ),
  );
  return reports.length === 0 ? null : { who, reports };
}

/** RFC 5322 §3.6.2 allows several From mailboxes; who of them wrote can't be told. */
function senderOf(header: Uint8Array): string | null {
  const fields = fieldValues(header, 'from');
  const [from, ...others] = fields.flatMap(value =>
    addressparser(value.slice(0, MAX_FROM), { flatten: true }),
  );
  return from === undefined || others.length > 0 ? null : withAsciiDomain(from.address).toLowerCase();
}

function reportsNamed(header: Uint8Array, threads: OnRecord['threads']): ReportReference[] {
  const thread = threadOf(fieldValues(header, 'references'), fieldValues(header, 'in-reply-to'));
  const numbers = fieldValues(header, 'subject').map(decodeSubject).flatMap(reportNumbersIn);
  const named = [
    ...numbers.flatMap(number => threads.reportNumbered(number) ?? []),
    ...thread.flatMap(id => threads.reportsInThread(id)),
  ];
  return [...new Map(named.map(report => [report.id, report])).values()];
}
