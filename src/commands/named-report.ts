/**
 * The report that a person names on the command line. The number may be shortened: `12`, `2026-12` and `ts-2026-12` all
 * name TS-2026-0012.
 */
import { Failure } from '../failure.js';
import { holdsAdvisory } from '../store/advisories.js';
import type { Connection } from '../store/database.js';
import { findReport, numbersGiven, rowOf, type StoredReport } from '../store/reports.js';

/** A number, its year and prefix left out or not. */
const TYPED = /^(?:(?:([A-Z][A-Z0-9]{0,9})-)?(\d{4})-)?(\d{1,9})$/;

/** Candidates that are named where several reports are meant. */
const MOST_NAMED = 10;

/**
 * @param typed - a number, whole or shortened, in any case; a further number too
 * @throws {Failure} `no-such-report`, or `usage` where several reports may be meant
 */
export function namedReport(connection: Connection, typed: string): StoredReport {
  const report = findReport(connection, typed) ?? findShortened(connection, typed);
  if (report !== null) return report;
  throw new Failure(
    'no-such-report',
    `There is no report ${JSON.stringify(typed)}. "security-inbox list" shows all of them.`,
  );
}

/**
 * The same for what needs the report's words.
 * @throws {Failure} `not-possible` too, where they were purged
 */
export function unpurgedReport(connection: Connection, typed: string): StoredReport {
  const report = namedReport(connection, typed);
  if (report.life.purged === null) return report;
  throw nothingLeft(report.number, report.life.purged);
}

/**
 * The same for what needs its words, or an advisory that stayed when it was purged: that can be corrected and withdrawn.
 * @throws {Failure} `not-possible` too, where nothing of either is left
 */
export function reportWithAdvisory(connection: Connection, typed: string): StoredReport {
  const report = namedReport(connection, typed);
  if (report.life.purged === null || holdsAdvisory(connection, rowOf(connection, report.number)))
    return report;
  throw nothingLeft(report.number, report.life.purged);
}

function nothingLeft(number: string, { at }: { readonly at: Date }): Failure {
  return new Failure(
    'not-possible',
    `${number} was purged on ${at.toISOString().slice(0, 10)}: nothing of it is left to work on.`,
  );
}

function findShortened(connection: Connection, typed: string): StoredReport | null {
  const parts = TYPED.exec(
    typed
      .trim()
      .toUpperCase()
      .replace(/\p{Pd}/gu, '-'),
  );
  if (parts === null) return null;
  const meant = numbersGiven(connection).filter(({ number }) => {
    const [prefix, year, count] = number.split('-');
    return (
      Number(count) === Number(parts[3]) && (parts[2] ?? year) === year && (parts[1] ?? prefix) === prefix
    );
  });
  const [first, ...others] = new Set(meant.map(({ report }) => report));
  if (first === undefined) return null;
  if (others.length === 0) return findReport(connection, first);
  const names = meant.slice(-MOST_NAMED).map(({ number }) => number);
  const more = meant.length > MOST_NAMED ? ' and more' : '';
  throw new Failure(
    'usage',
    `${JSON.stringify(typed)} may be ${names.join(' or ')}${more}. Name the year and the prefix too.`,
  );
}
