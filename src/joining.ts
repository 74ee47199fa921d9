/**
 * A later mail of a report's author, joined to the report: what it fills, and what is kept of it.
 */
import { reportNumbersIn } from './mailbox/report-number.js';
import type { Reading } from './reading/reading.js';
import { readingState } from './reading/report-of.js';
import { fillReport } from './report/fill.js';
import type { FollowUp, Report } from './report/schema.js';
import type { Connection } from './store/database.js';
import { type NewMessage, recordMessage } from './store/messages.js';
import {
  findReport,
  giveFurtherNumber,
  type ReportNumber,
  recordFollowUp,
  updateContent,
} from './store/reports.js';
import type { ReportReference } from './store/threads.js';

/**
 * The latest follow-ups and further numbers that a report lists, and its first attachments. All are kept; who floods
 * a report must not make it too large to read.
 */
const MAX_FOLLOW_UPS = 100;
const MAX_ATTACHMENTS = 1000;
const MAX_NUMBERS = 100;

/** The report with a follow-up in it, recorded at that UTC instant. Pure. */
function withFollowUp(content: Report, reading: Reading, message: NewMessage, now: Date): Report {
  const { state } = readingState(reading);
  const found = reading.kind === 'read' ? { ...reading.report, summary: ownSummary(reading) } : null;
  const { content: filledIn, filled } = found ? fillReport(content, found) : { content, filled: [] };
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
    attachments: [...content.attachments, ...(found?.attachments ?? [])].slice(0, MAX_ATTACHMENTS),
    followUps: [...content.followUps, followUp].slice(-MAX_FOLLOW_UPS),
  };
}

/** "Re: [TS-2026-0001] We have received your report" are our words. */
function ownSummary({ message, report }: Extract<Reading, { kind: 'read' }>): string | null {
  const subject = message.protectedHeader?.subject ?? message.envelope.subject;
  return report.source.summary === 'subject' && reportNumbersIn(subject).length > 0 ? null : report.summary;
}

/** A report whose own mail stays closed can be worked on once its author has sent what was in it. */
function openedLater(content: Report, filled: readonly string[]): Partial<Report> {
  const isClosed = content.state !== 'received' && content.encryption.state === 'undecryptable';
  if (!isClosed || !(filled.includes('description') || filled.includes('steps'))) return {};
  return { state: 'received', stateReason: `read from a follow-up; the first mail: ${content.stateReason}` };
}

/** What joining a mail to a report needs around it. */
export interface Joining {
  readonly connection: Connection;
  readonly reportIdPrefix: string;
  readonly now: () => Date;
}

/**
 * Adds a follow-up to a report. Call inside the transaction that also answers it.
 * @returns the report with it
 */
export function addFollowUp(
  { id, number }: ReportReference,
  reading: Reading,
  message: NewMessage,
  { connection, now }: Joining,
): Report {
  const content = withFollowUp(contentOf(connection, number), reading, message, now());
  const attachments = reading.kind === 'read' ? reading.message.attachments : [];
  recordFollowUp(connection, id, { content, message, attachments });
  return content;
}

/**
 * Keeps a mail that says what its report says already.
 * @returns the report, unchanged
 */
export function recordCopy(
  { id, number }: ReportReference,
  message: NewMessage,
  { connection }: Joining,
): Report {
  recordMessage(connection, id, 'copy', message);
  return contentOf(connection, number);
}

/**
 * Gives a report a further number, under which the mail that joined it is answered.
 * @returns the number
 */
export function addNumber(
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
