/** A report as every part of a digest shows it. Pure. */
import { DAY, localTimeOf } from '../deadlines/local-time.js';
import { isWaiting } from '../life/status.js';
import { judgedSeverity } from '../report/severity/judged.js';
import type { ReportSummary } from '../store/summaries.js';
import { isOfMachine } from '../store/withheld.js';
import type { DigestReport } from './contents.js';
import type { DigestRecord } from './record.js';
import { severityCell } from './report-table.js';

/** What a digest is made against. */
export interface DigestSettings {
  /** What was recorded from this instant on is new. */
  readonly since: Date;
  readonly now: Date;
  /** Of the readers, IANA name: a day is one of theirs. */
  readonly timeZone: string;
  /** As promised. */
  readonly disclosureDays: number;
}

/** @param receipts - of the record, which tell whether a machine wrote the report */
export function toDigestReport(
  report: ReportSummary,
  receipts: DigestRecord['receipts'],
  { since, now, timeZone }: DigestSettings,
): DigestReport {
  const { life, receivedAt, discloseBy } = report;
  const days = daysBetween(now, discloseBy, timeZone);
  return {
    id: report.number,
    summary: report.summary,
    reporter: report.reporterName ?? report.reporterEmail,
    status: life.status,
    assignedTo: life.assignedTo,
    severity: severityOf(report),
    receivedAt: receivedAt.toISOString(),
    acknowledgeBy: report.acknowledgeBy.toISOString(),
    acknowledgedAt: life.acknowledgedAt?.toISOString() ?? null,
    owesAnswer: owesAnswer(report, receipts),
    discloseBy: discloseBy.toISOString(),
    ageDays: Math.max(0, daysBetween(receivedAt, now, timeZone)),
    daysLeft: discloseBy < now ? Math.min(-1, days) : days,
    isNew: report.recordedAt >= since,
    foundIn: report.foundIn,
    related: report.related,
    keyState: report.keyState,
  };
}

/**
 * Whether the reporter waits for a person's answer. Where a machine wrote there is nobody to answer: a person has to look,
 * and nothing is overdue.
 */
export function owesAnswer({ number, life }: ReportSummary, { receipt }: DigestRecord['receipts']): boolean {
  const status = receipt.get(number);
  const isMachine = status?.state === 'withheld' && isOfMachine(status.reason);
  return isWaiting(life.status, life.acknowledgedAt) && !isMachine;
}

/** An engineer's judgement goes before the reporter's. */
function severityOf(report: ReportSummary): string | null {
  const set = report.life.severity;
  const judged = set === null ? null : judgedSeverity(set);
  const words = judged === null ? '' : [judged.rating, judged.score?.toFixed(1)].filter(Boolean).join(' ');
  return words || severityCell(report) || null;
}

function daysBetween(from: Date, to: Date, timeZone: string): number {
  const dayOf = (instant: Date) => Date.parse(`${localTimeOf(instant, timeZone).day}T00:00:00Z`);
  return Math.round((dayOf(to) - dayOf(from)) / DAY);
}
