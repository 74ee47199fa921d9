/**
 * A report's life as text: its fields in `show`, and its history, one entry a line.
 */
import type { HistoryEntry } from '../life/life.js';
import { isWaiting } from '../life/status.js';
import { judgedSeverity } from '../report/severity/judged.js';
import type { StoredReport } from '../store/reports.js';
import { formatStamp } from './stamp.js';
import { forCell, forTerminal } from './terminal.js';

/** Where a report stands: "duplicate of TS-2026-0002, closed 2026-11-24 15:34". */
export function statusText({ life }: StoredReport, timeZone: string): string {
  const of = life.duplicateOf === null ? '' : ` of ${life.duplicateOf}`;
  const closed = life.closedAt === null ? '' : `, closed ${formatStamp(life.closedAt, timeZone)}`;
  const purged =
    life.purged === null
      ? ''
      : `; its words were purged ${formatStamp(life.purged.at, timeZone)} by ${life.purged.by}`;
  return `${life.status}${of}${closed}${purged}`;
}

/** When the reporter was answered, or has to be: a label and what belongs to it. */
export function answerField({ life, acknowledgeBy }: StoredReport, timeZone: string): [string, string] {
  const due = formatStamp(acknowledgeBy, timeZone);
  if (life.acknowledgedAt === null) {
    return ['Answer due', isWaiting(life.status, null) ? due : `${due}; closed without one`];
  }
  const late = life.acknowledgedAt > acknowledgeBy ? 'LATE, ' : '';
  return ['Answered', `${formatStamp(life.acknowledgedAt, timeZone)} (${late}due ${due})`];
}

/** An engineer's severity, and what its vector comes to; null where none was set. */
export function judgedText({ life }: StoredReport): string | null {
  const judged = life.severity === null ? null : judgedSeverity(life.severity);
  if (judged === null) return life.severity;
  return [judged.rating, judged.score?.toFixed(1), judged.vector].filter(Boolean).join(' ');
}

/** The entries, one a line, a note's further lines below its first. */
export function historyText(history: readonly HistoryEntry[], timeZone: string): string {
  return history
    .map(entry => {
      const words = 'text' in entry ? entry.text : 'reason' in entry ? entry.reason : undefined;
      const said = words === undefined ? '' : `: ${forTerminal(words).replaceAll('\n', '\n    ')}`;
      const what = `${deedText(entry, timeZone)}${said}`;
      return `${formatStamp(entry.at, timeZone)}  ${forCell(entry.who, 100)}  ${what}`;
    })
    .join('\n');
}

function deedText(entry: HistoryEntry, timeZone: string): string {
  const stamp = (iso: string) => formatStamp(new Date(iso), timeZone);
  switch (entry.kind) {
    case 'acknowledged':
      return `reporter answered ${stamp(entry.to)} (${SEEN[entry.how]})`;
    case 'status':
      return `${entry.from} → ${entry.to}${entry.of === undefined ? '' : ` of ${entry.of}`}`;
    case 'assigned':
      return entry.to === null
        ? `taken from ${forCell(entry.from ?? '', 100)}`
        : `given to ${forCell(entry.to, 100)}`;
    case 'severity':
      return `severity ${entry.from === null ? '' : `${entry.from} → `}${entry.to}`;
    case 'disclosure-date':
      return `disclosure ${stamp(entry.from)} → ${stamp(entry.to)}`;
    case 'note':
      return 'note';
    case 'purged':
      return 'words purged';
    case 'advisory':
      return 'advisory saved';
  }
}

const SEEN = {
  said: 'as said',
  'seen-in-sent': 'seen in the Sent folder',
  'seen-in-mailbox': 'seen in the mailbox',
} as const;
