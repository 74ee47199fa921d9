/**
 * `security-inbox list` and `search`: reports by what they are and by their words.
 */
import { once } from 'node:events';
import { reportTable } from '../digest/report-table.js';
import { foundJson, searchText } from '../digest/search-text.js';
import { jsonForTerminal } from '../digest/terminal.js';
import { Failure } from '../failure.js';
import type { Connection } from '../store/database.js';
import { knownMailboxes, mailboxNames } from '../store/mailboxes.js';
import type { ReportOrder } from '../store/report-filter.js';
import { searchReports } from '../store/search.js';
import { searchQuery } from '../store/search-query.js';
import { listDocuments, listSummaries, productNames } from '../store/summaries.js';
import { type FilterContext, type FilterOptions, filterOf, limitOf, queryOf } from './filters.js';
import { type Looking, type LookOptions, lookAt } from './looking.js';

/** Reports of a table, which nobody reads to its end, and of a search. */
const MOST_IN_TABLE = 200;
const MOST_FOUND = 20;

/**
 * Prints reports, one a line, or with `json` each as a document.
 * @throws {Failure} `usage` for a filter that is none
 */
export async function list(
  options: LookOptions & FilterOptions & { readonly sort: ReportOrder },
): Promise<void> {
  await lookAt(options, async looking => {
    const { connection, timeZone } = looking;
    const query = queryOf(options, contextOf(looking), options.json ? null : MOST_IN_TABLE);
    if (options.json) return printDocuments(connection, query);
    const { limit } = query;
    const found = listSummaries(connection, { ...query, limit: limit === null ? null : limit + 1 });
    const reports =
      limit === null ? found : found.slice(query.order === 'received' ? -limit : 0).slice(0, limit);
    if (reports.length === 0) {
      const isAsked = Object.keys(query.filter).length > 0;
      process.stdout.write(isAsked ? 'No report is like that.\n' : 'No reports yet.\n');
      return;
    }
    const more =
      found.length > reports.length ? 'There are more: --limit N or --limit all prints them.\n' : '';
    const mailboxes = mailboxNames(
      connection,
      reports.map(({ number }) => number),
    );
    const width = process.stdout.columns ?? 160;
    process.stdout.write(`${reportTable(reports, timeZone, width, mailboxes)}${more}`);
  });
}

/**
 * Prints the reports that hold all words, the best first.
 * @throws {Failure} `usage` where there is nothing to look for, or for a filter that is none
 */
export async function search(words: readonly string[], options: LookOptions & FilterOptions): Promise<void> {
  await lookAt(options, async looking => {
    const { connection, timeZone } = looking;
    const query = searchQuery(words.join(' '));
    if (query === null) {
      throw new Failure(
        'usage',
        'There is no letter and no digit to search for. Name a word, such as a CVE.',
      );
    }
    const limit = limitOf(options.limit, MOST_FOUND) ?? Number.MAX_SAFE_INTEGER;
    const result = searchReports(connection, query, filterOf(options, contextOf(looking)), limit);
    process.stdout.write(
      options.json
        ? result.found.map(found => `${jsonForTerminal(foundJson(found))}\n`).join('')
        : searchText(result, timeZone, process.stdout.columns ?? 120),
    );
  });
}

function contextOf({ connection, timeZone, products }: Looking): FilterContext {
  return {
    now: new Date(),
    timeZone,
    products,
    namesOnRecord: () => productNames(connection),
    mailboxesOnRecord: () => knownMailboxes(connection).map(({ name }) => name),
  };
}

async function printDocuments(
  connection: Connection,
  query: Parameters<typeof listDocuments>[1],
): Promise<void> {
  for (const reports of listDocuments(connection, query)) {
    const lines = reports.map(({ content }) => `${jsonForTerminal(content)}\n`).join('');
    if (!process.stdout.write(lines)) await once(process.stdout, 'drain');
  }
}
