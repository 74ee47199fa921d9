/** How strongly a sentence speaks for each purpose, by itself. */
import { foldWords } from '../../document/words.js';
import { MAX_CUE_LENGTH } from '../limits.js';
import type { Passage } from '../passage.js';
import { anyOf, type Pattern } from '../patterns.js';
import { namesRuntime, runtimePhraseIn } from '../runtimes.js';
import { isTyped } from '../typed.js';
import { type LearnedPurpose, learnedScores } from './learned.js';
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

/** Learned weights know more words; terms are surer of theirs. */
const LEARNED_PART = 0.6;

/** Consequences and advice are missed far more often than they are found where there are none. */
const SELDOM_SAID = 0.4;

const WEIGHTS = { strong: 3.3, good: 2, weak: 0.6 } as const;

type Tested = readonly (readonly [weight: number, pattern: Pattern])[];

function tested(terms: Terms): Tested {
  const tiers = ['strong', 'good', 'weak'] as const;
  return tiers.flatMap(tier =>
    terms[tier].length === 0 ? [] : [[WEIGHTS[tier], anyOf(terms[tier])] as const],
  );
}

const PATTERNS: Readonly<Record<string, Tested>> = {
  ...Object.fromEntries(Object.entries(PURPOSE_TERMS).map(([purpose, terms]) => [purpose, tested(terms)])),
  description: tested(DESCRIPTION_TERMS),
};
/** An introduction that goes on to say what is wrong. */
const TELLS =
  /^(?:i|we|ich|wir|je|nous|hiermit|les?) .{0,60}\b(?:report|disclose|notify|inform|melden?|mitteilen|signaler?|signalons|reportar|informar|comunicar)\b.{10,200}\b(?:that|which|where|whereby|allowing|because|durch die|bei der|wodurch|qui permet|par laquelle|que permite|donde)\b/;

/** What is wrong is seldom told of oneself. */
const FIRST_PERSON = /^(?:i|we|ich|wir|je|j'ai|nous) /;
/** Names of files, functions and switches are what a flaw is told with. */
const CODE_WORD = /[\w-][_/\\=()<>{}[\]$*][\w-]|--?[a-z]{2,}|[a-z][A-Z]|\w\.\w|`|\b(?:ts|ecs)-[a-z]/;
const PERSONAL =
  /\b(?:i|we|my|our|me|us|mine|ours|ich|wir|mein|meine|meinem|meinen|unser|unsere|unserem|unseren|unserer|mir|uns|je|j|nous|mon|ma|mes|notre|nos|yo|mi|mis|nuestro|nuestra|nuestros|nos)\b/;

function technical(text: string): number {
  return CODE_WORD.test(text.slice(0, MAX_CUE_LENGTH)) ? 0.4 : 0;
}

function personal(words: string): number {
  return PERSONAL.test(words) ? 0.5 : 0;
}

/** "To reproduce: open the page" */
function leadsToSteps(text: string): boolean {
  const colon = text.slice(0, 120).search(/[:：] /);
  return colon > 0 && opensSteps(text.slice(0, colon + 1));
}

/** A third of the sentence names systems: it is there for that. */
function isMostlyRuntime(text: string): boolean {
  const phrase = runtimePhraseIn(text);
  return phrase !== null && phrase.end - phrase.start >= 0.35 * text.length;
}

/** A name, a title, a lone word. */
function isBare(words: string): boolean {
  return words.length < 40 && words.split(' ').length <= 3;
}

const VECTOR = /\bav:[nalp]\//;
const OPENING = anyOf(STEP_OPENINGS);

/**
 * Whether a sentence leads to steps and is none: "To reproduce:".
 * @param text - folded white space
 */
export function opensSteps(text: string): boolean {
  return text.length <= 120 && OPENING.test(foldWords(text).replace(/[.!]$/, ''));
}

/**
 * @param sentence - of `sentencesOf`, or words that stand for themselves
 * @returns for each purpose from 0, nothing, to about 4
 */
export function scoresOf(sentence: Passage): Scores {
  const known = scoresOfSentences.get(sentence);
  if (known !== undefined) return known;
  const scores = scored(sentence.text);
  scoresOfSentences.set(sentence, scores);
  return scores;
}

/** Several fields ask for those of the same sentence; gone with the mail. */
const scoresOfSentences = new WeakMap<Passage, Scores>();

function scored(text: string): Scores {
  const told = termScores(text);
  const words = learnedScores(text);
  const part = (purpose: LearnedPurpose) => LEARNED_PART * words[purpose];
  return {
    description: told.description + part('description'),
    steps: told.steps + part('steps'),
    impact: told.impact + part('impact') + SELDOM_SAID,
    mitigations: told.mitigations + part('mitigations') + SELDOM_SAID,
    environment: told.environment + part('environment'),
    affected: told.affected + part('other'),
    severity: told.severity + part('other'),
    intro: told.intro + part('other'),
    other: told.other + part('other'),
  };
}

/** What the terms of `sentence-terms.ts` give. */
function termScores(text: string): Scores {
  const words = foldWords(text.slice(0, MAX_CUE_LENGTH));
  const score = (purpose: string) => {
    let sum = 0;
    // The strongest tier counts whole, what else speaks for it a little.
    for (const [weight, pattern] of PATTERNS[purpose] ?? []) {
      if (pattern.test(words)) sum = sum === 0 ? weight : sum + weight / 3;
    }
    return sum;
  };
  const intro = TELLS.test(words) ? 0 : score('intro');
  const other = score('other');
  const steps = score('steps');
  const runtime = !VECTOR.test(words) && namesRuntime(words);
  return {
    description:
      0.7 +
      score('description') +
      technical(text) -
      (FIRST_PERSON.test(words) || isBare(words) ? 1 : 0) -
      personal(words),
    steps: steps + (isTyped(text) ? 1.5 : 0) + (leadsToSteps(text) ? WEIGHTS.strong : 0),
    impact: score('impact'),
    // Who is told what to do may be told how to see it, or how to be safe.
    mitigations: score('mitigations') + (steps >= WEIGHTS.good ? 0.5 : 0),
    environment: runtime
      ? score('environment') + (isMostlyRuntime(text) ? 2.6 : 1.6)
      : Math.min(0.4, score('environment')),
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
 * @param least - the score it has to have
 */
export function strayPurposeOf(sentence: Passage, least = SURE): Purpose | null {
  const scores = scoresOf(sentence);
  const ranked = PURPOSES.filter(purpose => purpose !== 'intro')
    .map(purpose => [purpose, scores[purpose]] as const)
    .sort((one, other) => other[1] - one[1]);
  const [first, second] = ranked;
  if (first === undefined || second === undefined) return null;
  return first[1] >= least && first[1] - second[1] >= STRAY_MARGIN ? first[0] : null;
}
