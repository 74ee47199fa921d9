/** The web addresses in running text, as far as they reach. */
import type { Found } from './found.js';
import { MAX_URL_LENGTH } from './limits.js';

const START = /https?:\/\//gi;
/** White space, delimiters, quotation marks, and what shows as nothing or turns the direction of writing. */
const STOP =
  /[\s<>"'`|{}\\^\u201c\u201d\u201e\u00ab\u00bb\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
/** "{id}" of a described route. */
const PLACEHOLDER = /\{[\w-]{1,40}\}/y;
/** RFC 3986 Appendix C: in angle brackets a line break and the space around it are no part of the address. */
const BRACKETED = /[!-;=?-~]{1,2048}(?:[ \t]{0,3}\n[ \t]{0,8}[!-;=?-~]{1,2048}){1,8}>/y;

/**
 * The http and https addresses in a text, in order, without the punctuation of the sentence around them. One that
 * breaks over lines is whole only between angle brackets, where its end is certain.
 * @param text - any text
 */
export function* urlsIn(text: string): Generator<Found<string>> {
  const start = new RegExp(START);
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const found = bracketedAt(text, match.index) ?? plainAt(text, match.index, match[0].length);
    start.lastIndex = Math.max(found.end, match.index + match[0].length);
    if (found.value.length <= MAX_URL_LENGTH) yield found;
  }
}

function bracketedAt(text: string, start: number): Found<string> | null {
  if (!/<(?:URL:)?\s{0,3}$/i.test(text.slice(Math.max(0, start - 8), start))) return null;
  BRACKETED.lastIndex = 0;
  const written = BRACKETED.exec(text.slice(start, start + 2 * MAX_URL_LENGTH))?.[0];
  // A second address in the brackets is no continuation of the first.
  if (written === undefined || /\n[ \t]{0,8}https?:/i.test(written)) return null;
  return { value: written.slice(0, -1).replace(/\s+/g, ''), start, end: start + written.length - 1 };
}

function plainAt(text: string, start: number, scheme: number): Found<string> {
  let end = start + scheme;
  const isAddress = text.charAt(end) === '[';
  let open = 0;
  for (; end < text.length; end++) {
    const character = text.charAt(end);
    if (character === '{') {
      PLACEHOLDER.lastIndex = end;
      const placeholder = PLACEHOLDER.exec(text);
      if (placeholder === null) break;
      end += placeholder[0].length - 1;
      continue;
    }
    if (STOP.test(character) || (character === ']' && !isAddress)) break;
    if (character === '(') open++;
    // A parenthesis that the address did not open belongs to the words around it, as in [text](address).
    if (character === ')' && --open < 0) break;
    if (/[,;]/.test(character) && /^https?:\/\//i.test(text.slice(end + 1, end + 9))) break;
  }
  const value = trimUrl(text.slice(start, end));
  return { value, start, end: start + value.length };
}

function trimUrl(url: string): string {
  let end = url.length;
  while (end > 0 && /[.,;:!?*_]/.test(url.charAt(end - 1))) end--;
  return url.slice(0, end);
}
