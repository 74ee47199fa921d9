/**
 * Notices: what people are told of a report, each once to each target, and who the targets are.
 */
import { z } from 'zod';
import { isInstant } from './damaged-rows.js';
import type { Connection } from './database.js';
import type { ReportNumber } from './reports.js';

/** What a notice says of its report. */
export const NOTICE_KINDS = [
  /** It was recorded. */
  'new-report',
  /** The answer to its reporter is due before long. */
  'due-soon',
  /** The answer is overdue. */
  'overdue',
  /** So many days have passed since it arrived, and it is not closed. */
  'days',
  /** The day of disclosure, to which it was extended, has come. */
  'disclosure',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export type NoticeChannel = 'mail' | 'webhook';

/** Who is told, and of what. */
export interface NoticeTarget {
  readonly channel: NoticeChannel;
  /** A lower-case address, or the name of a webhook. */
  readonly target: string;
  readonly kinds: readonly NoticeKind[];
}

/** Something to be told of a report. */
export interface NewNotice {
  /** The report's row. */
  readonly reportId: number;
  readonly kind: NoticeKind;
  /** What tells it from others of its kind: the date or the number of days it speaks of. Told once each. */
  readonly occasion: string;
  /** UTC instant that it speaks of: the deadline, or the day. */
  readonly at: Date;
}

/**
 * Brings the targets into line with the configuration. One that is new is told of what comes from now on; what waits
 * for one that is gone is dropped.
 * @param now - UTC instant
 */
export function keepTargets(connection: Connection, targets: readonly NoticeTarget[], now: Date): void {
  const kept = connection.prepare('SELECT channel, target FROM notice_targets').all() as Pick<
    NoticeTarget,
    'channel' | 'target'
  >[];
  const missing = targets.filter(target => !kept.some(one => isSame(one, target)));
  const gone = kept.filter(one => !targets.some(target => isSame(one, target)));
  if (missing.length === 0 && gone.length === 0) return;
  const instant = now.toISOString();
  connection
    .transaction(() => {
      for (const { channel, target } of gone) {
        connection
          .prepare('DELETE FROM notice_targets WHERE channel = ? AND target = ?')
          .run(channel, target);
        connection
          .prepare('DELETE FROM notices WHERE channel = ? AND target = ? AND dispatch_id IS NULL')
          .run(channel, target);
        connection
          .prepare(
            "UPDATE dispatches SET state = 'dropped', in_flight = 0 WHERE channel = ? AND target = ? AND state = 'queued'",
          )
          .run(channel, target);
      }
      for (const { channel, target } of missing) {
        connection
          .prepare('INSERT OR IGNORE INTO notice_targets (channel, target, since) VALUES (?, ?, ?)')
          .run(channel, target, instant);
      }
    })
    .immediate();
}

function isSame(a: Pick<NoticeTarget, 'channel' | 'target'>, b: typeof a): boolean {
  return a.channel === b.channel && a.target === b.target;
}

/**
 * Queues notices for every target that wants them and was there when what they speak of came. What a target was told
 * before is passed over. Call inside a transaction; that a report is new, inside the one that records it.
 * @param now - UTC instant
 * @returns how many were queued
 */
export function queueNotices(
  connection: Connection,
  notices: readonly NewNotice[],
  targets: readonly NoticeTarget[],
  now: Date,
): number {
  const insert = connection.prepare(
    `INSERT INTO notices (report_id, kind, occasion, at, channel, target, created_at)
     SELECT @reportId, @kind, @occasion, @at, channel, target, @instant FROM notice_targets
     WHERE channel = @channel AND target = @target AND since <= @came
     ON CONFLICT (report_id, kind, occasion, channel, target) DO NOTHING`,
  );
  const instant = now.toISOString();
  let queued = 0;
  for (const { reportId, kind, occasion, at: moment } of notices) {
    const at = moment.toISOString();
    // That a report is new is known when it is recorded, however long its mail lay unread.
    const about = { reportId, kind, occasion, at, instant, came: kind === 'new-report' ? instant : at };
    for (const { channel, target, kinds } of targets) {
      if (kinds.includes(kind)) queued += insert.run({ ...about, channel, target }).changes;
    }
  }
  return queued;
}

/** An open report as far as what is due of it goes. */
export interface WatchedReport {
  /** The row's id. */
  readonly id: number;
  readonly number: ReportNumber;
  readonly receivedAt: Date;
  readonly acknowledgeBy: Date;
  /** When its reporter was first answered by a person; null where nobody has. */
  readonly acknowledgedAt: Date | null;
  readonly discloseBy: Date;
  /** Whether the day of disclosure was moved. */
  readonly isExtended: boolean;
}

/** @returns every open report, oldest first, but for one whose instants can't be read, of which the digest tells */
export function watchedReports(connection: Connection): WatchedReport[] {
  return connection
    .prepare(
      `SELECT id, number, received_at, acknowledge_by, disclose_by, report_summaries.acknowledged_at,
         EXISTS (SELECT 1 FROM history WHERE history.report_id = reports.id AND kind = 'disclosure-date') AS extended
       FROM report_summaries JOIN reports ON id = report_summaries.report_id
       WHERE report_summaries.closed_at IS NULL ORDER BY received_at, id`,
    )
    .all()
    .map(raw => watchedRow.parse(raw))
    .filter(row => [row.received_at, row.acknowledge_by, row.disclose_by].every(isInstant))
    .map(row => {
      return {
        id: row.id,
        number: row.number as ReportNumber,
        receivedAt: new Date(row.received_at),
        acknowledgeBy: new Date(row.acknowledge_by),
        acknowledgedAt: row.acknowledged_at === null ? null : new Date(row.acknowledged_at),
        discloseBy: new Date(row.disclose_by),
        isExtended: row.extended === 1,
      };
    });
}

const watchedRow = z.object({
  id: z.number(),
  number: z.string(),
  received_at: z.string(),
  acknowledge_by: z.string(),
  disclose_by: z.string(),
  acknowledged_at: z.string().nullable(),
  extended: z.number(),
});

/** The name under which a notice is told once: the same for every target. */
export function noticeKey({ reportId, kind, occasion }: Omit<NewNotice, 'at'>): string {
  return `${reportId} ${kind} ${occasion}`;
}

/** @returns the keys of all notices that anybody was told, or is about to be */
export function toldNotices(connection: Connection): Set<string> {
  const rows = connection
    .prepare("SELECT DISTINCT report_id AS reportId, kind, occasion FROM notices WHERE kind <> 'new-report'")
    .all() as Omit<NewNotice, 'at'>[];
  return new Set(rows.map(noticeKey));
}
