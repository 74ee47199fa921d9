/**
 * The history of a report: who changed what and when, only ever added to.
 */
import { z } from 'zod';
import type { Entry, HistoryEntry } from '../life/life.js';
import { STATUSES } from '../life/status.js';
import type { Connection } from './database.js';

/** Who changes something, and the UTC instant of the change. */
export interface By {
  readonly who: string;
  readonly now: Date;
}

/** A report's history, oldest first. */
export function historyOf(connection: Connection, reportId: number): HistoryEntry[] {
  return connection
    .prepare('SELECT at, who, kind, detail FROM history WHERE report_id = ? ORDER BY id')
    .all(reportId)
    .map(raw => {
      const { at, who, kind, detail } = rowSchema.parse(raw);
      return { ...entrySchema.parse({ kind, ...JSON.parse(detail) }), at: new Date(at), who };
    });
}

/** Why reports were closed that were closed since, by their numbers; those alone that have a reason. */
export function closingReasons(connection: Connection, since: Date): Map<string, string> {
  const rows = connection
    .prepare<[string], { number: string; reason: string }>(
      `SELECT number, detail ->> '$.reason' AS reason FROM history JOIN reports ON reports.id = history.report_id
       WHERE history.report_id IN (SELECT report_id FROM report_summaries WHERE closed_at >= ?)
         AND kind = 'status' AND detail ->> '$.to' = reports.status AND reason IS NOT NULL
       ORDER BY history.id`,
    )
    .all(since.toISOString());
  return new Map(rows.map(({ number, reason }) => [number, reason]));
}

/** How often the day of disclosure of each open report was moved; those alone where it was. */
export function disclosureMoves(connection: Connection): Map<string, number> {
  const rows = connection
    .prepare<[], { number: string; moves: number }>(
      `SELECT number, count(*) AS moves FROM history JOIN reports ON reports.id = history.report_id
       WHERE kind = 'disclosure-date' AND reports.closed_at IS NULL GROUP BY history.report_id`,
    )
    .all();
  return new Map(rows.map(({ number, moves }) => [number, moves]));
}

/**
 * Adds an entry. Call inside the transaction that makes the change.
 * @throws where it could not be read back
 */
export function append(connection: Connection, reportId: number, entry: Entry, { who, now }: By): void {
  const { kind, ...detail } = entrySchema.parse(entry);
  connection
    .prepare('INSERT INTO history (report_id, at, who, kind, detail) VALUES (?, ?, ?, ?, ?)')
    .run(reportId, now.toISOString(), who, kind, JSON.stringify(detail));
}

const rowSchema = z.object({ at: z.string(), who: z.string(), kind: z.string(), detail: z.string() });

const words = z.string().optional();
const status = z.enum(STATUSES);
const instant = z.iso.datetime();

const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('acknowledged'),
    from: instant.nullable(),
    to: instant,
    how: z.enum(['said', 'seen-in-sent', 'seen-in-mailbox']),
  }),
  z.strictObject({ kind: z.literal('status'), from: status, to: status, of: words, reason: words }),
  z.strictObject({ kind: z.literal('assigned'), from: z.string().nullable(), to: z.string().nullable() }),
  z.strictObject({ kind: z.literal('severity'), from: z.string().nullable(), to: z.string(), reason: words }),
  z.strictObject({
    kind: z.literal('disclosure-date'),
    from: z.string(),
    to: instant,
    reason: words,
  }),
  z.strictObject({ kind: z.literal('note'), text: words }),
  z.strictObject({ kind: z.literal('purged') }),
  z.strictObject({ kind: z.literal('advisory'), reason: words }),
]);
