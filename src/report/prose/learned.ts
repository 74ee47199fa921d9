/**
 * How the words of a sentence speak for its purpose, by weights learned from labelled mails (`npm run train`). A linear
 * sum over the words: the same words give the same sum everywhere, and every word's part in it can be named.
 */
import { eachFeature } from './word-features.js';
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

/** Weights in the order of `LEARNED_PURPOSES`, in hundredths; pairs by their first word and their second. */
export interface WordWeights {
  readonly singles: ReadonlyMap<string, readonly number[]>;
  readonly pairs: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
}

/**
 * Weights as they are looked up: a pair's words need not be put together for each that a sentence has.
 * @param weights - by feature
 */
export function weightsFrom(weights: Iterable<readonly [feature: string, readonly number[]]>): WordWeights {
  const singles = new Map<string, readonly number[]>();
  const pairs = new Map<string, Map<string, readonly number[]>>();
  for (const [feature, own] of weights) {
    const space = feature.startsWith('^') ? -1 : feature.indexOf(' ');
    if (space < 0) {
      singles.set(feature, own);
      continue;
    }
    const first = feature.slice(0, space);
    const seconds = pairs.get(first) ?? new Map<string, readonly number[]>();
    pairs.set(first, seconds.set(feature.slice(space + 1), own));
  }
  return { singles, pairs };
}

let learned: WordWeights | null = null;

/** Read with the first sentence. As text they are loaded in half the memory that a literal of arrays takes. */
function learnedWeights(): WordWeights {
  learned ??= weightsFrom(
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
 * @returns the sum of its words' weights for each purpose, about -5 to 5; 0 for all where no word is known
 */
export function learnedScores(
  text: string,
  { singles, pairs }: WordWeights = learnedWeights(),
): Record<LearnedPurpose, number> {
  const sums = LEARNED_PURPOSES.map(() => 0);
  const counted = new Set<readonly number[]>();
  const count = (own: readonly number[] | undefined) => {
    if (own === undefined || counted.has(own)) return;
    counted.add(own);
    for (let index = 0; index < sums.length; index++) {
      sums[index] = (sums[index] ?? 0) + (own[index] ?? 0) / WEIGHT_SCALE;
    }
  };
  eachFeature(
    text,
    feature => count(singles.get(feature)),
    (first, second) => count(pairs.get(first)?.get(second)),
  );
  const [description = 0, steps = 0, impact = 0, mitigations = 0, environment = 0, other = 0] = sums;
  return { description, steps, impact, mitigations, environment, other };
}
