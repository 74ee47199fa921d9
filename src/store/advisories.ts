/**
 * What is made public of each report: the advisory that engineers saved, and every revision that was published.
 */
import { z } from 'zod';
import { type Advisory, advisorySchema, EMPTY_ADVISORY } from '../advisory/advisory.js';
import { damagedRecord } from './damaged-rows.js';
import type { Connection } from './database.js';
import { append, type By } from './history.js';
import { instantColumn } from './lives.js';
import { DOCUMENT_COLUMNS, type ReportNumber, type StoredReport, toStored } from './reports.js';

/** An advisory as it was saved. */
export interface SavedAdvisory {
  readonly advisory: Advisory;
  /** UTC instant. */
  readonly savedAt: Date;
  readonly savedBy: string;
  /** What changed since the last revision, for its readers; null where nobody said. */
  readonly change: string | null;
}

/** An advisory as it was published. */
export interface Revision {
  /** From 1. */
  readonly revision: number;
  /** UTC instant. */
  readonly at: Date;
  /** What it changed, for its readers. */
  readonly change: string;
  readonly advisory: Advisory;
}

/** All that is on record of a report's advisory. */
export interface AdvisoryRecord {
  readonly saved: SavedAdvisory | null;
  /** Oldest first. */
  readonly revisions: readonly Revision[];
  /** The last of them. */
  readonly last: Revision | null;
  /** When somebody saved it, else when it went out last; null where neither is so. */
  readonly decidedAt: Date | null;
}

/** @throws {Failure} `database` where a row of it can't be read */
export function advisoryRecord(connection: Connection, id: number, number: ReportNumber): AdvisoryRecord {
  const saved = savedAdvisory(connection, id, number);
  const revisions = revisionsOf(connection, id, number);
  const last = revisions.at(-1) ?? null;
  return {
    saved,
    revisions,
    last,
    decidedAt: saved?.savedAt ?? last?.at ?? null,
  };
}

/** @returns null where nobody saved one @throws {Failure} `database` where its row can't be read */
export function savedAdvisory(
  connection: Connection,
  id: number,
  number: ReportNumber,
): SavedAdvisory | null {
  const raw = connection
    .prepare('SELECT content, saved_at, saved_by, change FROM advisories WHERE report_id = ?')
    .get(id);
  if (raw === undefined) return null;
  const row = readable(savedRow, raw, connection, number);
  return {
    advisory: row.content,
    savedAt: new Date(row.saved_at),
    savedBy: row.saved_by,
    change: row.change,
  };
}

/**
 * Saves one in place of the one before, with an entry of the history.
 * @param change - what its readers are told of it with the next revision
 */
export function saveAdvisory(
  connection: Connection,
  id: number,
  advisory: Advisory,
  change: string | null,
  by: By,
): void {
  connection
    .transaction(() => {
      connection
        .prepare(
          `INSERT INTO advisories (report_id, content, saved_at, saved_by, change) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (report_id) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at,
             saved_by = excluded.saved_by, change = excluded.change`,
        )
        .run(id, JSON.stringify(advisory), by.now.toISOString(), by.who, change);
      append(connection, id, { kind: 'advisory', reason: change ?? undefined }, by);
    })
    .immediate();
}

/** Every revision of a report's advisory, oldest first. @throws {Failure} `database` where a row can't be read */
export function revisionsOf(connection: Connection, id: number, number: ReportNumber): Revision[] {
  return connection
    .prepare(
      'SELECT revision, at, change, content FROM advisory_revisions WHERE report_id = ? ORDER BY revision',
    )
    .all(id)
    .map(raw => {
      const row = readable(revisionRow, raw, connection, number);
      return { revision: row.revision, at: new Date(row.at), change: row.change, advisory: row.content };
    });
}

/** Adds a revision. Call inside the transaction that found that there is none with this content. */
export function addRevision(
  connection: Connection,
  id: number,
  { revision, at, change, advisory }: Revision,
): void {
  connection
    .prepare(
      'INSERT INTO advisory_revisions (report_id, revision, at, change, content) VALUES (?, ?, ?, ?, ?)',
    )
    .run(id, revision, at.toISOString(), change, JSON.stringify(advisory));
}

/** @returns SHA-256 of the document that a revision went out as, in hexadecimal; null where that is not known */
export function publishedDocument(connection: Connection, id: number, revision: number): string | null {
  const sha256 = connection
    .prepare<[number, number], string>(
      'SELECT sha256 FROM published_documents WHERE report_id = ? AND revision = ?',
    )
    .pluck()
    .get(id, revision);
  return sha256 ?? null;
}

/** Records what a revision goes out as; the first time counts. */
export function recordDocument(connection: Connection, id: number, revision: number, sha256: string): void {
  connection
    .prepare('INSERT OR IGNORE INTO published_documents (report_id, revision, sha256) VALUES (?, ?, ?)')
    .run(id, revision, sha256);
}

/**
 * The reports whose advisories are published, or where drafts are wanted those that may be, in the order of their numbers.
 * @param which - `draft`: accepted or remediated
 * @throws {Failure} `database` where the row of one can't be read
 */
export function reportsToPublish(
  connection: Connection,
  which: 'disclosed' | 'draft',
): { readonly id: number; readonly report: StoredReport }[] {
  const statuses = which === 'disclosed' ? "('disclosed')" : "('accepted', 'remediated')";
  return connection
    .prepare(
      `SELECT reports.id, ${DOCUMENT_COLUMNS} FROM reports WHERE status IN ${statuses} ORDER BY reports.id`,
    )
    .all()
    .map(raw => ({ id: idRow.parse(raw).id, report: toStored(raw, connection.name) }));
}

/** A report's number, and whether it is disclosed. */
export interface Disclosure {
  readonly number: ReportNumber;
  readonly isDisclosed: boolean;
}

/** A report's number, and what was published under it. */
export interface PublishedNumber extends Disclosure {
  /** The last one; 0 where nothing was. */
  readonly revision: number;
  /** SHA-256 of the documents, in hexadecimal, by their revision. */
  readonly documents: ReadonlyMap<number, string>;
}

/** What was published under each number, of all reports: a purge leaves that there was something. */
export function publishedNumbers(connection: Connection): PublishedNumber[] {
  const revisions = new Map(
    connection
      .prepare<[], { number: string; revision: number }>(
        `SELECT number, max(revision) AS revision FROM advisory_revisions
         JOIN reports ON reports.id = report_id GROUP BY report_id`,
      )
      .all()
      .map(({ number, revision }) => [number, revision]),
  );
  const documents = new Map<string, Map<number, string>>();
  for (const { number, revision, sha256 } of connection
    .prepare<[], { number: string; revision: number; sha256: string }>(
      'SELECT number, revision, sha256 FROM published_documents JOIN reports ON reports.id = report_id',
    )
    .all()) {
    documents.set(number, (documents.get(number) ?? new Map()).set(revision, sha256));
  }
  return disclosures(connection).map(one => ({
    ...one,
    revision: revisions.get(one.number) ?? 0,
    documents: documents.get(one.number) ?? new Map(),
  }));
}

/** The numbers of all reports, and whether each is disclosed: what is damaged of one hides none. */
export function disclosures(connection: Connection): Disclosure[] {
  return connection
    .prepare<[], { number: ReportNumber; disclosed: number }>(
      "SELECT number, status = 'disclosed' AS disclosed FROM reports ORDER BY id",
    )
    .all()
    .map(({ number, disclosed }) => ({ number, isDisclosed: disclosed === 1 }));
}

/** Of a row of `reports`: whether words of its advisory are left, saved or published. A purge leaves revisions without any. */
export const HOLDS_ADVISORY = `(EXISTS (SELECT 1 FROM advisories WHERE report_id = reports.id)
  OR EXISTS (SELECT 1 FROM advisory_revisions
    WHERE report_id = reports.id AND content <> '${JSON.stringify(EMPTY_ADVISORY)}'))`;

/** @returns whether words of a report's advisory are left: those of a disclosed one stay when it is purged */
export function holdsAdvisory(connection: Connection, id: number): boolean {
  return connection.prepare(`SELECT 1 FROM reports WHERE id = ? AND ${HOLDS_ADVISORY}`).get(id) !== undefined;
}

const idRow = z.object({ id: z.number() });

const content = z.string().transform((json, context) => {
  const read = advisorySchema.safeParse(parsed(json));
  if (read.success) return read.data;
  context.addIssue('not an advisory');
  return z.NEVER;
});

const savedRow = z.object({
  content,
  saved_at: instantColumn,
  saved_by: z.string(),
  change: z.string().nullable(),
});

const revisionRow = z.object({
  revision: z.number().int(),
  at: instantColumn,
  change: z.string(),
  content,
});

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function readable<Row>(
  schema: z.ZodType<Row>,
  raw: unknown,
  { name }: Connection,
  number: ReportNumber,
): Row {
  const read = schema.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw damagedRecord(name, { number, column: `advisory's ${String(issue?.path[0] ?? 'row')}` });
}
