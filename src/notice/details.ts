/**
 * What an engineer reads of a report where nobody else can: inside an encrypted mail, and nowhere else. Pure.
 */
import { formatDay, formatInstant } from '../deadlines/deadlines.js';
import { serverWords } from '../failure.js';
import type { StoredReport } from '../store/reports.js';

/** Lines of a report, each of one line and made fit for a terminal. */
export function detailsOf({ content, acknowledgeBy, discloseBy }: StoredReport, timeZone: string): string[] {
  const { summary, reporter, severity, missing, state, receivedAt } = content;
  const stated = [severity?.rating, severity?.score?.toFixed(1), severity?.vector].filter(
    part => part != null,
  );
  const from = [reporter.name, reporter.email].filter(part => part !== null);
  return [
    ...(state === 'received' ? [] : [`State: ${state}`]),
    `Summary: ${clean(summary ?? 'none')}`,
    `Reporter: ${clean(from.join(', ') || 'not known')}`,
    `Severity: ${clean(stated.join(' ') || 'not stated')}`,
    ...(missing.length === 0 ? [] : [`Missing: ${missing.join(', ')}`]),
    `Arrived: ${formatInstant(new Date(receivedAt), timeZone)}`,
    `Answer due: ${formatInstant(acknowledgeBy, timeZone)}`,
    `Disclosure: ${formatDay(discloseBy, timeZone)}`,
  ];
}

/** One line, without control characters and marks that reorder text. */
function clean(words: string): string {
  return serverWords(words);
}
