/** Product names in prose, until a catalogue tells the real ones. */
import { ORDINARY_PARTS } from './terms.js';

const ordinary = new Set<string>(ORDINARY_PARTS);
const TOKEN = /^[a-z][a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){1,5}$/;
/** Prose further down seldom names the product for the first time. */
const MAX_SEARCHED = 10_000;

/**
 * The first hyphenated lower-case name in a text, such as "ts-scan"; words like "cross-site" are none.
 * @param text - a subject or a description
 */
export function productTokenIn(text: string): string | null {
  for (const word of text.slice(0, MAX_SEARCHED).split(/[\s,;:()[\]"'`!?]+/)) {
    const bare = word.replace(/\.{1,3}$/, '');
    if (TOKEN.test(bare) && isName(bare)) return bare;
  }
  return null;
}

/**
 * Whether a hyphenated word holds a part that is no ordinary English word.
 * @param word - lower case
 */
function isName(word: string): boolean {
  const parts = word.split('-');
  return (
    parts.some(part => !ordinary.has(part) && !/^\d+$/.test(part)) &&
    !/^(?:cve|cwe|utf|iso|sha|rfc)-/.test(word) &&
    !/ed$|ing$/.test(parts[parts.length - 1] ?? '')
  );
}
