/** Which language a text is in, told by its stop-words. */
import { foldWords } from '../document/words.js';
import { STOP_WORDS } from './terms.js';

export type Language = keyof typeof STOP_WORDS;

/** Words are counted this far: more changes no answer. */
const MAX_SAMPLE = 20_000;
/** Fewer stop-words than this tell nothing. */
const MIN_HITS = 3;

const languageOf = new Map<string, Language>();
for (const [language, words] of Object.entries(STOP_WORDS)) {
  for (const word of words) languageOf.set(word, language as Language);
}

/**
 * The language a text is written in, by its stop-words, or null where they are few or divided.
 * @param text - prose, as far as there is
 */
export function languageOfText(text: string): Language | null {
  const hits: Record<Language, number> = { en: 0, de: 0, fr: 0, es: 0 };
  for (const word of foldWords(text.slice(0, MAX_SAMPLE)).split(/[^a-z']+/)) {
    const language = languageOf.get(word);
    if (language !== undefined) hits[language]++;
  }
  const [first, second] = (Object.entries(hits) as [Language, number][]).sort((a, b) => b[1] - a[1]);
  if (first === undefined || second === undefined) return null;
  return first[1] >= MIN_HITS && first[1] > second[1] ? first[0] : null;
}
