/**
 * `npm run train -- FOLDER...`: learns from labelled mails how words speak for the purpose of a sentence, and writes
 * src/report/prose/word-weights.ts. Multinomial logistic regression by stochastic gradient descent, with a fixed
 * order of draws, so that the same mails give the same weights.
 */
import { writeFileSync } from 'node:fs';
import {
  LEARNED_PURPOSES,
  type LearnedPurpose,
  learnedScores,
  WEIGHT_SCALE,
  type WordWeights,
  weightsFrom,
} from '../report/prose/learned.js';
import { featuresOf } from '../report/prose/word-features.js';
import { type LabelledSentence, labelledSentences } from './labelled-sentences.js';

const EPOCHS = 30;
const RATE = 0.1;
const RATE_DECAY = 0.95;
const L2 = 2e-4;
/** Weights that never reach this change no decision. */
const LEAST_WEIGHT = 8;
const FOLDS = 8;

type Weights = ReadonlyMap<string, readonly number[]>;

async function main(folders: readonly string[]): Promise<number> {
  if (folders.length === 0) {
    process.stderr.write('Usage: npm run train -- FOLDER...\n');
    return 64;
  }
  const sentences: LabelledSentence[] = [];
  for (const folder of folders) sentences.push(...(await labelledSentences(folder)));
  const names = [...new Set(sentences.map(({ name }) => name))];
  let right = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHeld = ({ name }: LabelledSentence) => names.indexOf(name) % FOLDS === fold;
    const weights = weightsFrom(learn(sentences.filter(sentence => !isHeld(sentence))));
    right += sentences.filter(
      sentence => isHeld(sentence) && bestOf(sentence.text, weights) === sentence.purpose,
    ).length;
  }
  const weights = learn(sentences);
  const share = ((100 * right) / sentences.length).toFixed(1);
  process.stdout.write(
    `${sentences.length} sentences of ${names.length} mails; ${share} % right by words alone in mails left out; ` +
      `${weights.size} words and pairs.\n`,
  );
  writeFileSync(new URL('../../src/report/prose/word-weights.ts', import.meta.url), sourceOf(weights));
  return 0;
}

function bestOf(text: string, weights: WordWeights): LearnedPurpose {
  const scores = learnedScores(text, weights);
  return LEARNED_PURPOSES.reduce((best, each) => (scores[each] > scores[best] ? each : best));
}

function learn(sentences: readonly LabelledSentence[]): Weights {
  const examples = sentences.map(({ text, purpose }) => ({
    features: [...featuresOf(text)],
    wanted: LEARNED_PURPOSES.indexOf(purpose),
  }));
  const weights = new Map<string, Float64Array>();
  for (const { features } of examples) {
    for (const feature of features) weights.set(feature, new Float64Array(LEARNED_PURPOSES.length));
  }
  const draw = drawer();
  let rate = RATE;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const { features, wanted } of shuffled(examples, draw)) {
      const own = features.map(feature => weights.get(feature) ?? new Float64Array(LEARNED_PURPOSES.length));
      const chances = softmax(own);
      for (const [index, chance] of chances.entries()) {
        const gradient = (chance - (index === wanted ? 1 : 0)) / Math.sqrt(own.length);
        for (const weight of own) weight[index] = (weight[index] ?? 0) * (1 - rate * L2) - rate * gradient;
      }
    }
    rate *= RATE_DECAY;
  }
  const kept = [...weights].map(([feature, weight]) => [feature, [...weight].map(rounded)] as const);
  return new Map(kept.filter(([, weight]) => weight.some(each => Math.abs(each) >= LEAST_WEIGHT)));
}

function rounded(weight: number): number {
  return Math.round(weight * WEIGHT_SCALE) || 0;
}

function softmax(weights: readonly Float64Array[]): number[] {
  const sums = LEARNED_PURPOSES.map((_purpose, index) =>
    weights.reduce((sum, weight) => sum + (weight[index] ?? 0), 0),
  );
  const most = Math.max(...sums);
  const powers = sums.map(sum => Math.exp(sum - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map(power => power / total);
}

/** Park and Miller's generator: the same draws on every machine. */
function drawer(): () => number {
  let state = 1;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

function shuffled<T>(items: readonly T[], draw: () => number): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(draw() * (index + 1));
    const [one, two] = [result[index], result[other]];
    if (one === undefined || two === undefined) continue;
    result[index] = two;
    result[other] = one;
  }
  return result;
}

/** No feature holds a sign that would end its part of a line, or of the text (`word-features.ts`). */
function sourceOf(weights: Weights): string {
  const lines = [...weights]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([feature, weight]) => `${feature}=${weight.join(',')}`);
  return [
    '/** Written by `npm run train` from fixtures/labelled/tune; not edited by hand. A word or pair of words a line, and its weights. */',
    'export const WORD_WEIGHTS = `',
    ...lines,
    '`;',
    '',
  ].join('\n');
}

process.exitCode = await main(process.argv.slice(2));
