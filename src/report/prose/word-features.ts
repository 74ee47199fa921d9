/** What of a sentence's words is weighed: single words, pairs, the first and the last. */
import { beginningOf } from '../beginning.js';

const TOKEN = /[a-z']+|\burl\b|0|[?!:]/g;

/**
 * Tells the features of a sentence, some more than once. Addresses and numbers count as such, whatever they are.
 * @param text - white space folded
 * @param onSingle - told of a word, or of a mark and what it is of
 * @param onPair - told of two words that follow each other; their feature is both with a space between
 */
export function eachFeature(
  text: string,
  onSingle: (feature: string) => void,
  onPair: (first: string, second: string) => void,
): void {
  const words =
    beginningOf(text)
      .replace(/https?:\S+/g, ' url ')
      .replace(/\d+/g, '0')
      .match(TOKEN) ?? [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const next = words[index + 1];
    onSingle(word);
    if (next !== undefined) onPair(word, next);
  }
  onSingle(`^${words[0] ?? ''}`);
  if (words.length > 1) onSingle(`^${words[0]} ${words[1]}`);
  onSingle(`$${words.at(-1) ?? ''}`);
  onSingle(`#${Math.min(5, Math.floor(words.length / 6))}`);
}

/** The same, each once. */
export function featuresOf(text: string): Iterable<string> {
  const features = new Set<string>();
  eachFeature(
    text,
    feature => features.add(feature),
    (first, second) => features.add(`${first} ${second}`),
  );
  return features;
}
