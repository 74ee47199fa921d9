/**
 * How the words of a sentence speak for its purpose, by weights learned from labelled mails (`npm run train`). A linear
 * sum over the words: the same words give the same sum everywhere, and every word's part in it can be named.
 */
import { featuresOf } from './word-features.js';
import { WORD_WEIGHTS } from './word-weights.js';

/** The purposes that weights are learned for; `other` is every one that no field takes. */
export const LEARNED_PURPOSES = [
  'description',
  'steps',
  'impact',
  'mitigations',
  'environment',
  'other',
] as const;
export type LearnedPurpose = (typeof LEARNED_PURPOSES)[number];

/** Weights are kept as whole hundredths. */
export const WEIGHT_SCALE = 100;

type Weights = ReadonlyMap<string, readonly number[]>;

let learned: Weights | null = null;

/** By feature; read with the first sentence. As text they are loaded in half the memory that a literal of arrays takes. */
function learnedWeights(): Weights {
  learned ??= new Map(
    WORD_WEIGHTS.trim()
      .split('\n')
      .map(line => {
        const [feature = '', weights = ''] = line.split('=');
        return [feature, weights.split(',').map(Number)];
      }),
  );
  return learned;
}

/**
 * @param text - a sentence, white space folded
 * @param weights - by feature, in the order of `LEARNED_PURPOSES`
 * @returns the sum of its words' weights for each purpose, about -5 to 5; 0 for all where no word is known
 */
export function learnedScores(
  text: string,
  weights: Weights = learnedWeights(),
): Record<LearnedPurpose, number> {
  const sums = LEARNED_PURPOSES.map(() => 0);
  for (const feature of featuresOf(text)) {
    const known = weights.get(feature);
    if (known === undefined) continue;
    for (let index = 0; index < sums.length; index++) {
      sums[index] = (sums[index] ?? 0) + (known[index] ?? 0) / WEIGHT_SCALE;
    }
  }
  const [description = 0, steps = 0, impact = 0, mitigations = 0, environment = 0, other = 0] = sums;
  return { description, steps, impact, mitigations, environment, other };
}
