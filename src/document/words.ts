/** The forms words are compared and kept in. Every function is linear in its input. */
import { singleLine } from '../message/printable.js';

/**
 * White space and control characters folded to one space.
 * @param text - any text
 */
export function foldSpace(text: string): string {
  return singleLine(text).replace(UNEVEN, ' ');
}

/**
 * The form words are compared in: lower case, umlauts and accents written out or dropped, so that "Lösung",
 * "Loesung" and "LÖSUNG" are one word. Characters that nobody sees go, so that one inside of a word does not hide it.
 * @param text - any text
 */
export function foldWords(text: string): string {
  // Most words are of ASCII letters, and are folded ten thousand times a mail.
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase().replace(UNEVEN_SPACE, ' ').trim();
  return text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(/ß/g, 'ss')
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

const BEYOND_ASCII = /[\u0080-\uffff]/;

/** In ASCII: white space that is no single space. */
const UNEVEN_SPACE = /\s\s+|[\t-\r]/g;

/** The same in any text. */
const UNEVEN = /\s\s+|[^\S ]/g;
