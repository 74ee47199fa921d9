/** A product's name that no rule knows: the words themselves. */

import type { Excerpt } from './excerpts.js';
import { FILLER_WORDS, OF_WORDS } from './filler-words.js';
import type { Named } from './pairing.js';
import { isProductToken } from './products.js';
import type { Token } from './version-tokens.js';
import { VERSION_WORDS } from './version-words.js';

const filler = new Set(FILLER_WORDS);
const of = new Set(OF_WORDS);
const versionWords = new Set(VERSION_WORDS.flatMap(phrase => phrase.split(' ')));
/** A product's name is short; more words are a sentence. */
const MAX_NAME_WORDS = 5;

/**
 * A name made of the words themselves, or null where they are none or a sentence.
 * @param words - tokens of a clause, in order
 * @param passage - whose text they are of
 */
export function ownName(words: readonly Token[], passage: Excerpt): Named | null {
  let start = 0;
  let end = words.length;
  const isFiller = (token: Token | undefined) =>
    token === undefined ||
    token.kind !== 'word' ||
    filler.has(token.folded) ||
    versionWords.has(token.folded);
  while (start < end && isFiller(words[start])) start++;
  while (end > start && isFiller(words[end - 1]) && words[end - 1]?.kind !== 'number') end--;
  const kept = words.slice(start, end);
  const first = kept[0];
  const last = kept[kept.length - 1];
  if (first === undefined || last === undefined) return null;
  const token = kept.find(word => isProductToken(word.text));
  if (token !== undefined && kept.length > 2) {
    return { kind: 'token', product: token.text, start: token.start, end: token.end };
  }
  if (kept.length > MAX_NAME_WORDS || !kept.some(word => /\p{L}/u.test(word.text))) return null;
  const product = passage.text.slice(first.start, last.end);
  return { kind: 'own', product, start: first.start, end: last.end };
}

/**
 * The capitalized words that end a clause, such as "Acme Portal" of "In Acme Portal version"; one alone only inside
 * a sentence.
 * @param words - tokens of the clause before a version
 * @param passage - whose text they are of
 */
export function capitalized(words: readonly Token[], passage: Excerpt): Named | null {
  let end = words.length;
  while (end > 0 && versionWords.has(words[end - 1]?.folded ?? '')) end--;
  let start = end;
  while (start > 0 && isCapitalized(words[start - 1]) && end - start < MAX_NAME_WORDS) start--;
  const isAlone = end - start === 1;
  return isAlone && start === 0 ? null : spanned(words.slice(start, end), passage);
}

/**
 * The capitalized words behind a version: "4.1 of Acme Gateway".
 * @param tokens - of the statement
 * @param at - index of the token behind the version
 * @param passage - whose text they are of
 */
export function capitalizedBehind(tokens: readonly Token[], at: number, passage: Excerpt): Named | null {
  let start = at;
  while (start < at + 3 && of.has(tokens[start]?.folded ?? '')) start++;
  let end = start;
  while (isCapitalized(tokens[end]) && end - start < MAX_NAME_WORDS) end++;
  return start === at ? null : spanned(tokens.slice(start, end), passage);
}

function isCapitalized(token: Token | undefined): boolean {
  return token?.kind === 'word' && /^\p{Lu}/u.test(token.text) && !filler.has(token.folded);
}

function spanned(words: readonly Token[], passage: Excerpt): Named | null {
  const first = words[0];
  const last = words[words.length - 1];
  if (first === undefined || last === undefined) return null;
  const { start } = first;
  const { end } = last;
  return { kind: 'own', product: passage.text.slice(start, end), start, end };
}
