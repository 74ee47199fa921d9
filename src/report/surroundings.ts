/**
 * The words around a place in a text, within its sentence. Each function looks at a bounded stretch, so a rule that
 * asks about every finding stays linear in the text.
 */
import { foldWords } from '../document/words.js';

/** Characters looked at before a place; a wrapped vector of CVSS 4.0 with all its metrics is not much longer. */
const REACH = 240;

const BREAK = /(?<!\b(?:cf|vgl|vs|approx|ca|resp|e\.g|i\.e|z\.b|p\.ej))[.!?;](?=\s)|\n[ \t]{0,240}\n/gi;

/**
 * What stands before a place in its sentence, as written.
 * @param text - any text
 * @param at - offset of the place
 * @param reach - characters at most
 */
export function sentenceBefore(text: string, at: number, reach = REACH): string {
  const before = text.slice(Math.max(0, at - reach), at);
  let from = 0;
  for (const end of before.matchAll(BREAK)) from = end.index + end[0].length;
  return before.slice(from);
}

/**
 * What stands after a place in its sentence, as written.
 * @param text - any text
 * @param at - offset of the place
 * @param reach - characters at most
 */
export function sentenceAfter(text: string, at: number, reach = 80): string {
  const after = text.slice(at, at + reach);
  const end = after.search(BREAK);
  return end < 0 ? after : after.slice(0, end);
}

/**
 * The words of a stretch, folded; a decimal is one word.
 * @param stretch - a few hundred characters
 */
export function wordsOf(stretch: string): string[] {
  return foldWords(stretch).match(/\d+(?:[.,]\d+)?|[a-z]+(?:'[a-z]+)?/g) ?? [];
}
