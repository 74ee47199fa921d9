/** All that a text says about severity: vectors, numbers and words, and which of it is another vulnerability's. */

import type { Found, Ruled } from '../found.js';
import { sentenceBefore, wordsOf } from '../surroundings.js';
import { RATING_TERMS } from '../terms.js';
import { type CvssVector, vectorsIn } from './cvss.js';
import { type RatingMention, ratingsIn } from './ratings.js';
import { type ScoreMention, scoresIn } from './scores.js';

/** Whether it is said of a vulnerability that is only compared with. */
interface Owned {
  readonly isAnothers: boolean;
}

export type VectorMention = Ruled<CvssVector> & Owned;

export type OwnedScore = ScoreMention & Owned;
export type OwnedRating = RatingMention & Owned;

export interface Mentions {
  /** The text with its vectors blanked out, so that no metric passes for a word. */
  readonly words: string;
  readonly vectors: readonly VectorMention[];
  readonly scores: readonly OwnedScore[];
  readonly ratings: readonly OwnedRating[];
}

/** How far apart a vector, its score and its word stand. */
const REACH = 60;
const OURS = /\b(?:i|i'd|i'm|this|we|my|our|mine|ich|diese[rsn]?|meine?|je|cette|ma|mon|esta|este|mi)\b/;
const ANOTHERS = 'said of another vulnerability';
const LOST = { grade: null, rule: ANOTHERS, isAnothers: true } as const;
const OWN = { isAnothers: false } as const;
const BETWEEN = new Set([
  ...Object.values(RATING_TERMS).flat(),
  ...(
    'base basis score scores cvss severity is a an of the which gives yields equals overall i get e rated rating with ' +
    'for vector vektor vecteur string v version ist ergibt schweregrad est gravite es gravedad that makes this results in ' +
    'think guess denke glaube pense crois creo would be around about etwa environ so hence thus therefore to comes at by calculator calculated own calculation our my me we got get gets said also daher somit ' +
    'damit mithin sprich macht habe haben ich wir komme kommen auf nach laut rechner berechnet ausgerechnet errechnet gerechnet ' +
    'berechnung rechnung eigener mein meine meiner das den dem einen ein eine von mit und soit donc selon mon ma notre calcul ' +
    'calculateur ce qui donne obtiens obtient je on avec un une de la le en note niveau o sea es decir por tanto asi que segun ' +
    'calculo calculadora resulta da sale obtengo con el lo que mi nuestro puntuacion severidad severite'
  ).split(' '),
]);

/**
 * All mentions of severity in a text.
 * @param text - any text
 * @param others - the CVE identifiers that are other issues'
 */
export function mentionsIn(text: string, others: ReadonlySet<string>): Mentions {
  const vectors = vectorsIn(text);
  const words = blank(text, vectors);
  const isAnothers = ({ start }: { start: number }) => others.size > 0 && speaksOf(others, text, start);
  return {
    words,
    vectors: vectors.map(vector => {
      const anothers = isAnothers(vector);
      return { ...vector, isAnothers: anothers, rule: anothers ? ANOTHERS : ruleOf(vector.value) };
    }),
    scores: scoresIn(words).map(score => (isAnothers(score) ? { ...score, ...LOST } : { ...score, ...OWN })),
    ratings: ratingsIn(words).map(word => (isAnothers(word) ? { ...word, ...LOST } : { ...word, ...OWN })),
  };
}

/**
 * Whether a number or a word belongs to another one or to a vector: close by, with nothing between them but words such
 * as "base score", and on one line unless something more than the line break joins them.
 * @param words - of `Mentions`
 * @param place - what it may belong to
 * @param mention - the number or word
 */
export function isBeside(
  words: string,
  place: { start: number; end: number },
  mention: { start: number; end: number },
): boolean {
  const [from, to] = mention.start >= place.end ? [place.end, mention.start] : [mention.end, place.start];
  if (to < from || to - from > REACH) return false;
  const gap = words.slice(from, to);
  if (/[.!?]\s|\n[ \t]*\n/.test(gap) || (gap.includes('\n') && gap.trim() === '')) return false;
  return wordsOf(gap).every(word => BETWEEN.has(word) || /^\d/.test(word));
}

function blank(text: string, vectors: readonly Found<CvssVector>[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of vectors) {
    pieces.push(text.slice(at, start), ' '.repeat(end - start));
    at = end;
  }
  return pieces.join('') + text.slice(at);
}

function speaksOf(others: ReadonlySet<string>, text: string, at: number): boolean {
  const sentence = sentenceBefore(text, at).toUpperCase();
  let last = -1;
  for (const match of sentence.matchAll(/CVE-\d{4}-\d{4,19}/g)) {
    if (others.has(match[0])) last = match.index + match[0].length;
  }
  return last >= 0 && !OURS.test(sentence.slice(last).toLowerCase());
}

function ruleOf({ version, problem }: CvssVector): string {
  return problem === null ? `vector of CVSS ${version}` : `vector with a problem: ${problem}`;
}
