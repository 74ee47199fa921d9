/**
 * `security-inbox calendar [--out FILE]`: what is due, for a team's calendar. Reads the store alone, beside a running
 * poll or watch.
 */
import { resolve } from 'node:path';
import { loadStoreConfig } from '../config/load.js';
import { type DatedReport, deadlinesCalendar } from '../digest/deadlines-ics.js';
import { explaining } from '../store/database.js';
import { openForReading } from '../store/existing-database.js';
import { listReports, type StoredReport } from '../store/reports.js';
import { replaceCalendar } from './calendar-file.js';
import { sayMigration } from './migrating.js';

export interface CalendarOptions {
  readonly config: string;
  readonly out?: string;
}

/**
 * Prints the calendar, or writes it to a file for its owner alone.
 * @throws {Failure} `output` where the file can't be written or holds something else
 */
export function calendar(options: CalendarOptions): void {
  const { database, address } = loadStoreConfig(options.config);
  const connection = openForReading(database, sayMigration);
  try {
    const reports = explaining(database, () => listReports(connection)).map(toDated);
    const domain = address.slice(address.lastIndexOf('@') + 1);
    const text = deadlinesCalendar(reports, domain, new Date());
    if (options.out === undefined) process.stdout.write(text);
    else replaceCalendar(resolve(options.out), text);
  } finally {
    connection.close();
  }
}

/** A report's answer and its end are not on record: all count as open. */
function toDated({ number, acknowledgeBy, discloseBy }: StoredReport): DatedReport {
  return { number, acknowledgeBy, acknowledgedAt: null, discloseBy, isClosed: false };
}
