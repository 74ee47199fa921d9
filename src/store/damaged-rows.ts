/**
 * Rows that something else than this program changed: SQLite finds nothing wrong with them, and nothing can be made of them.
 */
import { Failure } from '../failure.js';
import type { Row } from './summaries.js';

/** A report whose row can't be read. */
export interface DamagedReport {
  readonly number: string;
  /** The column that shows it. */
  readonly column: string;
}

const INSTANTS = ['received_at', 'recorded_at', 'acknowledge_by', 'disclose_by'] as const;
const INSTANTS_OR_NULL = ['acknowledged_at', 'closed_at', 'disclosed_at', 'purged_at'] as const;
const LISTS = ['missing', 'related'] as const;

/** @returns what of a row can't be read, or null where all can */
export function damageOf(row: Row): DamagedReport | null {
  const column =
    INSTANTS.find(name => !isInstant(row[name])) ??
    INSTANTS_OR_NULL.find(name => row[name] !== null && !isInstant(row[name])) ??
    LISTS.find(name => !isList(row[name]));
  return column === undefined ? null : { number: row.number, column };
}

/** What the operator is told of it. @param file - the database, as it is to be known */
export function damagedRecord(file: string, { number, column }: DamagedReport): Failure {
  return new Failure(
    'database',
    `The record of ${number} in ${file} is damaged: its ${column} can't be read. Something else than this program changed it; a backup has what was there. "security-inbox digest" shows the others.`,
  );
}

/** Whether it is an instant as this program writes them. */
export function isInstant(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function isList(json: string): boolean {
  if (json === '[]') return true;
  try {
    return Array.isArray(JSON.parse(json));
  } catch {
    return false;
  }
}
