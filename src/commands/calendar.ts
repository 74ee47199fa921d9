/**
 * `security-inbox calendar [--out FILE]`: what is due, for a team's calendar. Reads the store alone, beside a running
 * poll or watch.
 */
import { resolve } from 'node:path';
import { type DatedReport, deadlinesCalendar } from '../digest/deadlines-ics.js';
import { OPEN_STATUSES } from '../life/status.js';
import { domainOf } from '../message/domain.js';
import { disclosureMoves } from '../store/history.js';
import { listSummaries, type ReportSummary } from '../store/summaries.js';
import { replaceCalendar } from './calendar-file.js';
import { lookAt } from './looking.js';

export interface CalendarOptions {
  readonly config: string;
  readonly out?: string;
}

/**
 * Prints the calendar, or writes it to a file for its owner alone.
 * @throws {Failure} `output` where the file can't be written or holds something else
 */
export async function calendar(options: CalendarOptions): Promise<void> {
  await lookAt(options, ({ connection, address }) => {
    const filter = { statuses: OPEN_STATUSES };
    const moves = disclosureMoves(connection);
    const reports = listSummaries(connection, { filter, order: 'received', limit: null }).map(report =>
      toDated(report, moves.get(report.number) ?? 0),
    );
    const text = deadlinesCalendar(reports, domainOf(address), new Date());
    if (options.out === undefined) process.stdout.write(text);
    else replaceCalendar(resolve(options.out), text);
  });
}

function toDated(
  { number, acknowledgeBy, discloseBy, life }: ReportSummary,
  disclosureMoves: number,
): DatedReport {
  const { acknowledgedAt } = life;
  return { number, acknowledgeBy, acknowledgedAt, discloseBy, disclosureMoves, isClosed: false };
}
