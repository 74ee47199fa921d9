/**
 * A report's life as JSON: what `show --json` prints beside the report, and what each change prints. No part of the
 * report's own schema, which says what the mails say.
 */
import type { HistoryEntry } from '../life/life.js';
import { isClosed } from '../life/status.js';
import { judgedSeverity } from '../report/severity/judged.js';
import type { StoredReport } from '../store/reports.js';

/** @param history - oldest first; the first promise of disclosure is where its first change came from */
export function lifeJson(
  { life, acknowledgeBy, discloseBy }: StoredReport,
  history: readonly HistoryEntry[],
): Readonly<Record<string, unknown>> {
  return {
    schema: 'security-inbox/life@1',
    status: life.status,
    closed: isClosed(life.status),
    acknowledgeBy: acknowledgeBy.toISOString(),
    acknowledgedAt: life.acknowledgedAt?.toISOString() ?? null,
    discloseBy: discloseBy.toISOString(),
    firstDiscloseBy: firstPromise(discloseBy, history).toISOString(),
    disclosedAt: life.disclosedAt?.toISOString() ?? null,
    closedAt: life.closedAt?.toISOString() ?? null,
    assignedTo: life.assignedTo,
    severity: life.severity === null ? null : judgedSeverity(life.severity),
    duplicateOf: life.duplicateOf,
    purged: life.purged === null ? null : { at: life.purged.at.toISOString(), by: life.purged.by },
    history: history.map(({ at, ...entry }) => ({ at: at.toISOString(), ...entry })),
  };
}

/**
 * The date of disclosure that the reporter was told first.
 * @param discloseBy - the present one
 */
export function firstPromise(discloseBy: Date, history: readonly HistoryEntry[]): Date {
  const moved = history.find(entry => entry.kind === 'disclosure-date');
  return moved?.kind === 'disclosure-date' ? new Date(moved.from) : discloseBy;
}
