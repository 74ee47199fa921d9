/** What of a sentence's words is weighed: single words, pairs, the first and the last. */
import { foldWords } from '../../document/words.js';
import { MAX_CUE_LENGTH } from '../limits.js';

const TOKEN = /[a-z']+|\burl\b|0|[?!:]/g;

/**
 * The features of a sentence, each once. Addresses and numbers count as such, whatever they are.
 * @param text - white space folded
 */
export function featuresOf(text: string): Iterable<string> {
  const words =
    foldWords(text.slice(0, MAX_CUE_LENGTH))
      .replace(/https?:\S+/g, ' url ')
      .replace(/\d+/g, '0')
      .match(TOKEN) ?? [];
  const features = new Set<string>();
  for (const [index, word] of words.entries()) {
    features.add(word);
    const next = words[index + 1];
    if (next !== undefined) features.add(`${word} ${next}`);
  }
  features.add(`^${words[0] ?? ''}`);
  if (words.length > 1) features.add(`^${words[0]} ${words[1]}`);
  features.add(`$${words.at(-1) ?? ''}`);
  features.add(`#${Math.min(5, Math.floor(words.length / 6))}`);
  return features;
}
