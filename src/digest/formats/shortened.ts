/**
 * Lists that a person reads, cut where nobody would read on, with what was left out counted: nothing is missing in
 * silence. The formats for programs have all.
 */
import type { DigestContents, ToDo } from '../contents.js';
import { counted } from './amounts.js';
import { saidReason } from './reason-words.js';

/** Reports to do that are written out. */
const MOST_TO_DO = 100;
/** Lines of every other list. */
const MOST_LINES = 200;

const ALL = '"security-inbox digest --format csv" has all of them';

/** The first of a list. */
export function shortened<T>(all: readonly T[], most: number = MOST_LINES): readonly T[] {
  return all.length > most ? all.slice(0, most) : all;
}

/** What of what is to do was left out, by the most urgent reason of each; null where nothing was. */
export function leftToDo({ toDo }: DigestContents): string | null {
  const left = toDo.slice(MOST_TO_DO);
  if (left.length === 0) return null;
  const kinds = new Map<string, number>();
  for (const { reasons } of left) {
    const { label } = saidReason(reasons[0]);
    kinds.set(label, (kinds.get(label) ?? 0) + 1);
  }
  const words = [...kinds].map(([label, count]) => `${label.toLowerCase()} ${count}`);
  return `And ${counted(left.length, 'report')} more, by the most urgent reason of each: ${words.join(', ')}; ${ALL}.`;
}

/** How many lines of a list were left out; null where none was. @param all - where to find them, of our own words */
export function leftOut(list: readonly unknown[], all: string = ALL): string | null {
  return list.length > MOST_LINES ? `And ${list.length - MOST_LINES} more; ${all}.` : null;
}

/** Where those are that a table of the open ones does not hold. */
export const IN_JSON = '"security-inbox digest --format json" has all of them';

/** The reports to do that are written out. */
export function shownToDo({ toDo }: DigestContents): readonly ToDo[] {
  return shortened(toDo, MOST_TO_DO);
}
