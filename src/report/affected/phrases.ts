/** Finds phrases of a list at a token. */
import type { Token } from './version-tokens.js';

/** Phrases by their first word, the longest first. */
export type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>;

/**
 * Makes phrases findable.
 * @param list - folded, words parted by one space
 */
export function phrasesOf(list: readonly string[]): Phrases {
  const byFirst = new Map<string, string[][]>();
  for (const phrase of list) {
    const words = phrase.split(' ');
    const first = words[0] ?? '';
    const known = byFirst.get(first) ?? [];
    byFirst.set(first, known);
    known.push(words);
  }
  for (const known of byFirst.values()) known.sort((a, b) => b.length - a.length);
  return byFirst;
}

/**
 * How many tokens the longest phrase that begins at a token takes; 0 where none does.
 * @param tokens - of a text
 * @param at - index of the first
 * @param phrases - what to look for
 */
export function phraseAt(tokens: readonly Token[], at: number, phrases: Phrases): number {
  const first = tokens[at];
  const begun = first === undefined ? undefined : phrases.get(first.folded);
  if (begun === undefined) return 0;
  for (const words of begun) {
    if (words.every((word, index) => tokens[at + index]?.folded === word)) return words.length;
  }
  return 0;
}
