/**
 * What a person decides, on the database beside a running poll or watch.
 */
import { loadStoreConfig } from '../config/load.js';
import { type Connection, explaining } from '../store/database.js';
import { openForReading } from '../store/existing-database.js';
import type { StoredReport } from '../store/reports.js';
import { sayMigration } from './migrating.js';
import { unpurgedReport } from './named-report.js';

export interface DecisionOptions {
  readonly config: string;
}

/**
 * Runs a decision and prints what came of it.
 * @param act - gives lines for the terminal, each with its line end
 */
export function decide(
  options: DecisionOptions,
  act: (connection: Connection, timeZone: string) => readonly string[],
): void {
  const { database, timeZone } = loadStoreConfig(options.config);
  const connection = openForReading(database, sayMigration);
  try {
    process.stdout.write(explaining(database, () => act(connection, timeZone)).join(''));
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
