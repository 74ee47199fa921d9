/**
 * Which reports are asked for, and in which order. Conditions are SQL of ours with the values beside it: nothing a
 * person typed is ever part of a statement.
 */
import type { Status } from '../life/status.js';

/** What reports have to be, all of it; what is left out does not matter. */
export interface ReportFilter {
  /** UTC instants of arrival: from, and before. */
  readonly receivedFrom?: Date;
  readonly receivedBefore?: Date;
  /** UTC instants by which the answer is due: from, and before. */
  readonly dueFrom?: Date;
  readonly dueBefore?: Date;
  /** The answer to the reporter is still owed. */
  readonly isWaiting?: true;
  /** UTC instant from which on it was closed; none that is open. */
  readonly closedFrom?: Date;
  /** One of these report numbers. */
  readonly numbers?: readonly string[];
  /** One of these. */
  readonly statuses?: readonly Status[];
  /** Names of products as they stand in reports; one of them has to be affected. */
  readonly products?: readonly string[];
  /** From 0 for none to 4 for critical, both included; `unrated`: nothing is stated and no vector given. */
  readonly severity?: { readonly from: number; readonly to: number } | 'unrated';
  /** Part of the reporter's name or address, in any case. */
  readonly reporter?: string;
  /** The name of the mailbox that it came by. */
  readonly mailbox?: string;
}

/** `received`: the last in the order they came. `due`: the most urgent first. `severity`: the highest first, of
 * one the last to come first. */
export type ReportOrder = 'received' | 'due' | 'severity';

/** Reports of an order, as many as a limit allows. */
export interface ReportQuery {
  readonly filter: ReportFilter;
  readonly order: ReportOrder;
  /** null for all */
  readonly limit: number | null;
}

/** A condition on `reports` and `report_summaries`. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/**
 * Columns with a plus are not looked up in an index: walking the reports in the order asked for, as far as the limit,
 * costs less than finding all of a rating or a product and sorting them.
 * @returns one condition that holds where all of the filter does
 */
export function conditionOf(filter: ReportFilter): Condition {
  const conditions = [
    from('reports.received_at', filter.receivedFrom),
    before('reports.received_at', filter.receivedBefore),
    from('reports.acknowledge_by', filter.dueFrom),
    before('reports.acknowledge_by', filter.dueBefore),
    filter.isWaiting === true ? WAITING : null,
    from('report_summaries.closed_at', filter.closedFrom),
    ofNumbers(filter.numbers),
    ofStatuses(filter.statuses),
    ofProducts(filter.products),
    ofSeverity(filter.severity),
    ofReporter(filter.reporter),
    ofMailbox(filter.mailbox),
  ].filter(condition => condition !== null);
  return {
    sql: conditions.length === 0 ? 'TRUE' : conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}

/** Instants are kept as `toISOString` writes them, so that they sort as text. */
function from(column: string, instant: Date | undefined): Condition | null {
  return instant === undefined ? null : { sql: `${column} >= ?`, values: [instant.toISOString()] };
}

function before(column: string, instant: Date | undefined): Condition | null {
  return instant === undefined ? null : { sql: `${column} < ?`, values: [instant.toISOString()] };
}

/** As `isWaiting` of a life. */
const WAITING: Condition = {
  sql: 'report_summaries.acknowledged_at IS NULL AND report_summaries.closed_at IS NULL',
  values: [],
};

function ofNumbers(numbers: readonly string[] | undefined): Condition | null {
  if (numbers === undefined) return null;
  return {
    sql: 'reports.number IN (SELECT value FROM json_each(?))',
    values: [JSON.stringify(numbers)],
  };
}

function ofStatuses(statuses: readonly Status[] | undefined): Condition | null {
  if (statuses === undefined) return null;
  return {
    sql: 'report_summaries.status IN (SELECT value FROM json_each(?))',
    values: [JSON.stringify(statuses)],
  };
}

function ofProducts(products: readonly string[] | undefined): Condition | null {
  if (products === undefined) return null;
  return {
    sql: `+reports.id IN (SELECT report_id FROM report_products
            WHERE product IN (SELECT value FROM json_each(?)))`,
    values: [JSON.stringify(products)],
  };
}

function ofSeverity(severity: ReportFilter['severity']): Condition | null {
  if (severity === undefined) return null;
  if (severity === 'unrated') return { sql: '+report_summaries.severity IS NULL', values: [] };
  return { sql: '+report_summaries.severity BETWEEN ? AND ?', values: [severity.from, severity.to] };
}

/** LIKE folds the case of ASCII alone: other letters are looked for as typed and in either case. */
function ofReporter(reporter: string | undefined): Condition | null {
  if (reporter === undefined) return null;
  const spellings = [...new Set([reporter, reporter.toLowerCase(), reporter.toUpperCase()])];
  const patterns = spellings.map(text => `%${text.replace(/[\\%_]/g, '\\$&')}%`);
  const columns = ['report_summaries.reporter_name', 'report_summaries.reporter_email'];
  return {
    sql: columns.flatMap(column => patterns.map(() => `${column} LIKE ? ESCAPE '\\'`)).join(' OR '),
    values: columns.flatMap(() => patterns),
  };
}

function ofMailbox(name: string | undefined): Condition | null {
  if (name === undefined) return null;
  return { sql: '+reports.mailbox_id IN (SELECT id FROM mailboxes WHERE name = ?)', values: [name] };
}

/** ORDER BY of each order, the last of the arrivals first, so that a limit keeps those. */
export const ORDER: Readonly<Record<ReportOrder, string>> = {
  received: 'reports.received_at DESC, reports.id DESC',
  due: 'reports.acknowledge_by, reports.id',
  severity: 'report_summaries.severity DESC, report_summaries.report_id DESC',
};
