/**
 * Mails that look like reports and lack the phrase, as text for a terminal and as data.
 */
import pc from 'picocolors';
import type { NearMissRow } from '../store/near-misses.js';
import { formatStamp } from './stamp.js';
import { forCell } from './terminal.js';

/** One a line, and how to go on. */
export function nearMissText(rows: readonly NearMissRow[], timeZone: string): string {
  if (rows.length === 0) return 'No mail looks like a report that lacks the phrase.\n';
  const lines = rows.map(row => {
    const { id, receivedAt, from, subject, folder } = row;
    const when = receivedAt === null ? 'at a time not known' : formatStamp(receivedAt, timeZone);
    return `${pc.cyan(String(id))}  ${when}  ${forCell(from ?? 'nobody named', 60)}: ${forCell(subject, 120)}  ${pc.dim(`in ${forCell(folder, 60)}${standing(row)}`)}`;
  });
  return `${lines.join('\n')}\n${pc.dim('"near-miss take N" has the next poll take one in as a report; "near-miss dismiss N" takes it from this list.')}\n`;
}

function standing({ state, answer }: NearMissRow): string {
  if (state === 'asked') return ', is taken in with the next poll';
  return state === 'lost' ? `, could not be taken in: ${answer ?? 'not known why'}` : '';
}

/** As JSON gives it. */
export function toNearMissEntry({
  id,
  receivedAt,
  from,
  subject,
  folder,
  notedAt,
  state,
  answer,
}: NearMissRow) {
  return {
    id,
    receivedAt: receivedAt?.toISOString() ?? null,
    from,
    subject,
    folder,
    notedAt: notedAt.toISOString(),
    state,
    answer,
  };
}
