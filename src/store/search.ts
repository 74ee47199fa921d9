/**
 * Reports by their words: those that hold all of them, the best first, each with where it holds them.
 */
import { randomBytes } from 'node:crypto';
import type { Connection } from './database.js';
import { conditionOf, type ReportFilter } from './report-filter.js';
import { SEARCH_FIELD_NAMES, SEARCH_FIELDS, type SearchField } from './search-index.js';
import { COLUMNS, type ReportSummary, type Row, toSummary } from './summaries.js';

/** A report that was found. */
export interface Found {
  readonly report: ReportSummary;
  /** Fields that hold any of the words, the weightiest first. */
  readonly fields: readonly SearchField[];
  /** The field that holds most of them, and its words around there. */
  readonly excerpt: Excerpt;
}

export interface Excerpt {
  readonly field: SearchField;
  readonly pieces: readonly { readonly text: string; readonly isHit: boolean }[];
}

/** What a search came to. */
export interface SearchResult {
  readonly found: readonly Found[];
  /** Reports that were ranked. */
  readonly ranked: number;
  /** Whether that is only the newest of those that hold the words. */
  readonly hasOlder: boolean;
}

/** Words that more reports hold tell little; the newest of those are ranked, so that none takes long. */
const MOST_RANKED = 2000;

/** Tokens of an excerpt. */
const EXCERPT_TOKENS = 18;

/** Numbers arrive as floating point, and FTS5 takes a limit on the rowid that is no integer for none. */
const ROWID = 'CAST(? AS INTEGER)';

const RANK = `bm25(search_index, ${Object.values(SEARCH_FIELDS).join(', ')})`;

/**
 * Searches, all of it in one look at the record: a purge meanwhile takes nothing from under it.
 * @param query - as `searchQuery` makes it
 * @param limit - reports at most
 * @param mostRanked - of those that hold the words
 */
export function searchReports(
  connection: Connection,
  query: string,
  filter: ReportFilter,
  limit: number,
  mostRanked = MOST_RANKED,
): SearchResult {
  return connection.transaction(() => searchAtOnce(connection, query, filter, limit, mostRanked))();
}

function searchAtOnce(
  connection: Connection,
  query: string,
  filter: ReportFilter,
  limit: number,
  mostRanked: number,
): SearchResult {
  const { sql, values } = conditionOf(filter);
  const matching = `FROM search_index JOIN reports ON reports.id = search_index.rowid
    JOIN report_summaries ON report_summaries.report_id = reports.id
    WHERE search_index MATCH ? AND ${sql}`;
  const newest = connection
    .prepare(`SELECT search_index.rowid ${matching} ORDER BY search_index.rowid DESC LIMIT ?`)
    .pluck()
    .all(query, ...values, mostRanked + 1) as number[];
  const ranked = newest.slice(0, mostRanked);
  const ids = connection
    .prepare(
      `SELECT search_index.rowid ${matching} AND search_index.rowid >= ${ROWID}
       ORDER BY ${RANK}, search_index.rowid DESC LIMIT ?`,
    )
    .pluck()
    .all(query, ...values, ranked.at(-1) ?? 0, limit) as number[];
  const foundIn = finder(connection, query);
  return { found: ids.map(foundIn), ranked: ranked.length, hasOlder: newest.length > ranked.length };
}

/** Marks nobody can have written into a mail. */
function finder(connection: Connection, query: string): (id: number) => Found {
  const mark = randomBytes(12).toString('hex');
  const [open, close] = [`\u0002${mark}`, `\u0003${mark}`];
  const statement = connection.prepare<unknown[], Record<string, string | null>>(
    `SELECT ${SEARCH_FIELD_NAMES.map((_, column) => `snippet(search_index, ${column}, ?, ?, '…', ${EXCERPT_TOKENS}) AS s${column}`).join(', ')}
     FROM search_index WHERE search_index MATCH ? AND rowid = ${ROWID}`,
  );
  const summary = connection.prepare<[number], Row>(
    `SELECT ${COLUMNS} FROM reports JOIN report_summaries ON report_id = reports.id WHERE reports.id = ?`,
  );
  return id => {
    const marked = statement.get(...SEARCH_FIELD_NAMES.flatMap(() => [open, close]), query, id) ?? {};
    const excerpts = SEARCH_FIELD_NAMES.map((field, column) => ({
      field,
      pieces: piecesOf(marked[`s${column}`] ?? '', open, close),
    })).filter(({ pieces }) => pieces.some(({ isHit }) => isHit));
    const row = summary.get(id);
    const [first] = [...excerpts].sort((a, b) => hitsIn(b) - hitsIn(a));
    if (row === undefined || first === undefined) throw new Error('a report that was found is not there');
    return { report: toSummary(row), fields: excerpts.map(({ field }) => field), excerpt: first };
  };
}

function piecesOf(marked: string, open: string, close: string): Excerpt['pieces'] {
  return marked
    .split(open)
    .flatMap((part, index) => {
      if (index === 0) return [{ text: part, isHit: false }];
      const [hit = '', ...rest] = part.split(close);
      return [
        { text: hit, isHit: true },
        { text: rest.join(''), isHit: false },
      ];
    })
    .filter(({ text }) => text !== '');
}

/** Different words count, not one that is repeated. */
function hitsIn({ pieces }: Excerpt): number {
  return new Set(pieces.filter(({ isHit }) => isHit).map(({ text }) => text.toLowerCase())).size;
}
