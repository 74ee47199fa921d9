/**
 * What a person decides, on the database beside a running poll or watch.
 */
import { loadStoreConfig } from '../config/load.js';
import type { Connection } from '../store/database.js';
import { explaining } from '../store/database-trouble.js';
import { openForReading } from '../store/existing-database.js';
import type { StoredReport } from '../store/reports.js';
import { sayMigration } from './migrating.js';
import { unpurgedReport } from './named-report.js';

export interface DecisionOptions {
  readonly config: string;
}

/**
 * Runs a decision in one transaction and prints what came of it: what was looked at is what is decided on.
 * @param act - gives lines for the terminal, each with its line end
 */
export function decide(
  options: DecisionOptions,
  act: (connection: Connection, timeZone: string) => readonly string[],
): void {
  const config = loadStoreConfig(options.config);
  const { database, timeZone } = config;
  const connection = openForReading(config, sayMigration);
  try {
    const run = connection.transaction(() => act(connection, timeZone));
    const lines = explaining(database, () => run.immediate());
    process.stdout.write(lines.join(''));
  } finally {
    connection.close();
  }
}

/**
 * The same for one report.
 * @throws {Failure} `no-such-report`, or `not-possible` for one that was purged
 */
export function decideOn(
  number: string,
  options: DecisionOptions,
  act: (connection: Connection, report: StoredReport, timeZone: string) => readonly string[],
): void {
  decide(options, (connection, timeZone) => act(connection, unpurgedReport(connection, number), timeZone));
}
