/**
 * Digests that go to engineers by mail, each once a day: a dispatch as a notice has one, tried and given up alike.
 */
import { z } from 'zod';
import type { Connection } from './database.js';
import { newDispatch } from './dispatches.js';

/** A digest as it was asked for. */
export interface AskedDigest {
  /** Local day of the asking, "2026-11-25". */
  readonly day: string;
  /** As it was typed. */
  readonly since: string;
  /** UTC instant that it came to. */
  readonly sinceAt: Date;
}

/** Who gets one, and who does not because it was queued or sent before. */
export interface QueuedDigests {
  readonly queued: readonly string[];
  readonly before: readonly string[];
}

/** A digest that was given up. */
export interface FailedDigest {
  /** The engineer's address. */
  readonly target: string;
  /** UTC instant it was last tried. */
  readonly triedAt: Date | null;
  readonly answer: string | null;
}

/**
 * Queues a digest for each engineer, in one transaction. One who has, or had, the same digest of the day gets no second.
 * @param targets - lower-case addresses
 * @param domain - of our address, for Message-IDs
 * @param again - also to those
 * @param now - UTC instant
 */
export function queueDigests(
  connection: Connection,
  targets: readonly string[],
  { day, since, sinceAt }: AskedDigest,
  domain: string,
  again: boolean,
  now: Date,
): QueuedDigests {
  return connection
    .transaction(() => {
      const had = connection
        .prepare<[string, string], string>(
          `SELECT target FROM digest_mails JOIN dispatches ON dispatches.id = dispatch_id
           WHERE day = ? AND since = ? AND state <> 'dropped'`,
        )
        .pluck()
        .all(day, since);
      const before = again ? [] : targets.filter(target => had.includes(target));
      const queued = targets.filter(target => !before.includes(target));
      for (const target of queued) {
        const id = newDispatch(connection, 'mail', target, domain, now);
        connection
          .prepare('INSERT INTO digest_mails (dispatch_id, day, since, since_at) VALUES (?, ?, ?, ?)')
          .run(id, day, since, sinceAt.toISOString());
      }
      return { queued, before };
    })
    .immediate();
}

/** @returns the digests that people did not get, or may not have got, newest last */
export function failedDigests(connection: Connection): FailedDigest[] {
  return connection
    .prepare(
      `SELECT target, last_attempt, last_answer FROM digest_mails JOIN dispatches ON dispatches.id = dispatch_id
       WHERE state = 'refused' ORDER BY dispatch_id`,
    )
    .all()
    .map(raw => {
      const { target, last_attempt, last_answer } = failedRow.parse(raw);
      return { target, triedAt: last_attempt === null ? null : new Date(last_attempt), answer: last_answer };
    });
}

const failedRow = z.object({
  target: z.string(),
  last_attempt: z.string().nullable(),
  last_answer: z.string().nullable(),
});
