/**
 * Lists that a person reads, cut where nobody would read on, with what was left out counted: nothing is missing in
 * silence. The formats for programs have all.
 */

import { counted } from '../../counted.js';
import type { DigestContents, Reason, ToDo } from '../contents.js';
import { saidReason } from './reason-words.js';

/** Reports to do that are written out. */
export const MOST_TO_DO = 100;
/** Of each most urgent reason, written out before the rest is filled up: a flood of one hides none of another. */
const LEAST_OF_A_KIND = 5;
/** Lines of every other list. */
const MOST_LINES = 200;

const ALL = '"security-inbox digest --format csv" has all of them';

/** The first of a list. */
export function shortened<T>(all: readonly T[], most: number = MOST_LINES): readonly T[] {
  return all.length > most ? all.slice(0, most) : all;
}

/** What of what is to do was left out, by the most urgent reason of each; null where nothing was. */
export function leftToDo(contents: DigestContents): string | null {
  const shown = new Set(shownToDo(contents));
  const left = contents.toDo.filter(one => !shown.has(one));
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

/** The reports to do that are written out: the first, and of each most urgent reason the first few. */
export function shownToDo({ toDo }: DigestContents): readonly ToDo[] {
  if (toDo.length <= MOST_TO_DO) return toDo;
  const seen = new Map<Reason['kind'], number>();
  const isFirstOfItsKind = ({ reasons: [{ kind }] }: ToDo) => {
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count <= LEAST_OF_A_KIND;
  };
  const kept = new Set(toDo.filter(isFirstOfItsKind));
  for (const one of toDo) {
    if (kept.size >= MOST_TO_DO) break;
    kept.add(one);
  }
  return toDo.filter(one => kept.has(one));
}
