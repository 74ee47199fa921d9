/**
 * The digest for a spreadsheet, RFC 4180: a row for each report that is open or has something to do, those to do first.
 *
 * | Column | What it holds |
 * | --- | --- |
 * | id | number of the report |
 * | status | where it is in its life |
 * | to_do | every reason to look at it, "; " between them; empty where there is none |
 * | new | yes or no |
 * | received_at, acknowledge_by, acknowledged_at, disclose_by | UTC, ISO 8601; empty where it did not happen |
 * | age_days, days_left | whole days; days_left is negative once disclosure is overdue |
 * | severity, assigned_to, reporter, summary | empty where it is not known |
 * | found_in | inbox, junk or file |
 * | related | numbers of the reports it points at, a space between them |
 */
import type { DigestContents, DigestReport, Reason } from '../contents.js';
import { forCell } from '../terminal.js';
import { written } from './phrase.js';
import { saidReason } from './reason-words.js';

const COLUMNS: readonly (readonly [string, (report: DigestReport, reasons: readonly Reason[]) => Cell])[] = [
  ['id', ({ id }) => id],
  ['status', ({ status }) => status],
  ['to_do', (_report, reasons) => reasons.map(reasonText).join('; ')],
  ['new', ({ isNew }) => (isNew ? 'yes' : 'no')],
  ['received_at', ({ receivedAt }) => receivedAt],
  ['age_days', ({ ageDays }) => ageDays],
  ['acknowledge_by', ({ acknowledgeBy }) => acknowledgeBy],
  ['acknowledged_at', ({ acknowledgedAt }) => acknowledgedAt],
  ['disclose_by', ({ discloseBy }) => discloseBy],
  ['days_left', ({ daysLeft }) => daysLeft],
  ['severity', ({ severity }) => severity],
  ['assigned_to', ({ assignedTo }) => assignedTo],
  ['reporter', ({ reporter }) => reporter],
  ['summary', ({ summary }) => summary],
  ['found_in', ({ foundIn }) => foundIn],
  ['related', ({ related }) => related.map(({ id }) => id).join(' ')],
  ['mailbox', ({ mailbox }) => mailbox],
];

/** A number is one of ours, and stays a number: a minus before it begins no formula. */
type Cell = string | number | null;

/** Writes the digest; line ends are CR LF (RFC 4180 §2.1), the first line names the columns. */
export function digestCsv({ toDo, open }: DigestContents): string {
  const listed = new Set(toDo.map(({ report }) => report.id));
  const rows = [
    ...toDo.map(({ report, reasons }) => ({ report, reasons })),
    ...open.filter(({ id }) => !listed.has(id)).map(report => ({ report, reasons: [] })),
  ];
  const lines = [
    COLUMNS.map(([name]) => name),
    ...rows.map(({ report, reasons }) => COLUMNS.map(([, cell]) => csvCell(cell(report, reasons)))),
  ];
  return lines.map(cells => `${cells.join(',')}\r\n`).join('');
}

/** What a spreadsheet takes for a formula, also in the wide forms that Japanese and Chinese keyboards give. */
const FORMULA = /^[\s=+\-@\uff1d\uff0b\uff0d\uff20]/;

/**
 * A semicolon that a sign follows, quoted or not: where the decimal sign is a comma, a spreadsheet takes semicolons for
 * what parts the cells, and in a line that does not begin with a quote it reads quotes as they come.
 */
const HIDDEN_FORMULA = /;(?=[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

function csvCell(value: Cell): string {
  if (typeof value === 'number') return String(value);
  const raw = value ?? '';
  // The sign is looked for before and behind the white space that goes: either program may read on from there.
  const line = forCell(raw, Number.POSITIVE_INFINITY).replace(HIDDEN_FORMULA, ";'");
  const text = line !== '' && (FORMULA.test(raw) || FORMULA.test(line)) ? `'${line}` : line;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function reasonText(reason: Reason): string {
  const { label, detail } = saidReason(reason);
  const said = written(detail, { own: text => text, foreign: text => text, instant: iso => iso }).join('');
  return label + said;
}
