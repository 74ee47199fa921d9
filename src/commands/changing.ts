/**
 * What the commands that change a report share: they work beside a running poll or watch, each in one transaction, and a
 * second run says that it is so already.
 */
import { loadStoreConfig } from '../config/load.js';
import { lifeJson } from '../digest/life-json.js';
import { jsonForTerminal } from '../digest/terminal.js';
import type { Connection } from '../store/database.js';
import { explaining } from '../store/database-trouble.js';
import { openForReading } from '../store/existing-database.js';
import type { By } from '../store/history.js';
import { historyOf } from '../store/history.js';
import { findReport, rowOf, type StoredReport } from '../store/reports.js';
import { sayMigration } from './migrating.js';
import { unpurgedReport } from './named-report.js';
import { whoIs } from './who.js';

export interface ChangeOptions {
  readonly config: string;
  readonly json: boolean;
  readonly by?: string;
}

/** What a change is made on, and by whom. */
export interface Changing {
  readonly connection: Connection;
  /** The report's row. */
  readonly id: number;
  readonly report: StoredReport;
  readonly by: By;
  readonly timeZone: string;
}

/** What came of it. */
export interface Changed {
  /** False where it is so already. */
  readonly changed: boolean;
  /** Whole sentences for a person. */
  readonly say: string;
}

/**
 * Changes a report and prints what came of it.
 * @param typed - the report, as a person names it
 * @param find - finds it, where it is to be one that the act can work on
 * @throws {Failure} `usage`, `no-such-report`, `not-possible`, `database`, or what the act throws; nothing is changed then
 */
export function changeReport(
  typed: string,
  options: ChangeOptions,
  act: (on: Changing) => Changed,
  find: typeof unpurgedReport = unpurgedReport,
): void {
  const by = { who: whoIs(options.by), now: new Date() };
  const config = loadStoreConfig(options.config);
  const { database, timeZone } = config;
  const connection = openForReading(config, sayMigration);
  try {
    const run = connection.transaction(() => {
      const report = find(connection, typed);
      const id = rowOf(connection, report.number);
      const { changed, say } = act({ connection, id, report, by, timeZone });
      if (!options.json) return `${say}\n`;
      const after = findReport(connection, report.number) ?? report;
      const life = lifeJson(after, historyOf(connection, id));
      return `${jsonForTerminal({ id: report.number, changed, life })}\n`;
    });
    process.stdout.write(explaining(database, () => run.immediate()));
  } finally {
    connection.close();
  }
}
