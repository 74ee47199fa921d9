/**
 * `security-inbox show`: one report.
 */
import { knownReport } from '../digest/known-report.js';
import { lifeJson } from '../digest/life-json.js';
import { markedWords } from '../digest/marked-words.js';
import { reportText } from '../digest/report-text.js';
import { jsonForTerminal } from '../digest/terminal.js';
import { wordsText } from '../digest/words-text.js';
import type { Connection } from '../store/database.js';
import { historyOf } from '../store/history.js';
import { rowOf } from '../store/reports.js';
import { type LookOptions, lookAt } from './looking.js';
import { namedReport, unpurgedReport } from './named-report.js';
import { saveReport } from './save.js';

/** Beside what every look takes. */
export interface ShowOptions extends LookOptions {
  readonly words: boolean;
  readonly explain: boolean;
  readonly save?: string;
}

/**
 * Prints one report in full (as JSON the report with its `life` as one key more), with `words` all that its mails say,
 * with `explain` what each field was read from, and with `save` writes its files into a folder.
 * @throws {Failure} `no-such-report`, `not-possible` where there is nothing left to save, or `output` where a file can't
 * be written
 */
export async function show(number: string, options: ShowOptions): Promise<void> {
  await lookAt(options, ({ connection, timeZone }) => {
    // In one look at the record, so that a purge meanwhile takes no words from under the fields.
    process.stdout.write(connection.transaction(() => shown(connection, timeZone, number, options))());
  });
}

function shown(connection: Connection, timeZone: string, number: string, options: ShowOptions): string {
  const report = (options.save === undefined ? namedReport : unpurgedReport)(connection, number);
  const saved = options.save === undefined ? [] : saveReport(connection, report.number, options.save);
  if (options.json) {
    const history = historyOf(connection, rowOf(connection, report.number));
    return `${jsonForTerminal({ ...report.content, life: lifeJson(report, history) }, 2)}\n`;
  }
  const known = knownReport(connection, report);
  const { words } = known;
  const parts = [
    reportText(known, timeZone),
    options.words ? wordsText(words, timeZone) : '',
    options.explain ? markedWords(report.content, words, timeZone, process.stdout.columns ?? 120) : '',
  ];
  const text = parts.join('');
  return saved.length === 0 ? text : `${text}\nSaved:\n${saved.map(path => `  ${path}\n`).join('')}`;
}
