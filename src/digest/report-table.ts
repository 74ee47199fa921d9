/**
 * The table of reports that `list` prints.
 */
import Table from 'cli-table3';
import pc from 'picocolors';
import { isWaiting } from '../life/status.js';
import { judgedSeverity } from '../report/severity/judged.js';
import type { ReportSummary } from '../store/summaries.js';
import { formatStamp } from './stamp.js';
import { forCell } from './terminal.js';

/** What the columns other than the summary take together. */
const FIXED_WIDTH = 113;

/** Characters of a mailbox's name. */
const MAILBOX_WIDTH = 14;

/**
 * A table of reports, one a line.
 * @param width - characters a line may take
 * @param mailboxes - by which each came, by report number; null where there is no more than one
 */
export function reportTable(
  reports: readonly ReportSummary[],
  timeZone: string,
  width: number,
  mailboxes: ReadonlyMap<string, string> | null = null,
): string {
  const fixed = FIXED_WIDTH + (mailboxes === null ? 0 : MAILBOX_WIDTH + 1);
  const names = ['Report', 'Received', 'Answer due', 'Status', 'State', 'Severity', 'From', 'Summary'];
  const head = mailboxes === null ? names : names.toSpliced(1, 0, 'Mailbox');
  const table = new Table({
    head: head.map(name => pc.bold(name)),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 1 },
    chars: NO_BORDERS,
  });
  for (const report of reports) {
    table.push([
      report.number,
      ...(mailboxes === null ? [] : [forCell(mailboxes.get(report.number) ?? '', MAILBOX_WIDTH)]),
      formatStamp(report.receivedAt, timeZone),
      isWaiting(report.life.status, report.life.acknowledgedAt)
        ? formatStamp(report.acknowledgeBy, timeZone)
        : '',
      report.life.status,
      report.state,
      severityCell(report),
      forCell(report.reporterName ?? report.reporterEmail ?? '', 18),
      forCell(report.summary ?? '', Math.max(20, width - fixed)),
    ]);
  }
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}

/**
 * An engineer's judgement goes before the reporter's. What the vector comes to stands only where nothing else is stated, and
 * is then said to be that.
 */
export function severityCell({ life, stated, computed }: ReportSummary): string {
  const judged = life.severity === null ? null : judgedSeverity(life.severity);
  const set = [judged?.rating, judged?.score?.toFixed(1)].filter(Boolean).join(' ');
  const words = set || [stated.rating, stated.score].filter(Boolean).join(' ');
  if (words !== '' || computed.score === null) return words;
  return [computed.rating, computed.score, '(vector)'].filter(Boolean).join(' ');
}

const NO_BORDERS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map(name => [name, '']),
);
