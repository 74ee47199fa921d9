/**
 * Notices that were given up, for a person to see.
 */
import { z } from 'zod';
import type { Connection } from './database.js';
import { NOTICE_KINDS, type NoticeChannel, type NoticeKind } from './notices.js';
import type { ReportNumber } from './reports.js';

/** What was given up, for a person to see. Nothing in it comes from a mail. */
export interface FailedNotice {
  readonly number: ReportNumber;
  readonly kind: NoticeKind;
  readonly channel: NoticeChannel;
  /** The engineer's address, or the webhook's name. */
  readonly target: string;
  /** UTC instant it was last tried. */
  readonly triedAt: Date | null;
  /** What came back, in words. */
  readonly answer: string | null;
}

/** @returns what people were not told, or may not have been, newest last */
export function failedNotices(connection: Connection): FailedNotice[] {
  return connection
    .prepare(
      `SELECT number, kind, dispatches.channel, dispatches.target, last_attempt, last_answer
       FROM dispatches JOIN notices ON dispatch_id = dispatches.id JOIN reports ON reports.id = report_id
       WHERE dispatches.state = 'refused' ORDER BY notices.id`,
    )
    .all()
    .map(raw => {
      const row = failedRow.parse(raw);
      return {
        number: row.number as ReportNumber,
        kind: row.kind,
        channel: row.channel,
        target: row.target,
        triedAt: row.last_attempt === null ? null : new Date(row.last_attempt),
        answer: row.last_answer,
      };
    });
}

const failedRow = z.object({
  number: z.string(),
  kind: z.enum(NOTICE_KINDS),
  channel: z.enum(['mail', 'webhook']),
  target: z.string(),
  last_attempt: z.string().nullable(),
  last_answer: z.string().nullable(),
});
