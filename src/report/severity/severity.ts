/** CVSS vectors, scores and the word for the severity, as the reporter states them, and what the vector comes to. */

import type { Ruled } from '../found.js';
import { cveIn } from '../identifiers.js';
import { wordsOf } from '../surroundings.js';
import type { CvssVector, Rating } from './cvss.js';
import { type Scoring, type Severity, scoringOf } from './scoring.js';
import {
  isBeside,
  type Mentions,
  mentionsIn,
  type OwnedRating,
  type OwnedScore,
  type VectorMention,
} from './severity-mentions.js';

export type { Rating } from './cvss.js';
export type { Scoring, Severity } from './scoring.js';

/** One finding for a part of the severity, with the text that its offsets are of. */
export type SeverityPart = (
  | ({ readonly part: 'vector' } & Ruled<string>)
  | ({ readonly part: 'score' } & Ruled<number>)
  | ({ readonly part: 'rating' } & Ruled<Rating>)
) & {
  /** `stated`: offsets into the first argument of `severityIn`. `text`: into the second. */
  readonly within: 'stated' | 'text';
};

export interface SeverityReading {
  readonly value: Severity | null;
  /** The words that the value was read from: at most one finding a part, in the order vector, score, rating. */
  readonly at: readonly SeverityPart[];
  /** null where no vector is stated. */
  readonly scoring: Scoring | null;
  /** Found and not taken: vectors, then scores, then words; first those of `stated`. */
  readonly passed: readonly SeverityPart[];
}

/** Characters of a severity section that are read. */
const MAX_STATED = 10_000;
/** A section of so few words is the score itself, though it has no decimal. */
const MAX_BARE_WORDS = 3;
const MAX_PASSED = 50;
/** Characters between a vector and its own number, at most: a few sentences. */
const MAX_APART = 300;

/**
 * The severity a report states. The severity section is read first; all words of the report where it is silent, and
 * there only what is called a score or a severity, or stands beside the vector. Of several vectors the section's wins,
 * then a valid one, then the newest version, then the first. What is said of a vulnerability that is only compared with
 * does not count.
 *
 * Offsets are into the two arguments as given: each finding says in `within` which one. Never throws.
 * @param stated - the words of the severity section, '' where there is none
 * @param text - all words of the report
 */
export function severityIn(stated: string, text: string): SeverityReading {
  const others = new Set(cveIn(text).passed.map(found => found.value));
  const section = mentionsIn(stated.slice(0, MAX_STATED), others);
  const whole = mentionsIn(text, others);
  const vector = pick('stated', bestVector(section)) ?? pick('text', bestVector(whole));
  const beside = vector?.found.value ?? null;
  const score = pick('stated', sectionScore(section, beside)) ?? pick('text', wholeScore(whole, beside));
  const rating =
    pick('stated', sectionRating(section, beside, score?.found)) ??
    pick('text', wholeRating(whole, beside, score?.found));

  const value =
    vector === null && score === null && rating === null
      ? null
      : {
          vector: vector?.found.value.written ?? null,
          score: score?.found.value ?? null,
          rating: rating?.found.value ?? null,
        };
  const at = [
    ...(vector === null ? [] : [vectorPart(vector.found, vector.within)]),
    ...(score === null ? [] : [scorePart(score.found, score.within)]),
    ...(rating === null ? [] : [ratingPart(rating.found, rating.within)]),
  ];
  const scoring = beside === null || value === null ? null : scoringOf(beside, value);
  return { value, at, scoring, passed: passedOver(section, whole, at) };
}

type Within = SeverityPart['within'];

function pick<T>(within: Within, found: T | undefined): { found: T; within: Within } | null {
  return found === undefined ? null : { found, within };
}

function bestVector({ vectors }: Mentions): VectorMention | undefined {
  const rank = ({ value }: VectorMention) => (value.problem === null ? Number(value.version) : 0);
  return vectors
    .filter(vector => !vector.isAnothers)
    .reduce<VectorMention | undefined>(
      (best, next) => (best === undefined || rank(next) > rank(best) ? next : best),
      undefined,
    );
}

function sectionScore(section: Mentions, vector: CvssVector | null): OwnedScore | undefined {
  const own = section.scores.filter(score => score.grade !== null);
  return (
    besideVector(section, own, vector) ??
    vectorsOwn(section, vector) ??
    own.find(score => score.grade === 'named') ??
    own.find(score => score.grade === 'rated') ??
    own.find(score => score.grade === 'of-ten') ??
    own.find(score => score.grade === 'estimated') ??
    own.find(score => score.grade === 'decimal') ??
    (wordsOf(section.words.slice(0, 200)).length <= MAX_BARE_WORDS
      ? own.find(score => score.grade === 'whole')
      : undefined)
  );
}

function wholeScore(whole: Mentions, vector: CvssVector | null): OwnedScore | undefined {
  const own = whole.scores.filter(score => score.grade !== null);
  return (
    besideVector(whole, own, vector) ??
    vectorsOwn(whole, vector) ??
    own.find(score => score.grade === 'named') ??
    own.find(score => score.grade === 'rated') ??
    // "3/10" counts anything; "8.8/10" is a score.
    own.find(score => score.grade === 'of-ten' && !Number.isInteger(score.value)) ??
    own.find(score => score.grade === 'estimated')
  );
}

function sectionRating(
  section: Mentions,
  vector: CvssVector | null,
  score: OwnedScore | undefined,
): OwnedRating | undefined {
  return wholeRating(section, vector, score) ?? section.ratings.find(rating => rating.grade === 'bare');
}

function wholeRating(
  { words, vectors, scores, ratings }: Mentions,
  vector: CvssVector | null,
  score: OwnedScore | undefined,
): OwnedRating | undefined {
  const own = ratings.filter(rating => rating.grade !== null);
  return (
    own.find(rating => rating.grade === 'label' || rating.grade === 'noun') ??
    besideVector({ words, vectors }, own, vector) ??
    own.find(rating => score !== undefined && scores.includes(score) && isBeside(words, score, rating)) ??
    own.find(rating => rating.grade === 'verb') ??
    own.find(rating => rating.grade === 'alone')
  );
}

/** The very number that the vector comes to, near it. */
function vectorsOwn({ vectors, scores }: Mentions, vector: CvssVector | null): OwnedScore | undefined {
  const place = vectors.find(each => each.value.written === vector?.written && !each.isAnothers);
  if (place === undefined || vector === null) return undefined;
  return scores.find(
    ({ grade, value, start }) =>
      grade !== null &&
      grade !== 'whole' &&
      (value === vector.score || value === vector.base) &&
      Math.abs(start - place.start) <= MAX_APART,
  );
}

/** What stands on the vector's line is meant before what stands above or below, what follows it before what precedes. */
function besideVector<M extends OwnedScore | OwnedRating>(
  { words, vectors }: Pick<Mentions, 'words' | 'vectors'>,
  mentions: readonly M[],
  vector: CvssVector | null,
): M | undefined {
  const place = vectors.find(each => each.value.written === vector?.written && !each.isAnothers);
  if (place === undefined) return undefined;
  const near = mentions.filter(mention => isBeside(words, place, mention));
  const lineStart = words.lastIndexOf('\n', place.start) + 1;
  const lineEnd = words.indexOf('\n', place.end);
  const onLine = near.filter(({ start }) => start >= lineStart && (lineEnd < 0 || start < lineEnd));
  const follows = ({ start }: M) => start > place.start;
  return onLine.find(follows) ?? onLine.at(-1) ?? near.find(follows) ?? near.at(-1);
}

function vectorPart({ value, start, end, rule }: VectorMention, within: Within): SeverityPart {
  return { part: 'vector', value: value.written, start, end, rule, within };
}

function scorePart({ value, start, end, rule }: OwnedScore, within: Within): SeverityPart {
  return { part: 'score', value, start, end, rule, within };
}

function ratingPart({ value, start, end, rule }: OwnedRating, within: Within): SeverityPart {
  return { part: 'rating', value, start, end, rule, within };
}

/** The section's words stand in the text too: what is in both counts once. */
function passedOver(section: Mentions, whole: Mentions, at: readonly SeverityPart[]): SeverityPart[] {
  const seen = new Set(at.map(keyOf));
  const parts = [
    ...section.vectors.map(vector => vectorPart(vector, 'stated')),
    ...whole.vectors.map(vector => vectorPart(vector, 'text')),
    ...section.scores.map(score => scorePart(score, 'stated')),
    ...whole.scores.filter(isTelling).map(score => scorePart(score, 'text')),
    ...section.ratings.map(rating => ratingPart(rating, 'stated')),
    ...whole.ratings.filter(isTelling).map(rating => ratingPart(rating, 'text')),
  ];
  return parts.filter(part => !seen.has(keyOf(part)) && seen.add(keyOf(part))).slice(0, MAX_PASSED);
}

function keyOf({ part, value }: SeverityPart): string {
  return `${part} ${value}`;
}

/** Every mail is full of numbers and small words; only what came close is worth telling. */
function isTelling({ grade, isAnothers }: OwnedScore | OwnedRating): boolean {
  return (
    isAnothers ||
    (grade !== null && !['decimal', 'whole', 'attached', 'estimated', 'bare', 'alone'].includes(grade))
  );
}
