/**
 * The digest as text for a terminal or a mail.
 */
import pc from 'picocolors';
import type { Relation } from '../report/schema.js';
import type { ClosedEntry, Digest, DigestEntry, FollowUpEntry, UnreadEntry } from './digest.js';
import { formatStamp } from './stamp.js';
import { forCell } from './terminal.js';

const REPORTER_WIDTH = 18;
const SUMMARY_WIDTH = 46;
/** A server's words or a reason, at the line's end. */
const NOTE_WIDTH = 160;

/**
 * Writes a digest out; sections with nothing in them are left out, save the first two.
 * @param timeZone - of the people who read it
 */
export function digestText(digest: Digest, timeZone: string): string {
  const { receipts } = digest;
  const stamp = (iso: string) => formatStamp(new Date(iso), timeZone);
  const waiting = new Set(digest.waiting.map(({ id }) => id));
  const due = (entry: DigestEntry) =>
    !waiting.has(entry.id)
      ? entry.status
      : `${entry.overdue ? pc.red('overdue since') : 'answer due'} ${stamp(entry.acknowledgeBy)}`;
  const sections = [
    section(
      'New',
      digest.new,
      entry => [due(entry), ...remarks(entry)].join('; '),
      `nothing since ${stamp(digest.since)}`,
    ),
    section('Follow-ups', digest.followUps, entry => followUpNote(entry, stamp)),
    section('Waiting for an answer', digest.waiting, due, 'nothing'),
    section('Incomplete', digest.incomplete, entry => `missing: ${entry.missing.join(', ')}`),
    section('Undecryptable', digest.undecryptable, entry => words(entry.reason)),
    section('Quarantined', digest.quarantined, entry => words(entry.reason)),
    unreadSection(digest.unread, stamp),
    section('Replay suspected, never answered', digest.replaySuspected, entry => remarks(entry).join('; ')),
    section('Receipts that bounced', receipts.bounced, entry => words(`${entry.recipient}: ${entry.reason}`)),
    section('Receipts waiting for a person', receipts.held, entry =>
      words(`${entry.recipient}: ${entry.reason}`),
    ),
    section('Receipts the server refused', receipts.failed, entry => words(entry.answer)),
    section('Receipts that may have arrived', receipts.mayHaveArrived, entry =>
      words(`${entry.recipient}: ${entry.answer ?? ''}`),
    ),
    section('Receipts waiting to be sent', receipts.queued, entry => words(waitingNote(entry, stamp))),
    section('Receipts without a copy in Sent', receipts.copiesGivenUp, entry => words(entry.reason)),
    section('Reports without a receipt', receipts.withheld, entry => words(entry.reason)),
    section('Closed', digest.closed, entry => closedNote(entry, stamp)),
  ];
  const title = pc.bold(`Security reports, ${stamp(digest.generatedAt)} (${timeZone})`);
  return `${[title, ...sections.filter(text => text !== null)].join('\n\n')}\n`;
}

/** What is unusual about a report: said once, where it is new. */
function remarks({ foundIn, related, keyState }: DigestEntry): string[] {
  return [
    ...(foundIn === 'junk' ? ['found in Junk'] : []),
    ...related.map(({ id, because }) => `${RELATED[because]} ${id}`),
    ...(keyState === null || keyState === 'current' ? [] : [KEY[keyState]]),
  ];
}

const RELATED: Readonly<Record<Relation['because'], string>> = {
  'quotes-it': 'quotes',
  similar: 'much like',
  'same-ciphertext': 'holds the ciphertext of',
  'same-message-id': 'has the Message-ID of',
};

const KEY = {
  rotated: 'sent to an earlier key of ours',
  expired: 'sent to a key of ours that has expired',
  revoked: 'sent to a key of ours that is revoked',
} as const;

function followUpNote({ count, filled, latest }: FollowUpEntry, stamp: (iso: string) => string): string {
  return [
    `${count === 1 ? 'came' : `${count} mails, the last`} ${stamp(latest.receivedAt)}`,
    ...(filled.length > 0 ? [`filled: ${filled.join(', ')}`] : []),
    ...(latest.state === 'received' ? [] : [latest.state]),
  ].join('; ');
}

function closedNote(entry: ClosedEntry, stamp: (iso: string) => string): string {
  return [
    `${entry.status} ${stamp(entry.closedAt)}`,
    ...(entry.answered ? [] : ['its reporter was never answered']),
    ...(entry.followUps > 0 ? ['its author wrote again'] : []),
  ].join('; ');
}

function waitingNote(
  { attempts, answer, nextTry }: Digest['receipts']['queued'][number],
  stamp: (iso: string) => string,
): string {
  const next = nextTry === null ? 'goes with the next poll' : `next try from ${stamp(nextTry)}`;
  if (attempts === 0) return answer === null ? `not tried yet, ${next}` : `${next}: ${answer}`;
  const tried = `tried ${attempts} ${attempts === 1 ? 'time' : 'times'}`;
  return answer === null ? `${tried}, ${next}` : `${tried}, ${next}: ${answer}`;
}

function section<Entry extends DigestEntry>(
  title: string,
  entries: readonly Entry[],
  note: (entry: Entry) => string,
  whenEmpty?: string,
): string | null {
  if (entries.length === 0) return whenEmpty === undefined ? null : `${pc.bold(title)}: ${whenEmpty}`;
  const lines = entries.map(entry => {
    const reporter = forCell(entry.reporter ?? 'nobody named', REPORTER_WIDTH).padEnd(REPORTER_WIDTH);
    const summary = forCell(entry.summary ?? '(no summary)', SUMMARY_WIDTH).padEnd(SUMMARY_WIDTH);
    return `  ${pc.cyan(entry.id)}  ${pc.dim(reporter)}  ${summary}  ${note(entry)}`;
  });
  return `${pc.bold(title)} (${entries.length})\n${lines.join('\n')}`;
}

function unreadSection(messages: readonly UnreadEntry[], stamp: (iso: string) => string): string | null {
  if (messages.length === 0) return null;
  const lines = messages.map(message => `  ${unreadLine(message, stamp)}`);
  return `${pc.bold('Messages the mail server does not give')} (${messages.length})\n${lines.join('\n')}`;
}

/** One message of the list on one line. */
export function unreadLine(
  { folder, uid, since, attempts, lastTried, words: said }: UnreadEntry,
  stamp: (iso: string) => string,
): string {
  const times = attempts === 1 ? 'asked for once' : `asked for ${attempts} times`;
  return `${pc.cyan(`UID ${uid}`)} in ${forCell(folder, REPORTER_WIDTH)}  since ${stamp(since)}; ${times}, last ${stamp(lastTried)}: ${words(said)}`;
}

function words(text: string | null): string {
  return forCell(text ?? '', NOTE_WIDTH);
}
