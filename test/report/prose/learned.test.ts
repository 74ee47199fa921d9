/** What the words of a sentence weigh: each of its features once, however they are looked up. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LEARNED_PURPOSES,
  learnedScores,
  WEIGHT_SCALE,
  weightsFrom,
} from '../../../src/report/prose/learned.js';
import { featuresOf } from '../../../src/report/prose/word-features.js';

const word = fc.constantFrom(
  'open',
  'the',
  'page',
  'https://a.example/x',
  '12',
  '?',
  'to',
  "it's",
  'Öffnen',
  '^',
  '$',
);
const sentence = fc.array(word, { maxLength: 40 }).map(words => words.join(' '));

/** One weight for each feature, no two the same. */
function weighed(features: readonly string[]): [string, number[]][] {
  return features.map((feature, index) => [feature, LEARNED_PURPOSES.map((_, at) => (index + 1) * 7 + at)]);
}

describe('the weight of a sentence', () => {
  it('is the sum of the weights of its features, each counted once', () => {
    fc.assert(
      fc.property(sentence, sentence, (text, other) => {
        const features = [...new Set([...featuresOf(text), ...featuresOf(other)])];
        const known = weighed(features.filter((_, index) => index % 3 !== 0));
        const byFeature = new Map(known);
        const sums = LEARNED_PURPOSES.map((_, at) =>
          [...featuresOf(text)].reduce(
            (sum, feature) => sum + (byFeature.get(feature)?.[at] ?? 0) / WEIGHT_SCALE,
            0,
          ),
        );
        const scores = learnedScores(text, weightsFrom(known));
        expect(LEARNED_PURPOSES.map(purpose => scores[purpose])).toEqual(
          sums.map(sum => expect.closeTo(sum, 6)),
        );
      }),
    );
  });

  it('is nothing where no word is known', () => {
    const scores = learnedScores('open the page', weightsFrom([['other words', [1, 2, 3, 4, 5, 6]]]));
    expect(Object.values(scores)).toEqual(LEARNED_PURPOSES.map(() => 0));
  });
});
