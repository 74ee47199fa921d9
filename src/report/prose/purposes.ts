/** How strongly a sentence speaks for each purpose, by itself. */
import { foldWords } from '../../document/words.js';
import { MAX_CUE_LENGTH } from '../limits.js';
import { namesRuntime } from '../runtimes.js';
import { isTyped } from '../typed.js';
import {
  DESCRIPTION_TERMS,
  PURPOSE_TERMS,
  type Purpose,
  STEP_OPENINGS,
  type Terms,
} from './sentence-terms.js';

/** Every purpose, in the order they are tried where scores are even. */
export const PURPOSES: readonly Purpose[] = [
  'description',
  'steps',
  'impact',
  'mitigations',
  'environment',
  'affected',
  'severity',
  'intro',
  'other',
];

export type Scores = Readonly<Record<Purpose, number>>;

const WEIGHTS = { strong: 3.3, good: 2, weak: 0.6 } as const;

type Tested = readonly (readonly [weight: number, pattern: RegExp])[];

function tested(terms: Terms): Tested {
  const tiers = ['strong', 'good', 'weak'] as const;
  return tiers.flatMap(tier =>
    terms[tier].length === 0 ? [] : [[WEIGHTS[tier], new RegExp(terms[tier].join('|'))] as const],
  );
}

const PATTERNS: Readonly<Record<string, Tested>> = {
  ...Object.fromEntries(Object.entries(PURPOSE_TERMS).map(([purpose, terms]) => [purpose, tested(terms)])),
  description: tested(DESCRIPTION_TERMS),
};
/** What is wrong is seldom told of oneself. */
const FIRST_PERSON = /^(?:i|we|ich|wir|je|j'ai|nous) /;
/** Names of files, functions and switches are what a flaw is told with. */
const CODE_WORD = /[\w-][_/\\=()<>{}[\]$*][\w-]|--?[a-z]{2,}|[a-z][A-Z]|\w\.\w|`|\b(?:ts|ecs)-[a-z]/;
const PERSONAL =
  /\b(?:i|we|my|our|me|us|mine|ours|ich|wir|mein|meine|meinem|meinen|unser|unsere|unserem|unseren|unserer|mir|uns|je|j|nous|mon|ma|mes|notre|nos|yo|mi|mis|nuestro|nuestra|nuestros|nos)\b/;

function technical(text: string): number {
  return CODE_WORD.test(text.slice(0, MAX_CUE_LENGTH)) ? 0.6 : 0;
}

function personal(words: string): number {
  return PERSONAL.test(words) ? 0.5 : 0;
}

/** A name, a title, a lone word. */
function isBare(words: string): boolean {
  return words.length < 40 && words.split(' ').length <= 3;
}

const VECTOR = /\bav:[nalp]\//;
const OPENING = new RegExp(STEP_OPENINGS.join('|'));

/**
 * Whether a sentence leads to steps and is none: "To reproduce:".
 * @param text - folded white space
 */
export function opensSteps(text: string): boolean {
  return (
    text.length <= 120 && OPENING.test(foldWords(text).replace(/[.:!]$/, match => (match === ':' ? ':' : '')))
  );
}

/**
 * @param text - a sentence, white space folded
 * @returns for each purpose from 0, nothing, to about 4
 */
export function scoresOf(text: string): Scores {
  const words = foldWords(text.slice(0, MAX_CUE_LENGTH));
  const score = (purpose: string) => {
    let sum = 0;
    // The strongest tier counts whole, what else speaks for it a little.
    for (const [weight, pattern] of PATTERNS[purpose] ?? []) {
      if (pattern.test(words)) sum = sum === 0 ? weight : sum + weight / 3;
    }
    return sum;
  };
  const intro = score('intro');
  const other = score('other');
  const runtime = !VECTOR.test(words) && namesRuntime(words);
  return {
    description:
      0.7 +
      score('description') +
      technical(text) -
      (FIRST_PERSON.test(words) || isBare(words) ? 1 : 0) -
      personal(words),
    steps: score('steps') + (isTyped(text) ? 1.5 : 0),
    impact: score('impact'),
    mitigations: score('mitigations'),
    environment: runtime ? score('environment') + 1.6 : Math.min(0.4, score('environment')),
    affected: score('affected') - (runtime ? 1 : 0),
    severity: score('severity'),
    // "Once more:" leads to what follows.
    // Asides before the telling are part of leading to it.
    intro: Math.max(intro, other) + personal(words) + (words.length < 40 && words.endsWith(':') ? 1.5 : 0),
    other: 0.5 + other,
  };
}

/** By so much it has to speak for its purpose more than for any other. */
const STRAY_MARGIN = 1;
/** What one strong term gives. */
const SURE = 3;

/**
 * The purpose of a sentence that stands under a heading and is surely about something else, or null.
 * @param text - white space folded
 * @param least - the score it has to have
 */
export function strayPurposeOf(text: string, least = SURE): Purpose | null {
  const scores = scoresOf(text);
  const ranked = PURPOSES.filter(purpose => purpose !== 'intro')
    .map(purpose => [purpose, scores[purpose]] as const)
    .sort((one, other) => other[1] - one[1]);
  const [first, second] = ranked;
  if (first === undefined || second === undefined) return null;
  return first[1] >= least && first[1] - second[1] >= STRAY_MARGIN ? first[0] : null;
}
