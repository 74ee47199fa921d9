import type { Connection } from '../../src/store/database.js';
import { type ReceiptStatus, receiptStatus } from '../../src/store/receipt-status.js';
import { numbersGiven } from '../../src/store/reports.js';

/** What became of the receipt of every report that has one, by report number. */
export function receiptStatuses(connection: Connection): Map<string, ReceiptStatus> {
  const reports = new Set(numbersGiven(connection).map(({ report }) => report));
  const found = [...reports].map(number => [number, receiptStatus(connection, number)] as const);
  return new Map(found.flatMap(([number, status]) => (status === null ? [] : [[number, status]])));
}
