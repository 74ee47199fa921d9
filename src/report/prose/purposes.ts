/** How strongly a sentence speaks for each purpose, by itself. */
import { foldWords } from '../../document/words.js';
import { beginningOf } from '../beginning.js';
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

const PATTERNS: Partial<Record<Purpose, Tested>> = {
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

/** A sentence, and what was found out about it: several fields ask about the same one, some for a few purposes alone. */
interface Judged {
  readonly text: string;
  readonly words: string;
  readonly learned: Readonly<Record<LearnedPurpose, number>>;
  readonly terms: Partial<Record<Purpose, number>>;
  readonly scores: Partial<Record<Purpose, number>>;
  namesRuntime: boolean | null;
}

/** Gone with the mail. */
const judgedSentences = new WeakMap<Passage, Judged>();

function judgedOf(sentence: Passage): Judged {
  const known = judgedSentences.get(sentence);
  if (known !== undefined) return known;
  const { text } = sentence;
  const judged: Judged = {
    text,
    words: beginningOf(text),
    learned: learnedScores(text),
    terms: {},
    scores: {},
    namesRuntime: null,
  };
  judgedSentences.set(sentence, judged);
  return judged;
}

/**
 * @param sentence - of `sentencesOf`, or words that stand for themselves
 * @returns for each purpose from 0, nothing, to about 4
 */
export function scoresOf(sentence: Passage): Scores {
  const judged = judgedOf(sentence);
  const of = (purpose: Purpose) => scoreOf(judged, purpose);
  return {
    description: of('description'),
    steps: of('steps'),
    impact: of('impact'),
    mitigations: of('mitigations'),
    environment: of('environment'),
    affected: of('affected'),
    severity: of('severity'),
    intro: of('intro'),
    other: of('other'),
  };
}

function scoreOf(judged: Judged, purpose: Purpose): number {
  judged.scores[purpose] ??= scored(judged, purpose);
  return judged.scores[purpose];
}

function scored(judged: Judged, purpose: Purpose): number {
  const part = LEARNED_PART * judged.learned[LEARNED_FOR[purpose]];
  const told = toldBy(judged, purpose) + part;
  return purpose === 'impact' || purpose === 'mitigations' ? told + SELDOM_SAID : told;
}

const LEARNED_FOR: Readonly<Record<Purpose, LearnedPurpose>> = {
  description: 'description',
  steps: 'steps',
  impact: 'impact',
  mitigations: 'mitigations',
  environment: 'environment',
  affected: 'other',
  severity: 'other',
  intro: 'other',
  other: 'other',
};

/** What the terms of `sentence-terms.ts` and the sentence's form give. */
function toldBy(judged: Judged, purpose: Purpose): number {
  const { text, words } = judged;
  const terms = (of: Purpose) => termsFor(judged, of);
  switch (purpose) {
    case 'description':
      return (
        0.7 +
        terms('description') +
        technical(text) -
        (FIRST_PERSON.test(words) || isBare(words) ? 1 : 0) -
        personal(words)
      );
    case 'steps':
      return terms('steps') + (isTyped(text) ? 1.5 : 0) + (leadsToSteps(text) ? WEIGHTS.strong : 0);
    case 'mitigations':
      // Who is told what to do may be told how to see it, or how to be safe.
      return terms('mitigations') + (terms('steps') >= WEIGHTS.good ? 0.5 : 0);
    case 'environment':
      return isOfRuntime(judged)
        ? terms('environment') + (isMostlyRuntime(text) ? 2.6 : 1.6)
        : Math.min(0.4, terms('environment'));
    case 'affected':
      return terms('affected') - (isOfRuntime(judged) ? 1 : 0);
    case 'intro':
      // "Once more:" leads to what follows.
      // Asides before the telling are part of leading to it.
      return (
        Math.max(TELLS.test(words) ? 0 : terms('intro'), terms('other')) +
        personal(words) +
        (words.length < 40 && words.endsWith(':') ? 1.5 : 0)
      );
    case 'other':
      return 0.5 + terms('other');
    case 'impact':
    case 'severity':
      return terms(purpose);
  }
}

function termsFor({ words, terms }: Judged, purpose: Purpose): number {
  terms[purpose] ??= weightOf(words, PATTERNS[purpose] ?? []);
  return terms[purpose];
}

/** The strongest tier counts whole, what else speaks for it a little. */
function weightOf(words: string, tiers: Tested): number {
  let sum = 0;
  for (const [weight, pattern] of tiers) {
    if (pattern.test(words)) sum = sum === 0 ? weight : sum + weight / 3;
  }
  return sum;
}

function isOfRuntime(judged: Judged): boolean {
  judged.namesRuntime ??= !VECTOR.test(judged.words) && namesRuntime(judged.words);
  return judged.namesRuntime;
}

/** By so much it has to speak for its purpose more than for any other. */
const STRAY_MARGIN = 1;
/** What one strong term gives. */
const SURE = 3;

/** The purposes that a sentence can have which stands below a heading. */
const STRAYING = PURPOSES.filter(purpose => purpose !== 'intro');

/**
 * The purpose of a sentence that stands under a heading and is surely about something else.
 * @param wanted - the purposes that are asked for
 * @param least - the score it has to have
 * @returns null where it is not surely about one of those
 */
export function strayPurposeOf<Wanted extends Purpose>(
  sentence: Passage,
  wanted: readonly Wanted[],
  least = SURE,
): Wanted | null {
  const judged = judgedOf(sentence);
  for (const purpose of wanted) {
    const score = scoreOf(judged, purpose);
    if (score < least) continue;
    // Most sentences end before this, with no look at what else they may be about.
    const isFirst = STRAYING.every(
      other => other === purpose || score - scoreOf(judged, other) >= STRAY_MARGIN,
    );
    if (isFirst) return purpose;
  }
  return null;
}
