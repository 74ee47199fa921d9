/**
 * Reports as lists and the digest show them, read without their documents.
 */
import type { Life } from '../life/life.js';
import type { Status } from '../life/status.js';
import type { FollowUp, MissingPart, Relation, Report } from '../report/schema.js';
import { type DamagedReport, damagedRecord, damageOf } from './damaged-rows.js';
import type { Connection } from './database.js';
import { toLife } from './lives.js';
import { conditionOf, ORDER, type ReportFilter, type ReportQuery } from './report-filter.js';
import { DOCUMENT_COLUMNS, type ReportNumber, type StoredReport, toStored } from './reports.js';

/** A severity as a list states it. */
export interface Rated {
  readonly rating: string | null;
  readonly score: number | null;
}

/** A report without its long fields. */
export interface ReportSummary {
  readonly number: ReportNumber;
  readonly state: Report['state'];
  readonly stateReason: string | null;
  readonly summary: string | null;
  readonly reporterName: string | null;
  readonly reporterEmail: string | null;
  readonly receivedAt: Date;
  readonly recordedAt: Date;
  readonly acknowledgeBy: Date;
  readonly discloseBy: Date;
  readonly stated: Rated;
  /** What the stated vector comes to. */
  readonly computed: Rated;
  readonly missing: readonly MissingPart[];
  readonly foundIn: Report['foundIn'];
  readonly replaySuspected: boolean;
  readonly related: readonly Relation[];
  /** Of the key of ours that opened it; null where none did. */
  readonly keyState: KeyState | null;
  readonly life: Life;
}

/** How it stands with the key of ours that opened a mail. */
export type KeyState = Extract<Report['encryption'], { state: 'decrypted' }>['keyState'];

const JOINED = 'reports JOIN report_summaries ON report_summaries.report_id = reports.id';

/**
 * @returns the reports of a query, by arrival the oldest first
 * @throws {Failure} `database` where the row of one can't be read: a list without it would hide it
 */
export function listSummaries(connection: Connection, query: ReportQuery): ReportSummary[] {
  const { sound, damaged } = readSummaries(connection, query);
  const [first] = damaged;
  if (first === undefined) return sound;
  throw damagedRecord(connection.name, first);
}

/** The same for who tells of damaged rows and goes on. */
export function readSummaries(
  connection: Connection,
  query: ReportQuery,
): { readonly sound: ReportSummary[]; readonly damaged: readonly DamagedReport[] } {
  const { sql, values } = statementOf(COLUMNS, query);
  const rows = inOrder(query, connection.prepare<unknown[], Row>(sql).all(...values));
  const damages = rows.map(damageOf);
  return {
    sound: rows.filter((_, index) => damages[index] === null).map(toSummary),
    damaged: damages.filter(damage => damage !== null),
  };
}

/** How many reports a filter lets through. */
export function countReports(connection: Connection, filter: ReportFilter): number {
  const { sql, values } = conditionOf(filter);
  return connection
    .prepare(`SELECT count(*) FROM ${JOINED} WHERE ${sql}`)
    .pluck()
    .get(...values) as number;
}

/** Documents read between two looks at who reads them; each may be a megabyte. */
const DOCUMENTS_AT_ONCE = 50;

/**
 * The same with their documents, a few at a time, so that they need not all be in memory and no read stays open while
 * a slow reader takes them.
 */
export function* listDocuments(connection: Connection, query: ReportQuery): Generator<StoredReport[]> {
  const { sql, values } = statementOf('reports.id', query);
  const ids = inOrder(
    query,
    connection
      .prepare(sql)
      .pluck()
      .all(...values) as number[],
  );
  const find = connection.prepare(`SELECT ${DOCUMENT_COLUMNS} FROM reports WHERE id = ?`);
  for (let at = 0; at < ids.length; at += DOCUMENTS_AT_ONCE) {
    yield ids
      .slice(at, at + DOCUMENTS_AT_ONCE)
      .flatMap(id => find.all(id).map(row => toStored(row, connection.name)));
  }
}

/** @returns the follow-ups of the reports whose authors wrote since, oldest first */
export function followUpsSince(connection: Connection, since: Date): Map<string, readonly FollowUp[]> {
  const rows = connection
    .prepare<[string], { number: string; followUps: string }>(
      `SELECT number, json_extract(content, '$.followUps') AS followUps
       FROM report_summaries JOIN reports ON reports.id = report_id WHERE last_follow_up_at >= ?`,
    )
    .all(since.toISOString());
  return new Map(
    rows.map(({ number, followUps }) => [
      number,
      itemsOf<FollowUp>(followUps).filter(({ recordedAt }) => new Date(recordedAt) >= since),
    ]),
  );
}

/** @returns every name that a product goes by in reports */
export function productNames(connection: Connection): string[] {
  return connection.prepare('SELECT DISTINCT product FROM report_products').pluck().all() as string[];
}

/** The statement that a query comes to. */
export function statementOf(
  columns: string,
  { filter, order, limit }: ReportQuery,
): { readonly sql: string; readonly values: readonly (string | number)[] } {
  const { sql, values } = conditionOf(filter);
  return {
    sql: `SELECT ${columns} FROM ${JOINED} WHERE ${sql} ORDER BY ${ORDER[order]} LIMIT ?`,
    // SQLite: a negative limit is none.
    values: [...values, limit ?? -1],
  };
}

/** The last to come are what a limit keeps, and are read after those before them. */
function inOrder<T>({ order }: ReportQuery, rows: T[]): T[] {
  return order === 'received' ? rows.reverse() : rows;
}

const LIFE = [
  ...[
    'status',
    'acknowledged_at',
    'closed_at',
    'disclosed_at',
    'assigned_to',
    'severity_set',
    'duplicate_of',
  ],
  ...['purged_at', 'purged_by'],
];

/** Columns of a summary, for queries that join `reports` and `report_summaries`. */
export const COLUMNS = `number, state, state_reason, summary, reporter_name, reporter_email, received_at, recorded_at,
  acknowledge_by, disclose_by, stated_rating, stated_score, vector_rating, vector_score, missing, found_in,
  replay_suspected, related, key_state,
  ${LIFE.map(column => `report_summaries.${column} AS ${column}`).join(', ')}`;

/** Written by this program alone, from documents that were checked. */
export interface Row {
  readonly number: ReportNumber;
  readonly state: Report['state'];
  readonly state_reason: string | null;
  readonly summary: string | null;
  readonly reporter_name: string | null;
  readonly reporter_email: string | null;
  readonly received_at: string;
  readonly recorded_at: string;
  readonly acknowledge_by: string;
  readonly disclose_by: string;
  readonly stated_rating: string | null;
  readonly stated_score: number | null;
  readonly vector_rating: string | null;
  readonly vector_score: number | null;
  readonly missing: string;
  readonly found_in: Report['foundIn'];
  readonly replay_suspected: 0 | 1;
  readonly related: string;
  readonly key_state: KeyState | null;
  readonly status: Status;
  readonly acknowledged_at: string | null;
  readonly closed_at: string | null;
  readonly disclosed_at: string | null;
  readonly assigned_to: string | null;
  readonly severity_set: string | null;
  readonly duplicate_of: string | null;
  readonly purged_at: string | null;
  readonly purged_by: string | null;
}

/** A row of `COLUMNS` as a summary. */
export function toSummary(row: Row): ReportSummary {
  return {
    number: row.number,
    state: row.state,
    stateReason: row.state_reason,
    summary: row.summary,
    reporterName: row.reporter_name,
    reporterEmail: row.reporter_email,
    receivedAt: new Date(row.received_at),
    recordedAt: new Date(row.recorded_at),
    acknowledgeBy: new Date(row.acknowledge_by),
    discloseBy: new Date(row.disclose_by),
    stated: { rating: row.stated_rating, score: row.stated_score },
    computed: { rating: row.vector_rating, score: row.vector_score },
    missing: itemsOf<MissingPart>(row.missing),
    foundIn: row.found_in,
    replaySuspected: row.replay_suspected === 1,
    related: itemsOf<Relation>(row.related),
    keyState: row.key_state,
    life: toLife(row),
  };
}

function itemsOf<T>(json: string): readonly T[] {
  return json === '[]' ? [] : (JSON.parse(json) as T[]);
}
