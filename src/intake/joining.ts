/**
 * A later mail that belongs to a report, joined to it: kept with it, and answered.
 */
import type { Calendar } from '../deadlines/calendar.js';
import { type Deadlines, deadlinesOf } from '../deadlines/deadlines.js';
import type { Reading } from '../reading/reading.js';
import { type Answered, type Answering, answerReport } from '../receipt/answer.js';
import { answerDirectCopy } from '../receipt/direct-copy.js';
import { answerFollowUp } from '../receipt/follow-up.js';
import type { Report } from '../report/schema.js';
import { keptFiles } from '../store/attachments.js';
import { type AwaitedReceipt, awaitedReceipt } from '../store/awaited-copies.js';
import type { Connection } from '../store/database.js';
import { countMessages, type NewMessage, recordMessage } from '../store/messages.js';
import type { NoticeTarget } from '../store/notices.js';
import {
  findReport,
  giveFurtherNumber,
  type ReportNumber,
  recordFollowUp,
  updateContent,
} from '../store/reports.js';
import type { ReportReference, Threads } from '../store/threads.js';
import type { MailFacts } from '../thread/facts.js';
import { answerDue, isInAnotherFolder, isReplayOnRecord } from '../thread/standing.js';
import { withFollowUp } from './follow-up-content.js';

/** The latest further numbers that a report lists; all are kept, as with follow-ups. */
const MAX_NUMBERS = 100;

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
  const folder = message.place?.folder ?? null;
  const awaited = awaitedBy(facts, joining);
  const isAnswered = isInAnotherFolder(facts, folder, joining.threads);
  const due = isAnswered ? 'nothing' : answerDue(facts, kind, joining.threads);
  const { replaySuspected } =
    kind === 'copy'
      ? recordCopy({ id, number }, message, joining)
      : addFollowUp({ id, number }, reading, message, joining);
  // Not the report's own suspicion, nor which report it joined: that would tell what is inside.
  const copy = awaited && answered(id, number, reading, message, false, joining);
  if (awaited && copy && answerDirectCopy(copy, awaited, joining)) return;
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

/** The receipt that was withheld when this mail came in bulk, where this copy is no suspected replay. */
function awaitedBy(facts: MailFacts, { connection, threads }: Joining): AwaitedReceipt | null {
  const { messageId, sender } = facts;
  if (messageId === null || sender === null || isReplayOnRecord(facts, threads)) return null;
  return awaitedReceipt(connection, { messageId, sender });
}

/** A mail as the receipt stage sees it. */
export function answered(
  id: number,
  number: ReportNumber,
  reading: Reading,
  { raw, receivedAt, sender }: NewMessage,
  replaySuspected: boolean,
  joining: Joining,
): Answered {
  return {
    id,
    number,
    sender,
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
