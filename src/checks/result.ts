/**
 * Checks: whether an installation can keep its promises, tried for real before the first report depends on it.
 *
 * Takes a configuration and gives one result for each thing tried. Promises that trying changes nothing: no mail, no
 * flag, no position, no row of the database; and that no result holds a word of a mail or a secret.
 */
import { Failure, type FailureCode, kindAndPlace } from '../failure.js';

export const OUTCOMES = ['ok', 'warning', 'failure', 'skipped'] as const;
/**
 * `warning`: works, and should not stay so. `failure`: does not work. `skipped`: could not be tried, or tells nothing
 * here; the message says why.
 */
export type Outcome = (typeof OUTCOMES)[number];

export interface CheckResult {
  /** What was tried; stable across versions. */
  readonly id: string;
  readonly outcome: Outcome;
  /** A sentence or two for the operator. */
  readonly message: string;
  /** What to do, where the message does not say it. */
  readonly remedy?: string;
  /** Of several things with the same id, which: a file, an address. */
  readonly about?: string;
  /** Of a failure, its kind, which decides the exit code. */
  readonly code?: FailureCode;
}

export function ok(id: string, message: string): CheckResult {
  return { id, outcome: 'ok', message };
}

export function warning(id: string, message: string, remedy?: string): CheckResult {
  return { id, outcome: 'warning', message, ...(remedy === undefined ? {} : { remedy }) };
}

export function failure(id: string, code: FailureCode, message: string, remedy?: string): CheckResult {
  return { id, outcome: 'failure', message, code, ...(remedy === undefined ? {} : { remedy }) };
}

export function skipped(id: string, message: string): CheckResult {
  return { id, outcome: 'skipped', message };
}

/** A failure as it was thrown; its message says what to do. */
export function failed(id: string, error: unknown): CheckResult {
  return error instanceof Failure
    ? failure(id, error.code, error.message)
    : failure(
        id,
        'internal',
        `An unexpected ${kindAndPlace(error)}.`,
        'This is a defect; please report that line.',
      );
}

/** What could not be tried because something else failed. */
export function skippedAfter(ids: readonly string[], because: string): CheckResult[] {
  return ids.map(id => skipped(id, `Not tried, because ${because}.`));
}

/** A result that is about one of several things. */
export function about(thing: string, result: CheckResult): CheckResult {
  return { ...result, about: thing };
}
