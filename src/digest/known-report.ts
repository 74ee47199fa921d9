/** All that is on record of one report. */
import { keptFiles } from '../store/attachments.js';
import type { Connection } from '../store/database.js';
import { historyOf } from '../store/history.js';
import { mailboxNames } from '../store/mailboxes.js';
import { receiptStatus } from '../store/receipt-status.js';
import { rowOf, type StoredReport } from '../store/reports.js';
import { wordsOf } from '../store/words.js';
import type { KnownReport } from './report-sheet.js';

/** Reads it. Call inside a transaction, so that a purge meanwhile takes no words from under the fields. */
export function knownReport(connection: Connection, report: StoredReport): KnownReport {
  const { number } = report;
  return {
    report,
    receipt: receiptStatus(connection, number) ?? undefined,
    files: keptFiles(connection, number),
    words: wordsOf(connection, number),
    history: historyOf(connection, rowOf(connection, number)),
    mailbox: mailboxNames(connection, [number])?.get(number) ?? null,
  };
}
