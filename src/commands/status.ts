/**
 * `security-inbox acknowledge` and `status`: how far a report is dealt with.
 */

import { proposedAdvisory } from '../advisory/proposed.js';
import { CREDIT_HELD_BACK, isCreditHeldBack } from '../advisory/refused-credit.js';
import { parseMoment } from '../deadlines/moment.js';
import { formatStamp } from '../digest/stamp.js';
import { Failure } from '../failure.js';
import { changeOf, isClosed, isWaiting, type Status } from '../life/status.js';
import { acknowledge } from '../store/acknowledging.js';
import { advisoryRecord, revisionsOf, saveAdvisory } from '../store/advisories.js';
import { setStatus } from '../store/life-changes.js';
import { findReport, rowOf, type StoredReport } from '../store/reports.js';
import { type Changed, type ChangeOptions, type Changing, changeReport } from './changing.js';
import { ago } from './moments.js';
import { namedReport, reportWithAdvisory } from './named-report.js';
import { wordsOf } from './who.js';

/** Notes that the reporter was answered. The earliest answer counts. */
export function acknowledgeReport(typed: string, options: ChangeOptions & { readonly at?: string }): void {
  changeReport(typed, options, on => {
    const at = options.at === undefined ? on.by.now : answeredAt(options.at, on);
    const changed = acknowledge(on.connection, on.id, at, on.by.who, 'said', on.by.now);
    const { life } = findReport(on.connection, on.report.number) ?? on.report;
    const when = formatStamp(life.acknowledgedAt ?? at, on.timeZone);
    return {
      changed,
      say: changed
        ? `${on.report.number}: its reporter was answered ${when}.`
        : `${on.report.number} is acknowledged already: its reporter was answered ${when}.`,
    };
  });
}

/** @throws {Failure} `usage` for what is no time, lies ahead, or before the report */
function answeredAt(text: string, { report, by, timeZone }: Changing): Date {
  const at = /\d{4}-/.test(text) ? parseMoment(text, timeZone, by.now) : ago(text, by.now);
  if (at === null || /^\s*\d{4}-\d{2}-\d{2}\s*$/.test(text)) {
    throw new Failure(
      'usage',
      `--at ${JSON.stringify(text)} is no time: use 2h (ago), "2026-11-24 15:30" or RFC 3339.`,
    );
  }
  if (at.getTime() > by.now.getTime()) throw new Failure('usage', `--at ${JSON.stringify(text)} lies ahead.`);
  if (at < new Date(report.content.receivedAt)) {
    throw new Failure(
      'usage',
      `--at ${JSON.stringify(text)} lies before ${report.number} came, ${formatStamp(new Date(report.content.receivedAt), timeZone)}.`,
    );
  }
  return at;
}

export interface StatusOptions extends ChangeOptions {
  readonly reason?: string;
  /** The report that it repeats. */
  readonly of?: string;
}

/**
 * Changes a report's status.
 * @throws {Failure} `usage` where a reason or the other report is wanting, `not-possible` where it can't be
 */
export function changeStatus(typed: string, to: Status, options: StatusOptions): void {
  const reason = options.reason === undefined ? undefined : wordsOf(options.reason, '--reason');
  if ((to === 'duplicate') !== (options.of !== undefined)) {
    throw new Failure('usage', 'Name with --of the report that it is a duplicate of, and only for that.');
  }
  const act = (on: Changing) => {
    const of = options.of === undefined ? undefined : originalOf(options.of, on);
    return change(on, to, reason, of);
  };
  changeReport(typed, options, act, reportWithAdvisory);
}

function change(on: Changing, to: Status, reason: string | undefined, of: StoredReport | undefined): Changed {
  const { number, life } = on.report;
  const { status: from } = life;
  const isOther = to === 'duplicate' && from === 'duplicate' && life.duplicateOf !== of?.number;
  const allowed = isOther
    ? ({ kind: 'needs-reason', because: 'going-back' } as const)
    : changeOf(from, to, life.acknowledgedAt !== null);
  switch (allowed.kind) {
    case 'none':
      return { changed: false, say: `${number} is ${inWords(to, of)} already.` };
    case 'impossible':
      throw new Failure(
        'not-possible',
        `${number} can't be ${to} again: its reporter was answered. Use "acknowledged" in its place.`,
      );
    case 'needs-reason':
      if (reason === undefined) throw new Failure('usage', `${number}: ${WHY[allowed.because]}`);
      break;
    case 'allowed':
      break;
  }
  if (to === 'acknowledged') acknowledge(on.connection, on.id, on.by.now, on.by.who, 'said', on.by.now);
  const hasReached =
    findReport(on.connection, number)?.life.status === to && !isOther && reason === undefined;
  if (!hasReached) {
    const original = of && { id: rowOf(on.connection, of.number), number: of.number };
    setStatus(on.connection, on.id, { from, to, reason, of: original }, on.by);
  }
  const kept = to === 'disclosed' ? keepAdvisory(on) : from === 'disclosed' ? stillPublic(on) : '';
  return { changed: true, say: `${number} is ${inWords(to, of)} now.${unanswered(on.report, to)}${kept}` };
}

/** What the report says at this moment is what goes out: a later mail of the reporter must not write what the public reads. */
function keepAdvisory({ connection, id, report: { number, content, life }, by }: Changing): string {
  const { saved, last, decidedAt } = advisoryRecord(connection, id, number);
  const kept = saved?.advisory ?? last?.advisory;
  if (kept !== undefined) return isCreditHeldBack(content, kept, decidedAt) ? ` ${CREDIT_HELD_BACK}` : '';
  saveAdvisory(connection, id, proposedAdvisory(content, life), null, by);
  return ` What "security-inbox advisory ${number}" shows is saved to be made public; read it before you run "security-inbox publish".`;
}

/** A report that is taken up again is withdrawn by the next run alone. */
function stillPublic({ connection, id, report: { number } }: Changing): string {
  return revisionsOf(connection, id, number).length === 0
    ? ''
    : ' Its advisory was published, and is public until "security-inbox publish" is run.';
}

const WHY = {
  rejecting: 'say with --reason why it is rejected.',
  reopening: 'it is closed; say with --reason why it is taken up again.',
  'going-back': 'say with --reason why the status is taken back.',
} as const;

function inWords(status: Status, of: StoredReport | undefined): string {
  return of === undefined ? status : `a duplicate of ${of.number}`;
}

/** No verdict is an answer: only one that reached the reporter settles what was promised. */
function unanswered({ number, life }: StoredReport, to: Status): string {
  if (to === 'acknowledged' || life.acknowledgedAt !== null) return '';
  if (isWaiting(to, null)) return ' Its reporter still waits for an answer.';
  return isClosed(to)
    ? ` Nobody has answered its reporter; after you have, run "security-inbox acknowledge ${number}".`
    : '';
}

/** @throws {Failure} `not-possible` for itself, and for what leads back to it */
function originalOf(typed: string, { connection, report }: Changing): StoredReport {
  const original = namedReport(connection, typed);
  let next: StoredReport | null = original;
  while (next !== null) {
    if (next.number === report.number) {
      throw new Failure(
        'not-possible',
        `${report.number} can't be a duplicate of ${original.number}: that would lead back to itself.`,
      );
    }
    next = next.life.duplicateOf === null ? null : findReport(connection, next.life.duplicateOf);
  }
  return original;
}
