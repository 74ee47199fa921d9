/**
 * How it stands with the reading of each mailbox, kept at the end of every pass, so that another process can tell.
 */
import { z } from 'zod';
import type { Connection } from './database.js';

/** An outage that goes on. */
export interface Outage {
  /** UTC instant of the first pass that failed. */
  readonly since: Date;
  /** Of the last. */
  readonly code: string;
  readonly message: string;
}

export interface KeptPass {
  /** As the configuration calls it. */
  readonly mailbox: string;
  /** UTC instant of the last pass's end, good or bad. */
  readonly attemptedAt: Date;
  /** The last pass that read the mailbox to its end; null where none has. */
  readonly lastGood: { readonly at: Date; readonly milliseconds: number } | null;
  /** Null where the last pass was good. */
  readonly outage: Outage | null;
  /** How many passes there were, of each sort. */
  readonly good: number;
  readonly failed: number;
  /** Messages looked at in all good passes. */
  readonly lookedAt: number;
  /** The beginning of the outage that the operator was warned of, until they were told of its end; null otherwise. */
  readonly warnedOf: Date | null;
}

/**
 * Keeps a pass that read the mailbox to its end.
 * @param now - UTC instant
 */
export function keepGoodPass(
  connection: Connection,
  mailbox: string,
  { milliseconds, lookedAt }: { readonly milliseconds: number; readonly lookedAt: number },
  now: Date,
): void {
  connection
    .prepare(
      `INSERT INTO passes (mailbox, attempted_at, good_at, milliseconds, good, looked_at)
       VALUES (@mailbox, @now, @now, @milliseconds, 1, @lookedAt)
       ON CONFLICT (mailbox) DO UPDATE SET attempted_at = @now, good_at = @now, milliseconds = @milliseconds,
         good = good + 1, looked_at = looked_at + @lookedAt,
         failing_since = NULL, failure_code = NULL, failure_message = NULL`,
    )
    .run({ mailbox, now: now.toISOString(), milliseconds: Math.round(milliseconds), lookedAt });
}

/**
 * Keeps a pass that could not read the mailbox. An outage began with the first; one that seems to begin in the future
 * began under a clock that ran ahead, and counts from now.
 * @param now - UTC instant
 */
export function keepFailedPass(
  connection: Connection,
  mailbox: string,
  { code, message }: { readonly code: string; readonly message: string },
  now: Date,
): void {
  connection
    .prepare(
      `INSERT INTO passes (mailbox, attempted_at, failed, failing_since, failure_code, failure_message)
       VALUES (@mailbox, @now, 1, @now, @code, @message)
       ON CONFLICT (mailbox) DO UPDATE SET attempted_at = @now, failed = failed + 1,
         failing_since = min(coalesce(failing_since, @now), @now), failure_code = @code, failure_message = @message`,
    )
    .run({ mailbox, now: now.toISOString(), code, message });
}

/** The operator was warned of an outage. @param since - its beginning */
export function keepWarned(connection: Connection, mailbox: string, since: Date): void {
  connection.prepare('UPDATE passes SET warned_of = ? WHERE mailbox = ?').run(since.toISOString(), mailbox);
}

/** The operator was told that the outage is over. */
export function keepAllClear(connection: Connection, mailbox: string): void {
  connection.prepare('UPDATE passes SET warned_of = NULL WHERE mailbox = ?').run(mailbox);
}

/** @returns null where no pass over it has ended yet */
export function keptPass(connection: Connection, mailbox: string): KeptPass | null {
  const row = connection.prepare('SELECT * FROM passes WHERE mailbox = ?').get(mailbox);
  return row === undefined ? null : toKept(passRow.parse(row));
}

const passRow = z.object({
  mailbox: z.string(),
  attempted_at: z.string(),
  good_at: z.string().nullable(),
  milliseconds: z.number().nullable(),
  good: z.number(),
  failed: z.number(),
  looked_at: z.number(),
  failing_since: z.string().nullable(),
  failure_code: z.string().nullable(),
  failure_message: z.string().nullable(),
  warned_of: z.string().nullable(),
});

function toKept(row: z.infer<typeof passRow>): KeptPass {
  return {
    mailbox: row.mailbox,
    attemptedAt: new Date(row.attempted_at),
    lastGood:
      row.good_at === null ? null : { at: new Date(row.good_at), milliseconds: row.milliseconds ?? 0 },
    outage:
      row.failing_since === null
        ? null
        : {
            since: new Date(row.failing_since),
            code: row.failure_code ?? '',
            message: row.failure_message ?? '',
          },
    good: row.good,
    failed: row.failed,
    lookedAt: row.looked_at,
    warnedOf: row.warned_of === null ? null : new Date(row.warned_of),
  };
}
