/**
 * `security-inbox history ID`: every change to a report.
 */
import { loadStoreConfig } from '../config/load.js';
import { historyText } from '../digest/life-text.js';
import { jsonForTerminal } from '../digest/terminal.js';
import { explaining } from '../store/database-trouble.js';
import { openForReading } from '../store/existing-database.js';
import { historyOf } from '../store/history.js';
import { rowOf } from '../store/reports.js';
import { sayMigration } from './migrating.js';
import { namedReport } from './named-report.js';

/**
 * Prints the history, oldest first; as JSON one entry a line.
 * @throws {Failure} `no-such-report`
 */
export function history(typed: string, options: { readonly config: string; readonly json: boolean }): void {
  const config = loadStoreConfig(options.config);
  const { database, timeZone } = config;
  const connection = openForReading(config, sayMigration);
  try {
    process.stdout.write(
      explaining(database, () => {
        const { number } = namedReport(connection, typed);
        const entries = historyOf(connection, rowOf(connection, number));
        if (options.json) {
          return entries
            .map(({ at, ...entry }) => `${jsonForTerminal({ id: number, at: at.toISOString(), ...entry })}\n`)
            .join('');
        }
        return entries.length === 0
          ? `Nothing was done on ${number} yet.\n`
          : `${historyText(entries, timeZone)}\n`;
      }),
    );
  } finally {
    connection.close();
  }
}
