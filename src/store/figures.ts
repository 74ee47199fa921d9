/**
 * The numbers of what is on record, for those who watch over the program: counted by indexes, because they are asked for
 * after every pass.
 */
import type { Status } from '../life/status.js';
import type { Report } from '../report/schema.js';
import type { Connection } from './database.js';
import type { ReceiptStatus } from './receipt-status.js';
import { MACHINE_REASONS } from './withheld.js';

/** Of a promise to reporters: how often it is still to be kept, and how often it is late. */
export interface Promised {
  readonly due: number;
  /** Of those due. */
  readonly overdue: number;
}

export interface Figures {
  /** Reports by how far they are dealt with; those that no report has are left out. */
  readonly reports: ReadonlyMap<Status, number>;
  /** Open reports that could not be decrypted or read. */
  readonly unopened: ReadonlyMap<Report['state'], number>;
  /** Receipts, and all else that goes to reporters. */
  readonly receipts: ReadonlyMap<ReceiptStatus['state'], number>;
  /** UTC instant since which the oldest receipt waits that is to go; null where none is. */
  readonly oldestQueued: Date | null;
  /** A person's answers. */
  readonly acknowledgements: Promised;
  readonly disclosures: Promised;
  /** Messages that the mail server lists and does not give. */
  readonly unreadMessages: number;
  /** Mails that look like a report's, lack the phrase, and wait for a person. */
  readonly nearMisses: number;
}

/**
 * Counts, in one transaction, so that a pass between two queries tears nothing apart.
 * @param now - UTC instant
 */
export function figuresOf(connection: Connection, now: Date): Figures {
  return connection.transaction(() => count(connection, now.toISOString()))();
}

function count(connection: Connection, now: string): Figures {
  const number = (sql: string) => connection.prepare(sql).pluck().get() as number;
  const byName = <Name extends string>(sql: string) =>
    new Map(connection.prepare(sql).raw().all() as [Name, number][]);
  const promised = (sql: string) => connection.prepare(sql).get({ now }) as Promised;
  const oldest = connection
    .prepare("SELECT min(coalesce(queued_again_at, created_at)) FROM receipts WHERE state = 'queued'")
    .pluck()
    .get() as string | null;
  return {
    reports: byName('SELECT status, count(*) FROM report_summaries GROUP BY status'),
    unopened: byName(`SELECT state, count(*) FROM ${OPEN_REPORTS} AND state <> 'received' GROUP BY state`),
    receipts: byName('SELECT state, count(*) FROM receipts GROUP BY state'),
    oldestQueued: oldest === null ? null : new Date(oldest),
    acknowledgements: promised(
      `SELECT count(*) AS due, coalesce(sum(acknowledge_by <= @now), 0) AS overdue FROM ${OPEN_REPORTS}
         AND summary.acknowledged_at IS NULL AND NOT ${SENT_BY_MACHINE}`,
    ),
    disclosures: promised(
      `SELECT count(*) AS due, coalesce(sum(disclose_by <= @now), 0) AS overdue FROM ${OPEN_REPORTS}`,
    ),
    unreadMessages: number("SELECT count(*) FROM unread WHERE state = 'unread'"),
    nearMisses: number("SELECT count(*) FROM near_misses WHERE state = 'open'"),
  };
}

const OPEN_REPORTS = `report_summaries AS summary JOIN reports ON reports.id = summary.report_id
  WHERE summary.closed_at IS NULL`;

/** Nobody waits for an answer. The receipt that counts is the same as in `receipt-status.ts`. */
const SENT_BY_MACHINE = `coalesce(
  (SELECT state = 'withheld' AND reason IN (${MACHINE_REASONS.map(reason => `'${reason}'`).join(', ')})
   FROM receipts WHERE report_id = reports.id AND kind = 'receipt'
   ORDER BY state IN ('held', 'queued', 'refused', 'bounced') DESC, id LIMIT 1), 0)`;
