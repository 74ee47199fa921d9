/**
 * How each report stands: the columns of its row that say so.
 */
import { z } from 'zod';
import type { Life } from '../life/life.js';
import { STATUSES } from '../life/status.js';
import { isInstant } from './damaged-rows.js';

/** To be selected from `reports`. */
export const LIFE_COLUMNS = `status, acknowledged_at, closed_at, disclosed_at, assigned_to, severity_set, purged_at,
  purged_by, (SELECT original.number FROM reports AS original WHERE original.id = reports.duplicate_of) AS duplicate_of`;

/** An instant as this program writes it. */
export const instantColumn = z.string().refine(isInstant);

const instant = instantColumn.nullable();

export const lifeRow = z.object({
  status: z.enum(STATUSES),
  acknowledged_at: instant,
  closed_at: instant,
  disclosed_at: instant,
  assigned_to: z.string().nullable(),
  severity_set: z.string().nullable(),
  duplicate_of: z.string().nullable(),
  purged_at: instant,
  purged_by: z.string().nullable(),
});

/** @param row - as selected */
export function toLife(row: z.infer<typeof lifeRow>): Life {
  return {
    status: row.status,
    acknowledgedAt: dateOf(row.acknowledged_at),
    closedAt: dateOf(row.closed_at),
    disclosedAt: dateOf(row.disclosed_at),
    assignedTo: row.assigned_to,
    severity: row.severity_set,
    duplicateOf: row.duplicate_of,
    purged: row.purged_at === null ? null : { at: new Date(row.purged_at), by: row.purged_by ?? '' },
  };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
