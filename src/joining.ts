/**
 * A later mail that belongs to a report, joined to it: what it fills, what is kept of it, and what it is answered.
 */

import type { Calendar } from './deadlines/calendar.js';
import { type Deadlines, deadlinesOf } from './deadlines/deadlines.js';
import { reportNumbersIn } from './mailbox/report-number.js';
import type { Reading } from './reading/reading.js';
import { readingState } from './reading/report-of.js';
import { type Answered, type Answering, answerReport } from './receipt/answer.js';
import { answerFollowUp } from './receipt/follow-up.js';
import { fillReport } from './report/fill.js';
import type { FollowUp, Report } from './report/schema.js';
import { keptFiles } from './store/attachments.js';
import type { Connection } from './store/database.js';
import { countMessages, type NewMessage, recordMessage } from './store/messages.js';
import type { NoticeTarget } from './store/notices.js';
import {
  findReport,
  giveFurtherNumber,
  type ReportNumber,
  recordFollowUp,
  updateContent,
} from './store/reports.js';
import type { ReportReference, Threads } from './store/threads.js';
import type { MailFacts } from './thread/facts.js';
import { answerDue } from './thread/standing.js';

/**
 * The latest follow-ups and further numbers that a report lists, and its first attachments. All are kept; who floods
 * a report must not make it too large to read.
 */
const MAX_FOLLOW_UPS = 100;
export const MAX_ATTACHMENTS = 1000;
const MAX_NUMBERS = 100;

/**
 * The report with a follow-up in it. Pure.
 * @param mail - the follow-up's place among the report's mails
 * @param listsAll - whether the report lists all attachments it has: what comes after a gap has another place
 * @param now - UTC instant of recording
 */
function withFollowUp(
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
 * The report with a follow-up in it that could not be read when it came. Pure.
 * @param entry - its index among `followUps`
 * @param mail - its place among the report's mails
 */
export function withOpenedFollowUp(
  content: Report,
  entry: number,
  mail: number,
  reading: Extract<Reading, { kind: 'read' }>,
): Report {
  const { state } = readingState(reading);
  const found = { ...reading.report, summary: ownSummary(reading) };
  const { content: filledIn, filled } = fillReport(content, found, mail);
  const followUps = content.followUps.map((followUp, index) =>
    index === entry
      ? { ...followUp, state, summary: found.summary, description: found.description, filled: [...filled] }
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

/** What joining a mail to a report, and answering it, needs around it. */
export interface Joining extends Answering {
  readonly threads: Threads;
  readonly calendar: Calendar;
  readonly reportIdPrefix: string;
  /** Who is told of a new report. */
  readonly noticeTargets: readonly NoticeTarget[];
}

/**
 * Keeps a mail with the report it belongs to, and answers it as what it shows outside. Call inside the transaction
 * that takes it in.
 */
export function join(
  { id, number }: ReportReference,
  kind: 'follow-up' | 'copy',
  reading: Reading,
  message: NewMessage,
  facts: MailFacts,
  joining: Joining,
): void {
  const due = answerDue(facts, kind, joining.threads);
  const { replaySuspected } =
    kind === 'copy'
      ? recordCopy({ id, number }, message, joining)
      : addFollowUp({ id, number }, reading, message, joining);
  switch (due) {
    case 'nothing':
      break;
    case 'follow-up':
      answerFollowUp(answered(id, number, reading, message, replaySuspected, joining), joining);
      break;
    case 'new-report': {
      // Not the report's own suspicion: that would tell whether the mail belongs to it.
      const further = addNumber({ id, number }, joining);
      answerReport(answered(id, further, reading, message, false, joining), joining);
      break;
    }
  }
}

/** A mail as the receipt stage sees it. */
export function answered(
  id: number,
  number: ReportNumber,
  reading: Reading,
  { raw, receivedAt }: NewMessage,
  replaySuspected: boolean,
  joining: Joining,
): Answered {
  return {
    id,
    number,
    raw,
    receivedAt,
    deadlines: deadlinesFrom(receivedAt, joining),
    header: reading.kind === 'read' ? reading.message : reading.header,
    message: reading.kind === 'read' ? reading.message : null,
    content: reading.kind === 'read' ? reading.report : { missing: [], language: null },
    replaySuspected,
  };
}

/** What the policy promises for a mail that arrived then. */
export function deadlinesFrom(receivedAt: Date, { responder, calendar }: Joining): Deadlines {
  const { acknowledgeWorkingDays, disclosureDays } = responder;
  return deadlinesOf(receivedAt, { acknowledgeWorkingDays, disclosureDays }, calendar);
}

/**
 * Adds a follow-up to a report. Call inside the transaction that also answers it.
 * @returns the report with it
 */
function addFollowUp(
  { id, number }: ReportReference,
  reading: Reading,
  message: NewMessage,
  { connection, now }: Joining,
): Report {
  const before = contentOf(connection, number);
  const listsAll = before.attachments.length === keptFiles(connection, number).length;
  const mail = countMessages(connection, id);
  const content = withFollowUp(before, mail, listsAll, reading, message, now());
  const attachments = reading.kind === 'read' ? reading.message.attachments : [];
  recordFollowUp(connection, id, { content, message, attachments });
  return content;
}

/**
 * Keeps a mail that says what its report says already.
 * @returns the report, unchanged
 */
function recordCopy({ id, number }: ReportReference, message: NewMessage, { connection }: Joining): Report {
  recordMessage(connection, id, 'copy', message);
  return contentOf(connection, number);
}

/**
 * Gives a report a further number, under which the mail that joined it is answered.
 * @returns the number
 */
function addNumber(
  { id, number }: ReportReference,
  { connection, reportIdPrefix, now }: Joining,
): ReportNumber {
  const further = giveFurtherNumber(connection, id, reportIdPrefix, now());
  const content = contentOf(connection, number);
  const furtherIds = [...content.furtherIds, further].slice(-MAX_NUMBERS);
  updateContent(connection, id, { ...content, furtherIds });
  return further;
}

function contentOf(connection: Connection, number: ReportNumber): Report {
  const stored = findReport(connection, number);
  if (stored === null) throw new Error('a report that was looked up is not there');
  return stored.content;
}
