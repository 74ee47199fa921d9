/** A product's name that no rule knows: the words themselves. */
import { FILLER_WORDS } from './filler-words.js';
import type { Named } from './pairing.js';
import type { Passage } from './passage.js';
import { isProductToken } from './products.js';
import type { Token } from './version-tokens.js';
import { VERSION_WORDS } from './version-words.js';

const filler = new Set(FILLER_WORDS);
const versionWords = new Set(VERSION_WORDS.flatMap(phrase => phrase.split(' ')));
/** A product's name is short; more words are a sentence. */
const MAX_NAME_WORDS = 5;

/**
 * A name made of the words themselves, or null where they are none or a sentence.
 * @param words - tokens of a clause, in order
 * @param passage - whose text they are of
 */
export function ownName(words: readonly Token[], passage: Passage): Named | null {
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
