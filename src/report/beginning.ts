/** The part of a sentence that cues are looked for in, as they are. */
import { foldWords } from '../document/words.js';
import { MAX_CUE_LENGTH } from './limits.js';

/** One sentence is asked about by several rules in a row. */
let last = { text: '', words: '' };

/**
 * The words of a sentence's beginning, folded as `foldWords` does.
 * @param text - a sentence
 */
export function beginningOf(text: string): string {
  if (last.text !== text) last = { text, words: foldWords(text.slice(0, MAX_CUE_LENGTH)) };
  return last.words;
}
