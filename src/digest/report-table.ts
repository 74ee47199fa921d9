/**
 * Reports as a table, as `list` prints them.
 */
import Table from 'cli-table3';
import pc from 'picocolors';
import { isWaiting } from '../life/status.js';
import type { Report } from '../report/schema.js';
import type { StoredReport } from '../store/reports.js';
import { formatStamp } from './stamp.js';
import { forCell } from './terminal.js';

/** What the columns other than the summary take together. */
const FIXED_WIDTH = 113;

/**
 * A table of reports, one a line.
 * @param width - characters a line may take
 */
export function reportTable(reports: readonly StoredReport[], timeZone: string, width: number): string {
  const table = new Table({
    head: ['Report', 'Received', 'Answer due', 'Status', 'State', 'Severity', 'From', 'Summary'].map(name =>
      pc.bold(name),
    ),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 1 },
    chars: NO_BORDERS,
  });
  for (const { number, content, acknowledgeBy, life } of reports) {
    table.push([
      number,
      formatStamp(new Date(content.receivedAt), timeZone),
      isWaiting(life.status, life.acknowledgedAt) ? formatStamp(acknowledgeBy, timeZone) : '',
      life.status,
      content.state,
      severityCell(content),
      forCell(content.reporter.name ?? content.reporter.email ?? '', 18),
      forCell(content.summary ?? '', Math.max(20, width - FIXED_WIDTH)),
    ]);
  }
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}

/** What the vector comes to only where nothing else is stated, and then said to be that. */
function severityCell({ severity, cvss }: Report): string {
  const stated = [severity?.rating, severity?.score].filter(Boolean).join(' ');
  if (stated !== '' || cvss?.score == null) return stated;
  return [cvss.rating, cvss.score, '(vector)'].filter(Boolean).join(' ');
}

const NO_BORDERS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map(name => [name, '']),
);
