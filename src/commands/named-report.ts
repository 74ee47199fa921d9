/**
 * The report that a person names on the command line.
 */
import { Failure } from '../failure.js';
import type { Connection } from '../store/database.js';
import { findReport, type StoredReport } from '../store/reports.js';

/**
 * @param number - as typed, a further number too
 * @throws {Failure} `no-such-report`
 */
export function namedReport(connection: Connection, number: string): StoredReport {
  const report = findReport(connection, number);
  if (report !== null) return report;
  throw new Failure(
    'no-such-report',
    `There is no report ${JSON.stringify(number)}. "security-inbox list" shows all of them.`,
  );
}
