/**
 * A point in the past as a person types it.
 */
import { sub } from 'date-fns/sub';
import { Failure } from '../failure.js';

const SPAN = /^(\d{1,4})\s*([hdw])$/;
const UNIT = { h: 'hours', d: 'days', w: 'weeks' } as const;

/** Reads `24h`, `3d` or `1w`. @returns null for anything else */
export function ago(text: string, now: Date): Date | null {
  const span = SPAN.exec(text.trim().toLowerCase());
  return span?.[1] && span[2] ? sub(now, { [UNIT[span[2] as keyof typeof UNIT]]: Number(span[1]) }) : null;
}

/**
 * Reads `24h`, `3d`, `1w`, or an ISO 8601 date or instant.
 * @throws {Failure} `usage` for anything else
 */
export function parseSince(text: string, now: Date): Date {
  const past = ago(text, now);
  if (past !== null) return past;
  const instant = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isFinite(instant.getTime())) return instant;
  throw new Failure(
    'usage',
    `--since ${JSON.stringify(text)} is no time: use 24h, 3d, 1w or a date such as 2026-11-24.`,
  );
}
