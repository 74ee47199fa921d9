/**
 * `security-inbox list`, `show` and `digest`: what is on record. They read the store alone, beside a running
 * poll or watch.
 */
import { loadStoreConfig } from '../config/load.js';
import { makeDigest } from '../digest/digest.js';
import { digestText } from '../digest/digest-text.js';
import { markedWords } from '../digest/marked-words.js';
import { reportTable, reportText } from '../digest/report-text.js';
import { jsonForTerminal } from '../digest/terminal.js';
import { wordsText } from '../digest/words-text.js';
import { type Connection, explaining } from '../store/database.js';
import { openForReading } from '../store/existing-database.js';
import { receiptStatuses } from '../store/outbox.js';
import { keptFiles, listReports } from '../store/reports.js';
import { listUnread } from '../store/unread.js';
import { wordsOf } from '../store/words.js';
import { sayMigration } from './migrating.js';
import { namedReport } from './named-report.js';
import { saveReport } from './save.js';
import { parseSince } from './since.js';

export interface LookOptions {
  readonly config: string;
  readonly json: boolean;
}

/** Prints every report, one a line. */
export function list(options: LookOptions): void {
  look(options, (connection, timeZone) => {
    const reports = listReports(connection);
    if (options.json) return reports.map(report => `${jsonForTerminal(report.content)}\n`).join('');
    return reports.length === 0
      ? 'No reports yet.\n'
      : reportTable(reports, timeZone, process.stdout.columns ?? 160);
  });
}

/** Beside what every look takes. */
export interface ShowOptions extends LookOptions {
  readonly words: boolean;
  readonly explain: boolean;
  readonly save?: string;
}

/**
 * Prints one report in full, with `words` all that its mails say, with `explain` what each field was read from, and
 * with `save` writes its files into a folder.
 * @throws {Failure} `no-such-report`, or `output` where a file can't be written
 */
export function show(number: string, options: ShowOptions): void {
  look(options, (connection, timeZone) => {
    const report = namedReport(connection, number);
    const saved = options.save === undefined ? [] : saveReport(connection, report.number, options.save);
    if (options.json) return `${jsonForTerminal(report.content, 2)}\n`;
    const receipt = receiptStatuses(connection).get(report.number);
    const words = wordsOf(connection, report.number);
    const fields = reportText(report, receipt, keptFiles(connection, report.number), words, timeZone);
    const parts = [
      fields,
      options.words ? wordsText(words, timeZone) : '',
      options.explain ? markedWords(report.content, words, timeZone, process.stdout.columns ?? 120) : '',
    ];
    const text = parts.join('');
    return saved.length === 0 ? text : `${text}\nSaved:\n${saved.map(path => `  ${path}\n`).join('')}`;
  });
}

/** Prints what has to be looked at. */
export function digest(options: LookOptions & { readonly since: string }): void {
  look(options, (connection, timeZone) => {
    const now = new Date();
    const made = makeDigest(
      listReports(connection),
      {
        receipt: receiptStatuses(connection),
        'follow-up': receiptStatuses(connection, 'follow-up'),
        question: receiptStatuses(connection, 'question'),
      },
      parseSince(options.since, now),
      now,
      listUnread(connection),
    );
    return options.json ? `${jsonForTerminal(made, 2)}\n` : digestText(made, timeZone);
  });
}

function look(options: LookOptions, read: (connection: Connection, timeZone: string) => string): void {
  const { database, timeZone } = loadStoreConfig(options.config);
  const connection = openForReading(database, sayMigration);
  try {
    process.stdout.write(explaining(database, () => read(connection, timeZone)));
  } finally {
    connection.close();
  }
}
