/**
 * `npm run benchmark -- store`: what a database of many reports costs: a report more, each list, search and digest, as
 * queries and as whole commands, and on the disk.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../digest/digest.js';
import { DIGEST_FORMATS } from '../digest/formats/formats.js';
import { readRecord } from '../digest/record.js';
import { reportTable } from '../digest/report-table.js';
import { backUp } from '../store/backup.js';
import { type Connection, openDatabase } from '../store/database.js';
import type { ReportFilter, ReportOrder } from '../store/report-filter.js';
import { searchReports } from '../store/search.js';
import { deriveReport } from '../store/search-index.js';
import { searchQuery } from '../store/search-query.js';
import { countReports, listSummaries } from '../store/summaries.js';
import { recordMadeUp } from './made-up-reports.js';
import { measureCommands } from './store-commands.js';
import { measure, megabytes, milliseconds, say, timed } from './timing.js';

/** Reports of one transaction while filling; a poll has one of its own for each. */
const AT_ONCE = 500;
/** Recorded each in a transaction of its own, as a poll does, and measured. */
const ONE_BY_ONE = 100;
const DAY = 86_400_000;

/**
 * Fills a database in a temporary folder, measures and prints.
 * @param count - reports
 */
export async function measureStore(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'benchmark-store-'));
  try {
    const file = join(folder, 'inbox.sqlite');
    const connection = openDatabase({ database: file, databaseKeys: [] });
    const now = new Date();
    fill(connection, count, now);
    say('file', `${megabytes(statSync(file).size)}, of these the index ${megabytes(indexSize(connection))}`);
    measureQueries(connection, now);
    say('integrity_check', milliseconds(timed(() => connection.pragma('integrity_check')).taken));
    const start = performance.now();
    await backUp({ database: file, databaseKeys: [] }, join(folder, 'copy.sqlite'));
    say('backup', milliseconds(performance.now() - start));
    connection.close();
    measureCommands(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill(connection: Connection, count: number, now: Date): void {
  const all = count + ONE_BY_ONE;
  const record = (index: number) => recordMadeUp(connection, all - 1 - index, all, now);
  connection.pragma('synchronous = OFF');
  const filled = timed(() => {
    for (let first = 0; first < count; first += AT_ONCE) {
      connection.transaction(() => {
        for (let index = first; index < Math.min(count, first + AT_ONCE); index++) record(index);
      })();
    }
  });
  say(`filled with ${count} reports`, `${milliseconds(filled.taken / count)} a report`);
  connection.pragma('synchronous = FULL');
  const single = timed(() => {
    for (let index = count; index < all; index++) connection.transaction(() => record(index)).immediate();
  });
  say('one report, its own transaction', milliseconds(single.taken / ONE_BY_ONE));
  const derived = timed(() => {
    for (let id = count + 1; id <= all; id++) {
      connection.transaction(() => deriveReport(connection, id)).immediate();
    }
  });
  say('  one summarized and indexed anew', milliseconds(derived.taken / ONE_BY_ONE));
  connection.pragma('wal_checkpoint(TRUNCATE)');
}

const NO_FILTER: ReportFilter = {};

function measureQueries(connection: Connection, now: Date): void {
  const days = (count: number) => new Date(now.getTime() + count * DAY);
  const lists: [string, ReportFilter, ReportOrder][] = [
    ['list', NO_FILTER, 'received'],
    ['list --due overdue', { dueBefore: now }, 'received'],
    ['list --due 7d', { dueFrom: now, dueBefore: days(7) }, 'due'],
    ['list --since 7d', { receivedFrom: days(-7) }, 'received'],
    ['list --severity high+', { severity: { from: 3, to: 4 } }, 'received'],
    ['list --sort severity', NO_FILTER, 'severity'],
    ['list --product', { products: ['ts-scan'] }, 'received'],
    ['list --reporter, nobody', { reporter: 'nobody at all' }, 'received'],
    [
      'list, all of them',
      { severity: { from: 3, to: 4 }, products: ['Portal'], receivedFrom: days(-365) },
      'due',
    ],
  ];
  for (const [name, filter, order] of lists) {
    measure(
      name,
      () => listSummaries(connection, { filter, order, limit: 200 }),
      found => `${found.length} of ${countReports(connection, filter)}`,
    );
  }
  measure(
    '  counting all that match',
    () => countReports(connection, { severity: { from: 3, to: 4 } }),
    String,
  );
  measure('  the table of 200', () =>
    reportTable(
      listSummaries(connection, { filter: NO_FILTER, order: 'received', limit: 200 }),
      'Europe/Berlin',
      160,
    ),
  );
  const words = [
    'CVE-2026-10007',
    'parse_*',
    'traversal ts-scan',
    '"overflow in portal"',
    'overflow',
    'ba',
    'src',
  ];
  for (const word of words) {
    const query = searchQuery(word) ?? '';
    measure(
      `search ${word}`,
      () => searchReports(connection, query, NO_FILTER, 20),
      ({ ranked, hasOlder }) => `${hasOlder ? 'more than ' : ''}${ranked} found`,
    );
  }
  measure('search overflow --severity high+', () =>
    searchReports(connection, '"overflow"', { severity: { from: 3, to: 4 } }, 20),
  );
  const settings = { since: days(-1), now, timeZone: 'Europe/Berlin', disclosureDays: 90 };
  measure(
    'digest: its data',
    () => readRecord(connection, settings.since, now),
    ({ reports }) => `${reports.length} reports`,
  );
  const record = readRecord(connection, settings.since, now);
  measure(
    'digest: made',
    () => digestOf(record, settings),
    ({ toDo, open }) => `${toDo.length} to do, ${open.length} open`,
  );
  const contents = digestOf(record, settings);
  for (const [format, write] of Object.entries(DIGEST_FORMATS)) {
    measure(
      `digest: written as ${format}`,
      () => write(contents),
      text => megabytes(Buffer.byteLength(text)),
    );
  }
}

function indexSize(connection: Connection): number {
  return Number(
    connection.prepare("SELECT sum(pgsize) FROM dbstat WHERE name GLOB 'search_index*'").pluck().get(),
  );
}
