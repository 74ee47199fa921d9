/**
 * A notice in words that tell nothing of what its report says: number, kind and instants alone. Pure.
 */
import { formatDay, formatInstant } from '../deadlines/deadlines.js';
import type { Notice } from '../store/dispatches.js';

/** What a notice is of, in a few words: "new report". */
function headline({ kind, days }: Notice): string {
  switch (kind) {
    case 'new-report':
      return 'new report';
    case 'due-soon':
      return 'answer due soon';
    case 'overdue':
      return 'answer overdue';
    case 'days':
      return `${days ?? 0} days old`;
    case 'disclosure':
      return 'day of disclosure';
  }
}

/** The whole of it as one sentence, without the number: "The answer is due by …". */
export function sentence(notice: Notice, timeZone: string): string {
  const { kind, days, acknowledgeBy, discloseBy } = notice;
  switch (kind) {
    case 'new-report':
      return `New report. Its answer is due by ${formatInstant(acknowledgeBy, timeZone)}.`;
    case 'due-soon':
      return `The answer is due by ${formatInstant(acknowledgeBy, timeZone)}, and none is on record.`;
    case 'overdue':
      return `The answer was due by ${formatInstant(acknowledgeBy, timeZone)}, and none is on record.`;
    case 'days':
      return `${days ?? 0} days have passed since it arrived, and it is not closed. The day of disclosure is ${formatDay(discloseBy, timeZone)}.`;
    case 'disclosure':
      return `The day of disclosure, ${formatDay(discloseBy, timeZone)}, has come, and it is not closed.`;
  }
}

/** Reports that a subject names. */
const MOST_NUMBERS = 3;

/** One line for all notices of a dispatch: "[TS-2026-0001] new report". */
export function subjectOf(notices: readonly Notice[]): string {
  const [first, ...others] = notices;
  if (first === undefined) return 'no notice';
  if (others.length === 0) return `[${first.number}] ${headline(first)}`;
  const numbers = [...new Set(notices.map(({ number }) => number))];
  const named = numbers
    .slice(0, MOST_NUMBERS)
    .map(number => `[${number}]`)
    .join(' ');
  const rest = numbers.length - MOST_NUMBERS;
  return `${named}${rest > 0 ? ` and ${rest} more` : ''}: ${notices.length} notices`;
}
