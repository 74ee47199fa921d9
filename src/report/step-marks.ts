/** The marks that open a step: numbers, "Step 3:", bullets. */
import type { Line } from './lines.js';

const NUMBERED = /^\s{0,20}[#*_]{0,4}\s?\(?(\d{1,3}(?:\.\d{1,3}){0,3})(?:[.):]{1,2}|\s-)?[*_]{0,2}\s+(?=\S)/;
const NAMED =
  /^\s{0,20}[#*_-]{0,6}\s?(?:step|schritt|[eé]tape|paso)\s?#?(\d{1,3})\s?(?:[.):–-][*_]{0,2}\s{0,10}|[*_]{0,2}(?:\s+|$))/i;
const BULLET = /^\s{0,20}[-*•+–]\s+(?=\S)/;

/** A step's number and the words beside it. */
export interface StepNumber {
  readonly number: readonly number[];
  readonly rest: string;
}

/**
 * The step number a line opens with, or null. A bare number ("200 OK") is none: it takes a point, a
 * parenthesis or a second level.
 * @param line - the line
 */
export function stepNumberOf(line: Line): StepNumber | null {
  if (line.code) return null;
  const named = NAMED.exec(line.text);
  if (named?.[1] !== undefined) return { number: [Number(named[1])], rest: line.text.slice(named[0].length) };
  const match = NUMBERED.exec(line.text);
  if (match?.[1] === undefined) return null;
  const bare = match[0].trim() === match[1];
  if (bare && !match[1].includes('.')) return null;
  return { number: match[1].split('.').map(Number), rest: line.text.slice(match[0].length) };
}

/**
 * The words beside a bullet, or null where the line has none.
 * @param line - the line
 */
export function bulletOf(line: Line): string | null {
  if (line.code) return null;
  const match = BULLET.exec(line.text);
  return match === null ? null : line.text.slice(match[0].length);
}

/**
 * Whether one number may follow another: the next at any level, or the first of a new level. Holds apart the
 * numbers of steps from versions and addresses at the start of a wrapped line.
 * @param previous - the number before, or null at the start
 * @param next - the number that claims to follow
 */
export function follows(previous: readonly number[] | null, next: readonly number[]): boolean {
  const last = next[next.length - 1];
  if (last === undefined) return false;
  if (previous === null) return last <= 1 && next.slice(0, -1).every(part => part < 20);
  const head = next.slice(0, -1);
  if (next.length > previous.length)
    return last <= 1 && next.length === previous.length + 1 && startsWith(previous, head);
  return startsWith(previous, head) && last === (previous[next.length - 1] ?? 0) + 1;
}

function startsWith(whole: readonly number[], head: readonly number[]): boolean {
  return head.every((part, index) => whole[index] === part);
}
