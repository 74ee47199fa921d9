/**
 * The history of a report: who changed what and when, only ever added to, each entry in one transaction with the change
 * that it tells of. What is allowed is for the caller to ask (`life/status.ts`).
 */
import { z } from 'zod';
import type { AnswerSeen, Entry, HistoryEntry } from '../life/life.js';
import { isClosed, STATUSES, type Status } from '../life/status.js';
import { judgedSeverity, RATINGS } from '../report/severity/judged.js';
import type { Connection } from './database.js';

/** Who changes something, and the UTC instant of the change. */
export interface By {
  readonly who: string;
  readonly now: Date;
}

/**
 * Notes that a person answered the reporter. The earliest answer counts: a later one, or the same again, changes
 * nothing. A report that was no more than received is then acknowledged.
 * @param at - UTC instant of the answer
 * @param who - as the history shows them
 * @param now - UTC instant of the change
 * @returns whether anything changed
 */
export function acknowledge(
  connection: Connection,
  reportId: number,
  at: Date,
  who: string,
  how: AnswerSeen,
  now: Date,
): boolean {
  return connection
    .transaction(() => {
      const from = connection
        .prepare('SELECT acknowledged_at FROM reports WHERE id = ?')
        .pluck()
        .get(reportId) as string | null;
      const to = at.toISOString();
      if (from !== null && from <= to) return false;
      connection
        .prepare(
          `UPDATE reports SET acknowledged_at = ?,
             status = CASE status WHEN 'received' THEN 'acknowledged' ELSE status END WHERE id = ?`,
        )
        .run(to, reportId);
      append(connection, reportId, { kind: 'acknowledged', from, to, how }, { who, now });
      return true;
    })
    .immediate();
}

/** Where a change of status leads. */
export interface NewStatus {
  readonly from: Status;
  readonly to: Status;
  readonly reason?: string | undefined;
  /** The report that it repeats; for `duplicate` alone. */
  readonly of?: { readonly id: number; readonly number: string } | undefined;
}

/** Changes the status. A closing counts from its own instant; leaving a closed status takes the closing back. */
export function setStatus(
  connection: Connection,
  reportId: number,
  { from, to, reason, of }: NewStatus,
  by: By,
): void {
  const now = by.now.toISOString();
  change(connection, reportId, { kind: 'status', from, to, of: of?.number, reason }, by, () =>
    connection
      .prepare(
        'UPDATE reports SET status = ?, closed_at = ?, disclosed_at = ?, duplicate_of = ? WHERE id = ?',
      )
      .run(to, isClosed(to) ? now : null, to === 'disclosed' ? now : null, of?.id ?? null, reportId),
  );
}

/** Gives a report to somebody, or with null to nobody. */
export function assign(
  connection: Connection,
  reportId: number,
  from: string | null,
  to: string | null,
  by: By,
): void {
  change(connection, reportId, { kind: 'assigned', from, to }, by, () =>
    connection.prepare('UPDATE reports SET assigned_to = ? WHERE id = ?').run(to, reportId),
  );
}

/** Sets an engineer's judgement beside the reporter's. @param to - a word of the scale or a CVSS vector */
export function setSeverity(
  connection: Connection,
  reportId: number,
  { from, to, reason }: { from: string | null; to: string; reason?: string | undefined },
  by: By,
): void {
  change(connection, reportId, { kind: 'severity', from, to, reason }, by, () =>
    connection
      .prepare('UPDATE reports SET severity_set = ?, severity_set_rank = ? WHERE id = ?')
      .run(to, rankOf(to), reportId),
  );
}

/** As lists sort by it: from 0 for none to 4 for critical; null for a vector without a rating. */
function rankOf(severity: string): number | null {
  const rating = judgedSeverity(severity)?.rating;
  return rating == null ? null : RATINGS.length - 1 - RATINGS.indexOf(rating);
}

/** Moves the date of disclosure; the history keeps the one before. */
export function moveDisclosure(
  connection: Connection,
  reportId: number,
  { from, to, reason }: { from: Date; to: Date; reason: string },
  by: By,
): void {
  const entry = { kind: 'disclosure-date', from: from.toISOString(), to: to.toISOString(), reason } as const;
  change(connection, reportId, entry, by, () =>
    connection.prepare('UPDATE reports SET disclose_by = ? WHERE id = ?').run(entry.to, reportId),
  );
}

/** Adds words of an engineer's. */
export function addNote(connection: Connection, reportId: number, text: string, by: By): void {
  append(connection, reportId, { kind: 'note', text }, by);
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

function change(connection: Connection, reportId: number, entry: Entry, by: By, act: () => unknown): void {
  connection
    .transaction(() => {
      act();
      append(connection, reportId, entry, by);
    })
    .immediate();
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
]);
