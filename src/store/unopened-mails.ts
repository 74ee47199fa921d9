/**
 * Mails on record that could not be read, or not whole, each with why.
 */
import type { FollowUp, Report } from '../report/schema.js';
import type { Connection } from './database.js';
import type { Place } from './messages.js';
import { sizeIn } from './remainders.js';
import { DOCUMENT_COLUMNS, findReport, type ReportNumber, type StoredReport, toStored } from './reports.js';

/** A mail on record that is not read, or not whole. */
export interface UnopenedMail {
  readonly report: ReportNumber;
  /** The row's id of the report. */
  readonly reportId: number;
  /** The row's id of the mail. */
  readonly id: number;
  readonly role: 'report' | 'follow-up';
  /** Its place among the report's mails, as in `where`. */
  readonly mail: number;
  /** Its index among the report's `followUps`; null for the report's own mail. */
  readonly entry: number | null;
  readonly state: Report['state'];
  /** Why, in words. */
  readonly reason: string;
  /** UTC instant of recording. */
  readonly since: Date;
  readonly receivedAt: Date;
  /** Bytes kept. */
  readonly size: number;
  readonly isComplete: boolean;
  readonly messageId: string | null;
  /** Where it was met last; null for a file and for what was recorded before that was kept. */
  readonly place: Place | null;
}

interface Row {
  readonly id: number;
  readonly report_id: number;
  readonly role: 'report' | 'follow-up' | 'copy';
  readonly received_at: string;
  readonly sender: string | null;
  readonly size: number;
  readonly complete: 0 | 1;
  readonly message_id: string | null;
  readonly mailbox: string | null;
  readonly folder: string | null;
  readonly uidvalidity: string | null;
  readonly uid: number | null;
}

/**
 * Every mail that is not read, or not whole: of reports and of their follow-ups, by report.
 * @param number - of the one report that is asked for; all where there is none
 */
export function unopenedMails(connection: Connection, number?: ReportNumber): UnopenedMail[] {
  const one = number === undefined ? null : findReport(connection, number);
  const reports = number === undefined ? unreadReports(connection) : one ? [one] : [];
  const rowsOf = connection.prepare<[string], Row>(
    `SELECT messages.id, report_id, role, messages.received_at, sender, ${sizeIn('messages')} AS size, complete,
       message_id, mailbox, folder, uidvalidity, uid
     FROM messages JOIN reports ON reports.id = report_id WHERE number = ? ORDER BY messages.id`,
  );
  return reports
    .filter(
      ({ content, life }) =>
        life.purged === null && (content.stateReason !== null || content.followUps.some(isUnread)),
    )
    .flatMap(report => unopenedOf(report, rowsOf.all(report.number)));
}

/** Those of which some mail may be unread, without looking into the others. */
function unreadReports(connection: Connection): StoredReport[] {
  return connection
    .prepare(
      `SELECT ${DOCUMENT_COLUMNS} FROM reports WHERE id IN (
         SELECT report_id FROM report_summaries WHERE state_reason IS NOT NULL OR last_follow_up_at IS NOT NULL)
       ORDER BY received_at, id`,
    )
    .all()
    .map(row => toStored(row, connection.name));
}

function isUnread({ state }: FollowUp): boolean {
  return state !== 'received';
}

function unopenedOf({ number, content, recordedAt }: StoredReport, rows: readonly Row[]): UnopenedMail[] {
  const { state, stateReason: reason } = content;
  const own = rows.findIndex(({ role }) => role === 'report');
  const first = rows[own];
  const mails: UnopenedMail[] = [];
  if (reason !== null && first) {
    mails.push({
      ...mailOf(first, number, own),
      role: 'report',
      entry: null,
      state,
      reason,
      since: recordedAt,
    });
  }
  // The latest are listed in the report, in the order they came, so that they are matched from the end.
  let end = rows.length;
  const later: UnopenedMail[] = [];
  for (const [back, followUp] of [...content.followUps].reverse().entries()) {
    const isOf = ({ role, received_at, sender }: Row) =>
      role === 'follow-up' && received_at === followUp.receivedAt && sender === followUp.from;
    const mail = rows.slice(0, end).findLastIndex(isOf);
    const row = rows[mail];
    if (row === undefined) continue;
    end = mail;
    if (!isUnread(followUp)) continue;
    later.push({
      ...mailOf(row, number, mail),
      role: 'follow-up',
      entry: content.followUps.length - 1 - back,
      state: followUp.state,
      reason: row.complete === 1 ? `a follow-up: ${followUp.state}` : TOO_LARGE,
      since: new Date(followUp.recordedAt),
    });
  }
  return [...mails, ...later.reverse()];
}

/** A follow-up keeps no reason but this one, which its bytes tell. */
const TOO_LARGE = 'a follow-up: larger than limits.messageBytes; only its header was kept';

function mailOf(row: Row, report: ReportNumber, mail: number) {
  const { mailbox, folder, uidvalidity, uid } = row;
  const isPlaced = mailbox !== null && folder !== null && uidvalidity !== null && uid !== null;
  return {
    report,
    reportId: row.report_id,
    id: row.id,
    mail,
    receivedAt: new Date(row.received_at),
    size: row.size,
    isComplete: row.complete === 1,
    messageId: row.message_id,
    place: isPlaced ? { folder: { mailbox, folder }, position: { uidValidity: uidvalidity, uid } } : null,
  };
}
