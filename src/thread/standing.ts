/**
 * What a mail is to the reports on record: the one place that decides it.
 */
import type { FolderKey } from '../mailbox/position.js';
import { reportNumbersIn } from '../mailbox/report-number.js';
import type { Trigger } from '../message/verdict.js';
import type { Relation } from '../report/schema.js';
import type { KnownMessage, ReportReference, Threads } from '../store/threads.js';
import type { MailFacts } from './facts.js';

export type Standing =
  | {
      readonly kind: 'report';
      readonly trigger: Trigger;
      readonly related: readonly Relation[];
      /** Its ciphertext or its inner header belongs to somebody else. */
      readonly replaySuspected: boolean;
    }
  | { readonly kind: 'follow-up'; readonly to: ReportReference }
  /** Our own side of the thread: kept, and nothing more. */
  | { readonly kind: 'own-reply'; readonly to: ReportReference }
  /** Says what its sender has said before. */
  | { readonly kind: 'copy'; readonly of: ReportReference }
  | { readonly kind: 'left-alone' };

/** Reports that one report points at. */
const MAX_RELATED = 10;

/**
 * Decides where a mail stands.
 * @param threads - what is on record
 */
export function standingOf(facts: MailFacts, threads: Threads): Standing {
  // Where an engineer's key is ours it is encrypted to us, and names the report.
  if (facts.isOwnNotice) return { kind: 'left-alone' };
  // An out-of-office answer to our receipt stands in the thread, and must not become anything.
  if (facts.trigger === null && facts.isAutomatic) return { kind: 'left-alone' };
  const quoted = reportsQuoted(facts, threads);
  // Whoever fills in a form types any address: nothing joins by it, and nobody learns by trying which report is whose.
  const isTyped = facts.trigger === 'form';
  const author = isTyped
    ? null
    : (quoted.find(report => threads.hasAuthor(report, facts.sender, facts.signer)) ?? null);
  if (facts.trigger === null && facts.isBulk && author === null) return { kind: 'left-alone' };
  if (author === null && answersNotice(facts, threads)) return { kind: 'left-alone' };
  const of = reportCopied(facts, threads, author);
  if (of) return { kind: 'copy', of };
  const ciphertexts = ciphertextsOnRecord(facts, threads);
  if (facts.isOurs) {
    const to = quoted[0] ?? receiptItself(facts, threads) ?? ciphertexts.own[0] ?? ciphertexts.foreign[0];
    if (to) return { kind: 'own-reply', to };
  }
  const replaySuspected = isReplay(facts, ciphertexts);
  if (!replaySuspected) {
    const to = reportSentBefore(facts, threads) ?? author ?? ciphertexts.own[0];
    if (to) return { kind: 'follow-up', to };
  }
  const trigger = facts.trigger ?? (quoted.length > 0 ? 'quotes-report' : null);
  if (trigger === null) return { kind: 'left-alone' };
  const twins = facts.messageId === null ? [] : threads.messagesWithId(facts.messageId);
  const related = [
    ...ciphertexts.foreign.map(report => relation(report, 'same-ciphertext')),
    ...quoted.map(report => relation(report, 'quotes-it')),
    ...twins.map(twin => relation(twin.report, 'same-message-id')),
  ];
  return { kind: 'report', trigger, related: distinct(related), replaySuspected };
}

/**
 * Whether a mail is one that came to another folder of ours too, and was answered there: whoever writes to two of our
 * mailboxes at once sends one mail, whose bytes the servers on its ways make different.
 * @param folder - that it came to; null for a file
 */
export function isInAnotherFolder(
  { messageId, sender }: MailFacts,
  folder: FolderKey | null,
  threads: Threads,
): boolean {
  if (messageId === null || sender === null || folder === null) return false;
  return threads
    .messagesWithId(messageId)
    .filter(isOf(sender))
    .some(
      ({ folder: its }) => its !== null && !(its.mailbox === folder.mailbox && its.folder === folder.folder),
    );
}

/** Whether every ciphertext of the mail is on record from its sender. */
export function isResent({ ciphertexts, sender }: MailFacts, threads: Threads): boolean {
  return (
    sender !== null &&
    ciphertexts.length > 0 &&
    ciphertexts.every(ciphertext => threads.messagesWithCiphertext(ciphertext).some(isOf(sender)))
  );
}

/**
 * Whether an engineer answers a notice of ours, from the address it went to. What that mail quotes would else make a
 * report of it. Under the phrase it is one all the same.
 */
function answersNotice({ trigger, sender, isOurs, references }: MailFacts, threads: Threads): boolean {
  if (sender === null || trigger === 'subject' || trigger === 'protected-subject') return false;
  // From an address of ours, what stands in a report's thread is our side of it.
  if (isOurs && references.some(id => threads.reportsInThread(id).length > 0)) return false;
  return references.some(id => threads.isNoticeTo(id, sender));
}

/** The reports that a mail names by number, or whose thread it stands in, the nearest first. */
function reportsQuoted(facts: MailFacts, threads: Threads): ReportReference[] {
  const numbered = facts.subjects
    .flatMap(reportNumbersIn)
    .flatMap(number => threads.reportNumbered(number) ?? []);
  const threaded = [...facts.references].reverse().flatMap(id => threads.reportsInThread(id));
  return [...new Map([...numbered, ...threaded].map(report => [report.number, report])).values()];
}

/**
 * The report that holds this very content of this very sender. Words that were a follow-up and come again under a
 * Message-ID of their own, in the thread, are a reminder and no copy.
 */
function reportCopied(
  { contentHash, sender, messageId, trigger }: MailFacts,
  threads: Threads,
  author: ReportReference | null,
): ReportReference | null {
  if (contentHash === null || sender === null) return null;
  const same = threads.messagesWithContent(contentHash, sender);
  const byId = messageId === null ? [] : threads.messagesWithId(messageId).filter(isOf(sender));
  const isResent = byId.some(twin => twin.contentHash === contentHash);
  const isTyped = trigger === 'form';
  const copied = same.find(twin => isResent || (!isTyped && (author === null || twin.role !== 'follow-up')));
  return copied?.report ?? null;
}

/** The report that a mail of ours is a receipt of: a copy of it, out of the folder for sent mail. */
function receiptItself({ messageId }: MailFacts, threads: Threads): ReportReference | null {
  return (messageId === null ? undefined : threads.reportsInThread(messageId)[0]) ?? null;
}

/** The report that a mail of this sender under this Message-ID belongs to, whatever it said. */
function reportSentBefore({ messageId, sender }: MailFacts, threads: Threads): ReportReference | null {
  if (messageId === null || sender === null) return null;
  return threads.messagesWithId(messageId).find(isOf(sender))?.report ?? null;
}

interface CiphertextsOnRecord {
  /** Reports of the same sender that hold one of the mail's ciphertexts. */
  readonly own: readonly ReportReference[];
  /** Reports that hold one which this sender never sent. */
  readonly foreign: readonly ReportReference[];
}

/** Müller et al., "Re: What's Up Johnny?" (2019): who re-sends a ciphertext they captured has no other use for it. */
function ciphertextsOnRecord({ ciphertexts, sender }: MailFacts, threads: Threads): CiphertextsOnRecord {
  const own: ReportReference[] = [];
  const foreign: ReportReference[] = [];
  for (const ciphertext of ciphertexts) {
    const known = threads.messagesWithCiphertext(ciphertext);
    const ofSender = sender === null ? [] : known.filter(isOf(sender));
    if (ofSender.length > 0) own.push(...ofSender.map(message => message.report));
    else foreign.push(...known.map(message => message.report));
  }
  return { own, foreign };
}

function isReplay({ isOurs, contradictsItself }: MailFacts, { foreign }: CiphertextsOnRecord): boolean {
  return !isOurs && (foreign.length > 0 || contradictsItself);
}

/** Whether a mail on record shows, once it is read, that its ciphertext or its inner header belongs to somebody else. */
export function isReplayOnRecord(facts: MailFacts, threads: Threads): boolean {
  return facts.sender !== null && isReplay(facts, ciphertextsOnRecord(facts, threads));
}

function isOf(sender: string): (message: KnownMessage) => boolean {
  return message => message.sender === sender;
}

function relation(report: ReportReference, because: Relation['because']): Relation {
  return { id: report.number, because };
}

function distinct(related: readonly Relation[]): Relation[] {
  const byName = new Map(related.map(one => [`${one.id} ${one.because}`, one]));
  return [...byName.values()].slice(0, MAX_RELATED);
}
