/** Marks of list items that Markdown has no word for: "Step 3:", "3.1", "(2)", "b)", "•". */
import type { ItemNumber, Line } from './document.js';
import { from } from './lines.js';

const NAMED =
  /^[#*_-]{0,6}\s?(?:step|schritt|[eé]tape|paso)\s?(?:#|n[°º.]\s?)?(\d{1,3})\s?(?:[.):–—-][*_]{0,2}\s{0,10}|[*_]{0,2}(?:\s+|$))(?:[*_]{2}\s{0,10})?/i;
const NUMBERED = /^[*_]{0,2}\(?(\d{1,3}(?:\.\d{1,3}){0,3})(?:[.):]{1,2}|\s[-–]|\/)?[*_]{0,2}\s+(?=\S)/;
const LETTERED = /^\(?([a-z])\)\s+(?=\S)/;
const BULLET = /^[•·‣◦▪–—➢►→]\s+(?=\S)/;

/** An item's number and the words beside it. */
export interface Mark {
  readonly number: ItemNumber;
  readonly rest: Line;
}

/**
 * The number a line opens with, or null. A bare number ("200 OK") is none: it takes a point, a parenthesis or a second
 * level.
 * @param line - trimmed
 */
export function numberOn(line: Line): Mark | null {
  const named = NAMED.exec(line.text);
  if (named?.[1] !== undefined) return { number: [Number(named[1])], rest: from(line, named[0].length) };
  const lettered = LETTERED.exec(line.text);
  if (lettered?.[1] !== undefined) {
    return { number: [lettered[1].charCodeAt(0) - 96], rest: from(line, lettered[0].length) };
  }
  const match = NUMBERED.exec(line.text);
  if (match?.[1] === undefined) return null;
  const bare = match[0].trim() === match[1];
  if (bare && !match[1].includes('.')) return null;
  return { number: match[1].split('.').map(Number), rest: from(line, match[0].length) };
}

/**
 * The words beside a bullet that Markdown does not know, or null.
 * @param line - trimmed
 */
export function bulletOn(line: Line): Mark | null {
  const match = BULLET.exec(line.text);
  return match === null ? null : { number: null, rest: from(line, match[0].length) };
}

/**
 * Whether one number may follow another: the next at any level, or the first of a new level. Holds apart the numbers of
 * items from versions and addresses at the start of a wrapped line.
 * @param previous - the number before, or null at the start
 * @param next - the number that claims to follow
 */
export function follows(previous: ItemNumber, next: readonly number[]): boolean {
  const last = next[next.length - 1];
  if (last === undefined) return false;
  // "1.5.0 is installed" opens with a version.
  if (previous === null) {
    return next.length < 3 && (last === 1 || (last === 0 && next.length === 1)) && (next[0] ?? 0) < 20;
  }
  const head = next.slice(0, -1);
  if (next.length > previous.length)
    return last <= 1 && next.length === previous.length + 1 && startsWith(previous, head);
  return startsWith(previous, head) && last === (previous[next.length - 1] ?? 0) + 1;
}

function startsWith(whole: readonly number[], head: readonly number[]): boolean {
  return head.every((part, index) => whole[index] === part);
}
