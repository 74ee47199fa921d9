/**
 * `security-inbox near-miss`: mails that look like reports and lack the phrase. Works beside a running poll or watch,
 * which does the taking in.
 */
import { nearMissText, toNearMissEntry } from '../digest/near-miss-text.js';
import { forCell, jsonForTerminal } from '../digest/terminal.js';
import { Failure } from '../failure.js';
import type { Connection } from '../store/database.js';
import { askForNearMiss, dismissNearMiss } from '../store/near-miss-decisions.js';
import { findNearMiss, type NearMissRow, waitingNearMisses } from '../store/near-misses.js';
import { type DecisionOptions, decide } from './deciding.js';
import type { LookOptions } from './looking.js';
import { whoIs } from './who.js';

export interface NearMissOptions extends DecisionOptions {
  readonly by?: string;
}

/** Prints those that wait for a person, with `json` one object a line. */
export function listNearMisses(options: LookOptions): void {
  decide(options, (connection, timeZone) => {
    const rows = waitingNearMisses(connection);
    return options.json
      ? rows.map(row => `${jsonForTerminal(toNearMissEntry(row))}\n`)
      : [nearMissText(rows, timeZone)];
  });
}

/**
 * Takes one, or with "all" all of them, from the list.
 * @throws {Failure} `usage`, or `not-possible` where there is none of that number
 */
export function dismissNearMisses(which: string, options: NearMissOptions): void {
  const who = whoIs(options.by);
  decide(options, connection => {
    const now = new Date();
    if (which === 'all') {
      const count = dismissNearMiss(connection, null, who, now);
      return [`${count === 0 ? 'There is nothing to dismiss' : `${count} dismissed`}.\n`];
    }
    const row = named(connection, which);
    if (row.state === 'taken') throw alreadyTaken(row);
    const isNew = dismissNearMiss(connection, row.id, who, now) > 0;
    return [`Near miss ${row.id} ${isNew ? 'is dismissed' : 'was dismissed already'}.\n`];
  });
}

/**
 * Has the next poll take one in as a report.
 * @throws {Failure} `usage`, or `not-possible` where there is none of that number
 */
export function takeNearMiss(which: string, options: NearMissOptions): void {
  const who = whoIs(options.by);
  decide(options, connection => {
    const row = named(connection, which);
    if (row.state === 'taken') return [`Near miss ${row.id} is ${row.report} already.\n`];
    const isNew = askForNearMiss(connection, row.id, who, new Date());
    return [
      `Near miss ${row.id} (${forCell(row.subject, 80)}) ${isNew ? 'is taken in with the next poll, and its sender gets a receipt by the same rules as any' : 'is to be taken in with the next poll already'}.\n`,
    ];
  });
}

function named(connection: Connection, which: string): NearMissRow {
  if (!/^\d{1,9}$/.test(which)) {
    throw new Failure('usage', 'Name a near miss by its number; "security-inbox near-miss list" shows them.');
  }
  const row = findNearMiss(connection, Number(which));
  if (row !== null) return row;
  throw new Failure(
    'not-possible',
    `There is no near miss ${which}; after 90 days they are forgotten. "security-inbox near-miss list" shows those there are.`,
  );
}

function alreadyTaken({ id, report }: NearMissRow): Failure {
  return new Failure(
    'not-possible',
    `Near miss ${id} is ${report}. "security-inbox status ${report} rejected --reason TEXT" closes that.`,
  );
}
