import { MAX_SENTENCES } from './limits.js';
import { foldSpace } from './text.js';

/** A full stop after these ends no sentence. */
const ABBREVIATIONS = new Set([
  ...[
    'e.g.',
    'i.e.',
    'z.b.',
    'd.h.',
    'bzw.',
    'etc.',
    'ca.',
    'vs.',
    'cf.',
    'mr.',
    'mrs.',
    'ms.',
    'dr.',
    'st.',
    'nr.',
  ],
  ...[
    'no.',
    'vgl.',
    'u.a.',
    'o.ä.',
    'ggf.',
    'inkl.',
    'incl.',
    'approx.',
    'p.ej.',
    'usw.',
    'sr.',
    'sra.',
    'prof.',
  ],
]);

/**
 * The sentences of a paragraph, white space folded. A sentence ends at ".", "!" or "?" before a space and a
 * capital, a digit or a quotation mark; not after an initial, a day's number or a known abbreviation.
 * @param paragraph - prose
 */
export function sentencesOf(paragraph: string): string[] {
  const words = foldSpace(paragraph).split(' ');
  const sentences: string[] = [];
  let current: string[] = [];
  words.forEach((word, index) => {
    if (word === '') return;
    current.push(word);
    const next = words[index + 1];
    if (sentences.length >= MAX_SENTENCES) return;
    if (next !== undefined && endsSentence(word) && /^[\p{Lu}\d"'„“«(¿¡[`]/u.test(next)) {
      sentences.push(current.join(' '));
      current = [];
    }
  });
  if (current.length > 0) sentences.push(current.join(' '));
  return sentences;
}

function endsSentence(word: string): boolean {
  if (!/[.!?]["'”“»)]?$/.test(word)) return false;
  const bare = word.slice(-24).toLowerCase();
  return !ABBREVIATIONS.has(bare) && !/^["'„“«(]?\p{L}\.$/u.test(word) && !/^\d{1,2}\.$/.test(word);
}
