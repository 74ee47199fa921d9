/** A report as every part of a digest shows it. Pure. */
import { DAY, localTimeOf } from '../deadlines/local-time.js';
import { isWaiting } from '../life/status.js';
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

/**
 * Shows the reports of a record, each made once: it stands in several lists, and what it costs are its local days.
 */
export function reportShower(
  { receipts, mailboxes }: DigestRecord,
  { since, now, timeZone }: DigestSettings,
): (report: ReportSummary) => DigestReport {
  const today = dayOf(now, timeZone);
  const shown = new Map<string, DigestReport>();
  const show = (report: ReportSummary): DigestReport => {
    const { life, receivedAt, discloseBy } = report;
    const days = dayOf(discloseBy, timeZone) - today;
    return {
      id: report.number,
      summary: report.summary,
      reporter: report.reporterName ?? report.reporterEmail,
      mailbox: mailboxes?.get(report.number) ?? null,
      status: life.status,
      assignedTo: life.assignedTo,
      severity: severityCell(report) || null,
      receivedAt: receivedAt.toISOString(),
      acknowledgeBy: report.acknowledgeBy.toISOString(),
      acknowledgedAt: life.acknowledgedAt?.toISOString() ?? null,
      owesAnswer: owesAnswer(report, receipts),
      discloseBy: discloseBy.toISOString(),
      ageDays: Math.max(0, today - dayOf(receivedAt, timeZone)),
      daysLeft: discloseBy < now ? Math.min(-1, days) : days,
      isNew: report.recordedAt >= since,
      foundIn: report.foundIn,
      related: report.related,
      keyState: report.keyState,
    };
  };
  return report => {
    const made = shown.get(report.number) ?? show(report);
    shown.set(report.number, made);
    return made;
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

/** Local days since that of 1970 began. */
function dayOf(instant: Date, timeZone: string): number {
  return Date.parse(`${localTimeOf(instant, timeZone).day}T00:00:00Z`) / DAY;
}
