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
import { type ApparentStanding, countMessages, type NewMessage, recordMessage } from '../store/messages.js';
import type { NoticeTarget } from '../store/notices.js';
import {
  findReport,
  giveFurtherNumber,
  isSuspected,
  type ReportNumber,
  recordFollowUp,
  updateContent,
} from '../store/reports.js';
import type { ReportReference, Threads } from '../store/threads.js';
import type { MailFacts } from '../thread/facts.js';
import { isInAnotherFolder, isReplayOnRecord, type Standing } from '../thread/standing.js';
import { type AnswerDue, answerDue } from '../thread/standings.js';
import { withFollowUp } from './follow-up-content.js';

/** The latest further numbers that a report lists; all are kept, as with follow-ups. */
const MAX_NUMBERS = 100;

/** What joining a mail to a report, and answering it, needs around it. */
export interface Joining extends Answering {
  readonly threads: Threads;
  /** What is on record as it shows to those who hold no key of ours. */
  readonly apparentThreads: Threads;
  readonly calendar: Calendar;
  readonly reportIdPrefix: string;
  /** Who is told of a new report. */
  readonly noticeTargets: readonly NoticeTarget[];
  /** Whether a reading is recorded once and for all: where that fails, its files are not recorded in another way. */
  readonly isOnlyTry?: boolean;
}

/**
 * Keeps a mail with the report it belongs to, and answers it as what it shows outside. Call inside the transaction
 * that takes it in.
 * @param apparent - what it is to who holds no key of ours
 */
export function join(
  to: ReportReference,
  kind: 'follow-up' | 'copy',
  apparent: Standing,
  reading: Reading,
  message: NewMessage,
  facts: MailFacts,
  joining: Joining,
): void {
  const awaited = awaitedBy(facts, apparent, joining);
  const due = dueTo(message, apparent, facts, joining);
  // Given also where nothing is answered: the numbers that others get would tell whether one was.
  const told = apparent.kind === 'report' ? furtherOf(to, joining) : shownAs(apparent);
  const kept = { ...message, apparent: told };
  if (kind === 'copy') recordMessage(joining.connection, to.id, 'copy', kept);
  else addFollowUp(to, reading, kept, joining);
  const mail = (number: string, replaySuspected: boolean) =>
    answered(to.id, number, reading, message, replaySuspected, joining);
  // Not the report's own suspicion, nor which report it joined: that would tell what is inside.
  if (awaited && answerDirectCopy(mail(awaited.number, false), awaited, joining)) return;
  if (due === 'nothing' || told === null) return;
  if (due === 'new-report') answerReport(mail(told.number, false), joining);
  else answerFollowUp(mail(told.number, isSuspected(joining.connection, told.number)), joining);
}

/** How to answer a mail that is not on record yet, and belongs to a report. */
export function dueTo(
  { place }: NewMessage,
  apparent: Standing,
  facts: MailFacts,
  joining: Joining,
): AnswerDue {
  const isAnswered = isInAnotherFolder(facts, place?.folder ?? null, joining.threads);
  return isAnswered ? 'nothing' : answerDue(facts, apparent, joining);
}

function furtherOf(to: ReportReference, joining: Joining): ApparentStanding {
  return { number: addNumber(to, joining), role: 'report' };
}

/**
 * What a mail that belongs to a report is to who holds no key of ours.
 * @returns null where nothing shows that it belongs to one
 */
export function shownAs(apparent: Exclude<Standing, { kind: 'report' }>): ApparentStanding | null {
  switch (apparent.kind) {
    case 'follow-up':
    case 'own-reply':
      return { number: apparent.to.number, role: 'follow-up' };
    case 'copy':
      return { number: apparent.of.number, role: 'copy' };
    case 'left-alone':
      return null;
  }
}

/** The receipt that was withheld when this mail came in bulk, where this copy is no suspected replay. */
function awaitedBy(
  facts: MailFacts,
  apparent: Standing,
  { connection, threads }: Joining,
): AwaitedReceipt | null {
  const { messageId, sender } = facts;
  if (messageId === null || sender === null || isReplayOnRecord(facts, threads)) return null;
  if (apparent.kind === 'report' && apparent.replaySuspected) return null;
  return awaitedReceipt(connection, { messageId, sender });
}

/** A mail as the receipt stage sees it. */
export function answered(
  id: number,
  number: string,
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

/** Adds a follow-up to a report. Call inside the transaction that also answers it. */
function addFollowUp(
  { id, number }: ReportReference,
  reading: Reading,
  message: NewMessage,
  { connection, now, isOnlyTry: filesAreSpent = false }: Joining,
): void {
  const before = contentOf(connection, number);
  const listsAll = before.attachments.length === keptFiles(connection, number).length;
  const mail = countMessages(connection, id);
  const content = withFollowUp(before, mail, listsAll, reading, message, now());
  const attachments = reading.kind === 'read' ? reading.message.attachments : [];
  recordFollowUp(connection, id, { content, message, attachments, filesAreSpent });
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
