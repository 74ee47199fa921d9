/**
 * What a report says once a follow-up has come to it: what it fills, and what is listed of it. Pure.
 */
import { reportNumbersIn } from '../mailbox/report-number.js';
import type { Reading } from '../reading/reading.js';
import { readingState } from '../reading/report-of.js';
import { CREDIT_REFUSED, fillReport } from '../report/fill.js';
import type { FollowUp, Report } from '../report/schema.js';
import type { NewMessage } from '../store/messages.js';

/** The latest follow-ups that a report lists. All are kept; who floods a report must not make it too large to read. */
const MAX_FOLLOW_UPS = 100;

/** The first attachments that it lists, for the same reason. */
export const MAX_ATTACHMENTS = 1000;

/**
 * The report with a follow-up in it.
 * @param mail - the follow-up's place among the report's mails
 * @param listsAll - whether the report lists all attachments it has: what comes after a gap has another place
 * @param now - UTC instant of recording
 */
export function withFollowUp(
  content: Report,
  mail: number,
  listsAll: boolean,
  reading: Reading,
  message: NewMessage,
  now: Date,
): Report {
  const { state } = readingState(reading);
  const found = reading.kind === 'read' ? { ...reading.report, summary: ownSummary(reading) } : null;
  const { content: filledIn, filled } = found ? fillReport(content, found, mail) : { content, filled: [] };
  const followUp: FollowUp = {
    receivedAt: message.receivedAt.toISOString(),
    recordedAt: now.toISOString(),
    from: message.sender,
    state,
    summary: found?.summary ?? null,
    description: found?.description ?? null,
    filled: [...filled],
  };
  return {
    ...filledIn,
    ...(state === 'received' ? openedLater(content, filled) : {}),
    attachments: [...content.attachments, ...(listsAll ? (found?.attachments ?? []) : [])].slice(
      0,
      MAX_ATTACHMENTS,
    ),
    followUps: [...content.followUps, followUp].slice(-MAX_FOLLOW_UPS),
  };
}

/**
 * The report with a follow-up in it that could not be read when it came.
 * @param entry - its index among `followUps`
 * @param mail - its place among the report's mails
 * @param now - UTC instant
 */
export function withOpenedFollowUp(
  content: Report,
  entry: number,
  mail: number,
  reading: Extract<Reading, { kind: 'read' }>,
  now: Date,
): Report {
  const { state } = readingState(reading);
  const found = { ...reading.report, summary: ownSummary(reading) };
  const { content: filledIn, filled } = fillReport(content, found, mail);
  const followUps = content.followUps.map((followUp, index) =>
    index === entry
      ? {
          ...followUp,
          state,
          summary: found.summary,
          description: found.description,
          filled: [...filled],
          // Nobody knew of it before.
          ...(filled.includes(CREDIT_REFUSED) ? { recordedAt: now.toISOString() } : {}),
        }
      : followUp,
  );
  return { ...filledIn, ...(state === 'received' ? openedLater(content, filled) : {}), followUps };
}

/** "Re: [TS-2026-0001] We have received your report" are our words. */
function ownSummary({ message, report }: Extract<Reading, { kind: 'read' }>): string | null {
  const subject = message.protectedHeader?.subject ?? message.envelope.subject;
  return report.source.summary === 'subject' && reportNumbersIn(subject).length > 0 ? null : report.summary;
}

/** How the state of a report begins whose own mail stayed closed; behind it stands why. */
export const OPENED_LATER = 'read from a follow-up; the first mail: ';

/** A report whose own mail stays closed can be worked on once its author has sent what was in it. */
function openedLater(content: Report, filled: readonly string[]): Partial<Report> {
  const stayedClosed = content.encryption.state === 'undecryptable' || content.notes.includes('s-mime-kept');
  const isClosed = content.state !== 'received' && stayedClosed;
  if (!isClosed || !(filled.includes('description') || filled.includes('steps'))) return {};
  return { state: 'received', stateReason: `${OPENED_LATER}${content.stateReason}` };
}
