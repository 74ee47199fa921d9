/**
 * What is derived from a report, kept in step with it: its summary, its products, and its words in the full-text index.
 * The views of the database say what each is made of, so that a migration and a new report give the same.
 */
import type { Connection } from './database.js';

/** Fields of the index, in its order, each with how much a hit in it counts beside one in the words of a mail. */
export const SEARCH_FIELDS = {
  summary: 12,
  identifiers: 8,
  reporter: 6,
  affected: 5,
  description: 3,
  impact: 3,
  steps: 2,
  environment: 2,
  mitigations: 2,
  follow_ups: 2,
  words: 1,
} as const;

/** Where in a report words were found. */
export type SearchField = keyof typeof SEARCH_FIELDS;

/** The names of the fields, in the order of the index. */
export const SEARCH_FIELD_NAMES = Object.keys(SEARCH_FIELDS) as SearchField[];

const COLUMNS = SEARCH_FIELD_NAMES.join(', ');

/**
 * Makes what is derived from a report anew. Call inside the transaction that changed the report or its mails, after
 * the change.
 * @param reportId - the row's id
 */
export function deriveReport(connection: Connection, reportId: number): void {
  removeDerived(connection, reportId);
  for (const statement of [
    'INSERT INTO report_summaries SELECT * FROM summaries_of_reports WHERE report_id = ?',
    'INSERT INTO report_products SELECT * FROM products_of_reports WHERE report_id = ?',
    `INSERT INTO search_index (rowid, ${COLUMNS}) SELECT * FROM texts_of_reports WHERE report_id = ?`,
  ]) {
    connection.prepare(statement).run(reportId);
  }
}

/**
 * Takes a report out of the full-text index, and its summary and products away: no word of it is left in what was
 * derived from it, whatever became of the report. Call inside a transaction. A report that stays in lists needs
 * `deriveReport` afterwards, of what is left of it.
 * @param reportId - the row's id
 */
export function removeDerived(connection: Connection, reportId: number): void {
  connection.prepare('DELETE FROM search_index WHERE rowid = ?').run(reportId);
  connection.prepare('DELETE FROM report_products WHERE report_id = ?').run(reportId);
  connection.prepare('DELETE FROM report_summaries WHERE report_id = ?').run(reportId);
}
