/**
 * What was done in the last days, for the numbers of a digest: counts, and when each promise was kept. Read by indexes, so
 * that the reports of years cost nothing.
 */
import { isInstant } from './damaged-rows.js';
import type { Connection } from './database.js';

/** How many reports something happened to. */
export interface DoneCounts {
  readonly received: number;
  readonly acknowledged: number;
  readonly closed: number;
  readonly disclosed: number;
}

/** A promise that was kept, or broken by its being late. */
export interface PromiseDone {
  readonly number: string;
  readonly receivedAt: Date;
  /** UTC instant promised. */
  readonly by: Date;
  readonly doneAt: Date;
}

/** Counts what happened from an instant on; what lies ahead of `now`, where a clock was wrong, as well. */
export function countDone(connection: Connection, from: Date): DoneCounts {
  const since = from.toISOString();
  const count = (sql: string) => connection.prepare<[string], number>(sql).pluck().get(since) ?? 0;
  return {
    received: count('SELECT count(*) FROM reports WHERE received_at >= ?'),
    acknowledged: count('SELECT count(*) FROM report_summaries WHERE acknowledged_at >= ?'),
    closed: count('SELECT count(*) FROM report_summaries WHERE closed_at >= ?'),
    disclosed: count("SELECT count(*) FROM report_summaries WHERE closed_at >= ? AND status = 'disclosed'"),
  };
}

/** The answers given from an instant on, the latest first. */
export function answersSince(connection: Connection, from: Date): PromiseDone[] {
  return doneRows(
    connection,
    'acknowledge_by',
    'report_summaries.acknowledged_at',
    'report_summaries.acknowledged_at >= ?',
    from,
  );
}

/** The disclosures made from an instant on, the latest first; a disclosure closes its report at once. */
export function disclosuresSince(connection: Connection, from: Date): PromiseDone[] {
  return doneRows(
    connection,
    'disclose_by',
    'report_summaries.disclosed_at',
    "report_summaries.closed_at >= ? AND report_summaries.status = 'disclosed'",
    from,
  );
}

interface DoneRow {
  readonly number: string;
  readonly received: string;
  readonly due: string;
  readonly done: string;
}

function doneRows(
  connection: Connection,
  due: string,
  done: string,
  condition: string,
  from: Date,
): PromiseDone[] {
  return connection
    .prepare<[string], DoneRow>(
      `SELECT number, received_at AS received, ${due} AS due, ${done} AS done
       FROM report_summaries JOIN reports ON reports.id = report_id
       WHERE ${condition} ORDER BY ${done} DESC, reports.id DESC`,
    )
    .all(from.toISOString())
    .filter(row => [row.received, row.due, row.done].every(isInstant))
    .map(row => ({
      number: row.number,
      receivedAt: new Date(row.received),
      by: new Date(row.due),
      doneAt: new Date(row.done),
    }));
}
