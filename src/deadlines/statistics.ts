/**
 * How well the promises were kept: from what was promised of each report, and what was done when. Pure.
 *
 * A report that is open past its day counts as one that was not in time, or whoever answers only what is easy would
 * look punctual. One that is open and not due yet counts on neither side.
 */

/** What was promised of a report, and what became of it. */
export interface ReportTimes {
  readonly receivedAt: Date;
  readonly acknowledgeBy: Date;
  /** When an engineer first answered or decided, whichever was first; null where nobody has. */
  readonly acknowledgedAt: Date | null;
  readonly discloseBy: Date;
  readonly disclosedAt: Date | null;
  /** Whether nothing more is owed for it: it was rejected, a duplicate, out of scope, or disclosed. */
  readonly isClosed: boolean;
}

/** How one of the two promises was kept. Each report is in one of the counts. */
export interface Kept {
  /** Done, by the instant promised or at it. */
  readonly inTime: number;
  /** Done, after it. */
  readonly late: number;
  /** Not done, and the instant is past. */
  readonly overdue: number;
  /** Not done, and still in time. */
  readonly pending: number;
  /** Closed without it. */
  readonly notOwed: number;
  /** Of those in time, late or overdue; 0 to 1; null where there is none. */
  readonly shareInTime: number | null;
  /** Milliseconds from receipt, of those done; by nearest rank; null where there is none. */
  readonly median: number | null;
  readonly percentile90: number | null;
}

export interface Statistics {
  readonly acknowledgement: Kept;
  readonly disclosure: Kept;
}

/**
 * Counts how both promises were kept.
 * @param now - UTC instant, that open reports are measured by
 */
export function statisticsOf(reports: readonly ReportTimes[], now: Date): Statistics {
  return {
    acknowledgement: keptOf(
      reports.map(report => ({ ...report, by: report.acknowledgeBy, doneAt: report.acknowledgedAt })),
      now,
    ),
    disclosure: keptOf(
      reports.map(report => ({ ...report, by: report.discloseBy, doneAt: report.disclosedAt })),
      now,
    ),
  };
}

/**
 * A percentile by nearest rank: the smallest of the values that at least so many per cent of them do not exceed. It is
 * always one that occurred.
 * @param percent - above 0, up to 100
 * @returns null where there are no values
 */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil((percent / 100) * sorted.length)) - 1] ?? null;
}

interface Promised {
  readonly receivedAt: Date;
  readonly by: Date;
  readonly doneAt: Date | null;
  readonly isClosed: boolean;
}

type Outcome = 'inTime' | 'late' | 'overdue' | 'pending' | 'notOwed';

function keptOf(promises: readonly Promised[], now: Date): Kept {
  const counts: Record<Outcome, number> = { inTime: 0, late: 0, overdue: 0, pending: 0, notOwed: 0 };
  for (const promised of promises) counts[outcomeOf(promised, now)] += 1;
  const judged = counts.inTime + counts.late + counts.overdue;
  const lengths = promises.flatMap(({ receivedAt, doneAt }) =>
    doneAt === null ? [] : [doneAt.getTime() - receivedAt.getTime()],
  );
  return {
    ...counts,
    shareInTime: judged === 0 ? null : counts.inTime / judged,
    median: percentile(lengths, 50),
    percentile90: percentile(lengths, 90),
  };
}

function outcomeOf({ by, doneAt, isClosed }: Promised, now: Date): Outcome {
  if (doneAt !== null) return doneAt <= by ? 'inTime' : 'late';
  if (isClosed) return 'notOwed';
  return now > by ? 'overdue' : 'pending';
}
