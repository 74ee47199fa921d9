/** How a letter opens. */
import { GREETINGS } from './letter-terms.js';
import { foldWords } from './words.js';

/** Longer lines are prose, whatever word they begin with. */
export const MAX_GREETING_LENGTH = 70;

/**
 * Whether a text begins as a letter does.
 * @param text - the first line
 */
export function greets(text: string): boolean {
  const words = foldWords(text.slice(0, MAX_GREETING_LENGTH));
  return GREETINGS.some(
    greeting => words.startsWith(greeting) && !/^[a-z0-9'-]/.test(words.slice(greeting.length)),
  );
}
