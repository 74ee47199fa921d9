/** What reporters said about being credited, of the reports that were disclosed. */
import { z } from 'zod';
import type { Connection } from './database.js';
import type { ReportNumber } from './reports.js';

/** A disclosed report, as far as thanks for it go. */
export interface Credit {
  readonly number: ReportNumber;
  readonly disclosedAt: Date;
  /** The name that the reporter asked to be credited by. */
  readonly creditAs: string | null;
  /** null where the reporter did not say. */
  readonly wantsCredit: boolean | null;
  /** For telling one reporter from another, and never shown. */
  readonly email: string | null;
}

/** The disclosed reports, oldest first; not those whose words were purged, and with them the name. */
export function disclosedCredits(connection: Connection): Credit[] {
  return connection
    .prepare(
      `SELECT number, report_summaries.disclosed_at, content ->> '$.reporter.creditAs' AS credit_as,
         content ->> '$.reporter.wantsCredit' AS wants_credit, reporter_email
       FROM report_summaries JOIN reports ON reports.id = report_id
       WHERE report_summaries.status = 'disclosed' AND report_summaries.purged_at IS NULL
       ORDER BY report_summaries.disclosed_at, reports.id`,
    )
    .all()
    .map(raw => {
      const row = creditRow.parse(raw);
      return {
        number: row.number as ReportNumber,
        disclosedAt: new Date(row.disclosed_at),
        creditAs: row.credit_as,
        wantsCredit: row.wants_credit === null ? null : row.wants_credit === 1,
        email: row.reporter_email,
      };
    });
}

const creditRow = z.object({
  number: z.string(),
  disclosed_at: z.string(),
  credit_as: z.string().nullable(),
  wants_credit: z.number().nullable(),
  reporter_email: z.string().nullable(),
});
