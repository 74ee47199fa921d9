/**
 * Reports, each a document, and what is derived from it kept in step.
 */
import { z } from 'zod';
import type { Life } from '../life/life.js';
import type { Attachment } from '../message/message.js';
import { type Report, reportSchema } from '../report/schema.js';
import { damagedRecord } from './damaged-rows.js';
import type { Connection } from './database.js';
import { instantColumn, LIFE_COLUMNS, lifeRow, toLife } from './lives.js';
import type { NewMessage } from './messages.js';
import { recordMail } from './recorded-mail.js';
import { deriveReport } from './search-index.js';

declare const numbered: unique symbol;
/** `TS-2026-0001`: what people call a report by. */
export type ReportNumber = string & { readonly [numbered]: true };

/** What the pipeline records of one mail. */
export interface NewReport {
  /** Without its number, which recording assigns. */
  readonly content: Omit<Report, 'id'>;
  readonly acknowledgeBy: Date;
  readonly discloseBy: Date;
  readonly message: NewMessage;
  readonly attachments: readonly Attachment[];
  /** Whether nobody needs the bytes of these once they are written; they may be empty then. */
  readonly filesAreSpent?: boolean;
  /** The row of the mailbox that it came by; the first that is configured where it is left out. */
  readonly mailbox?: number | null;
}

/** A report as it is kept. */
export interface StoredReport {
  readonly number: ReportNumber;
  readonly content: Report;
  readonly recordedAt: Date;
  readonly acknowledgeBy: Date;
  /** As it stands; an extension moves it. */
  readonly discloseBy: Date;
  readonly life: Life;
}

/**
 * Records a report. Call inside the transaction that also queues its receipt.
 * @param prefix - of the number: "TS"
 * @param now - UTC instant of recording, whose year the number carries
 * @returns the row's id and the number
 */
export function recordReport(
  connection: Connection,
  report: NewReport,
  prefix: string,
  now: Date,
): { id: number; number: ReportNumber } {
  const number = nextNumber(connection, prefix, now.getUTCFullYear());
  const { lastInsertRowid } = connection
    .prepare(
      `INSERT INTO reports (number, state, received_at, recorded_at, acknowledge_by, disclose_by, content,
         mailbox_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      number,
      report.content.state,
      report.content.receivedAt,
      now.toISOString(),
      report.acknowledgeBy.toISOString(),
      report.discloseBy.toISOString(),
      written({ ...report.content, id: number }),
      report.mailbox ?? null,
    );
  const id = Number(lastInsertRowid);
  const { attachments, filesAreSpent: areSpent = false } = report;
  recordMail(connection, id, 'report', report.message, { attachments, areSpent });
  deriveReport(connection, id);
  return { id, number };
}

/**
 * Gives a report one number more, for a mail that joins it and is answered as one of its own. Call inside the
 * transaction that records the mail.
 * @param prefix - of the number
 * @param now - UTC instant of recording, whose year the number carries
 */
export function giveFurtherNumber(
  connection: Connection,
  reportId: number,
  prefix: string,
  now: Date,
): ReportNumber {
  const number = nextNumber(connection, prefix, now.getUTCFullYear());
  connection.prepare('INSERT INTO further_numbers (number, report_id) VALUES (?, ?)').run(number, reportId);
  return number;
}

/** What a later mail of the same reporter does to a report. */
export interface ReportUpdate {
  /** The whole report, as it is from now on. */
  readonly content: Report;
  readonly message: NewMessage;
  /** To stand after those the report has. */
  readonly attachments: readonly Attachment[];
  /** As of a new report. */
  readonly filesAreSpent?: boolean;
}

/** Writes a report anew. Call inside the transaction that records what changed it. */
export function updateContent(connection: Connection, id: number, content: Report): void {
  writeContent(connection, id, content);
  deriveReport(connection, id);
}

function writeContent(connection: Connection, id: number, content: Report): void {
  connection
    .prepare('UPDATE reports SET state = ?, content = ? WHERE id = ?')
    .run(content.state, written(content), id);
}

/** Records a follow-up. Call inside the transaction that also queues its receipt. */
export function recordFollowUp(connection: Connection, id: number, update: ReportUpdate): void {
  writeContent(connection, id, update.content);
  const { attachments, filesAreSpent: areSpent = false } = update;
  recordMail(connection, id, 'follow-up', update.message, { attachments, areSpent });
  deriveReport(connection, id);
}

/**
 * @param number - in any case, as a person types it; a further number leads to its report
 * @returns null where there is no such report
 * @throws {Failure} `database` where its row can't be read
 */
export function findReport(connection: Connection, number: string): StoredReport | null {
  const wanted = number.trim().toUpperCase();
  const row = connection
    .prepare(
      `${SELECT} WHERE number = ? OR id = (SELECT report_id FROM further_numbers WHERE further_numbers.number = ?)`,
    )
    .get(wanted, wanted);
  return row === undefined ? null : toStored(row, connection.name);
}

/**
 * Every number given out, the further ones too, oldest first, each with whether its report is closed: enough to find the
 * one that a person means without reading a report.
 */
export function numbersGiven(
  connection: Connection,
): { readonly number: ReportNumber; readonly report: ReportNumber; readonly isClosed: boolean }[] {
  const rows = connection
    .prepare(
      `SELECT number, number AS report, summary.closed_at IS NOT NULL AS closed, id
         FROM reports LEFT JOIN report_summaries AS summary ON summary.report_id = id
       UNION ALL SELECT further_numbers.number, reports.number, summary.closed_at IS NOT NULL, id
         FROM further_numbers JOIN reports ON id = further_numbers.report_id
           LEFT JOIN report_summaries AS summary ON summary.report_id = id
       ORDER BY id, 1`,
    )
    .all() as { number: ReportNumber; report: ReportNumber; closed: 0 | 1 }[];
  return rows.map(({ number, report, closed }) => ({ number, report, isClosed: closed === 1 }));
}

/** @returns the row's id, by which what belongs to the report is found */
export function rowOf(connection: Connection, number: ReportNumber): number {
  return connection.prepare('SELECT id FROM reports WHERE number = ?').pluck().get(number) as number;
}

/**
 * Whether a report is a suspected replay. Asks its summary, so that a damaged document answers too.
 * @param number - a further number is given to no suspected replay
 */
export function isSuspected(connection: Connection, number: string): boolean {
  return (
    connection
      .prepare(
        'SELECT replay_suspected FROM report_summaries JOIN reports ON reports.id = report_id WHERE number = ?',
      )
      .pluck()
      .get(number) === 1
  );
}

/** Columns of a report with its document, for queries on `reports`. */
export const DOCUMENT_COLUMNS = `number, content, recorded_at, acknowledge_by, disclose_by, ${LIFE_COLUMNS}`;

const SELECT = `SELECT ${DOCUMENT_COLUMNS} FROM reports`;

const numberSchema = z.object({ number: z.string() });

const rowSchema = lifeRow.extend({
  number: z.string(),
  content: z.string(),
  recorded_at: instantColumn,
  acknowledge_by: instantColumn,
  disclose_by: instantColumn,
});

/** @returns null where nothing can be made of it; why is not said, because it could hold words of the report */
function contentOf(json: string): Report | null {
  try {
    return reportSchema.parse(JSON.parse(json));
  } catch {
    return null;
  }
}

/** @throws where it could not be read back: one such report would keep all others from being listed */
function written(content: Report): string {
  const json = JSON.stringify(content);
  reportSchema.parse(JSON.parse(json));
  return json;
}

/**
 * A row of a report, read back.
 * @param file - the database, as the operator is to know it
 * @throws {Failure} `database` where something else than this program changed it, so that it can't be read
 */
export function toStored(raw: unknown, file: string): StoredReport {
  const { number } = numberSchema.parse(raw);
  const parsed = rowSchema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damagedRecord(file, { number, column: String(issue?.path[0] ?? 'row') });
  }
  const row = parsed.data;
  const content = contentOf(row.content);
  if (content === null) throw damagedRecord(file, { number, column: 'content' });
  return {
    number: row.number as ReportNumber,
    content,
    recordedAt: new Date(row.recorded_at),
    acknowledgeBy: new Date(row.acknowledge_by),
    discloseBy: new Date(row.disclose_by),
    life: toLife(row),
  };
}

/** Numbers are given out once: a report removed later leaves a gap, never a number used twice. */
function nextNumber(connection: Connection, prefix: string, year: number): ReportNumber {
  const last = connection
    .prepare(
      `INSERT INTO report_numbers (year, last) VALUES (?, 1)
       ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last`,
    )
    .pluck()
    .get(year) as number;
  return `${prefix}-${year}-${String(last).padStart(4, '0')}` as ReportNumber;
}
