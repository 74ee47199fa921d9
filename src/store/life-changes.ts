/**
 * What people change of a report, each change in one transaction with the entry of the history that tells of it. What is
 * allowed is for the caller to ask (`life/status.ts`).
 */
import type { Entry } from '../life/life.js';
import { isClosed, type Status } from '../life/status.js';
import { judgedSeverity, RATINGS } from '../report/severity/judged.js';
import type { Connection } from './database.js';
import { append, type By } from './history.js';

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

function change(connection: Connection, reportId: number, entry: Entry, by: By, act: () => unknown): void {
  connection
    .transaction(() => {
      act();
      append(connection, reportId, entry, by);
    })
    .immediate();
}
