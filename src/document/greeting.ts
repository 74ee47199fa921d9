/** How a letter opens. */
import { GREETINGS } from './letter-terms.js';
import { foldWords } from './words.js';

/** Longer lines are prose, whatever word they begin with. */
export const MAX_GREETING_LENGTH = 70;

const WORDS_OF_PROSE: ReadonlySet<string> = new Set([
  'all',
  'team',
  'security team',
  'werte',
  'senores',
  'cher',
  'chere',
]);

/**
 * Whether a text begins as a letter does.
 * @param text - the first line
 */
export function greets(text: string): boolean {
  const words = foldWords(text.slice(0, MAX_GREETING_LENGTH));
  return GREETINGS.some(greeting => {
    const rest = words.slice(greeting.length);
    if (!words.startsWith(greeting) || /^[a-z0-9'-]/.test(rest)) return false;
    // "All versions leak" begins with a word that some letters begin with.
    return !WORDS_OF_PROSE.has(greeting) || rest === '' || /^ ?[,!–-]/.test(rest) || /[,!]$/.test(words);
  });
}
