/** Holds what a reporter states of the severity against what the vector comes to. */
import { type CvssVector, type CvssVersion, type Rating, ratingOf, type VectorProblem } from './cvss.js';

/** What a report says of its severity. Nothing in it is computed. */
export interface Severity {
  readonly vector: string | null;
  readonly score: number | null;
  readonly rating: Rating | null;
}

/** What the stated vector comes to. */
export interface Scoring {
  readonly version: CvssVersion | null;
  /** Of all metrics the vector gives; null where there is a problem. */
  readonly score: number | null;
  readonly rating: Rating | null;
  /** Whether the stated score and word are those of the vector; null where none is stated or it has a problem. */
  readonly agrees: boolean | null;
  readonly problem: VectorProblem | null;
}

/** FIRST's scores have one decimal; half of it is rounding. */
const TOLERANCE = 0.05 + 1e-9;

/**
 * What a vector comes to, and whether the stated score and word are its own. A score agrees that is within half a
 * decimal of the score of all metrics or of the base metrics alone, a word that is the word of either.
 * @param vector - the stated vector
 * @param stated - what is stated beside it
 */
export function scoringOf(vector: CvssVector, stated: Severity): Scoring {
  const { version, base, score, rating, problem } = vector;
  if (version === null || base === null || score === null) {
    return { version, score, rating, agrees: null, problem };
  }
  const scores = [score, base];
  // CVSS 2.0 has no words of its own: reporters use the NVD's or those of version 3.
  const scales = version === '2.0' ? ([version, '3.1'] as const) : ([version] as const);
  const ratings = scores.flatMap(each => scales.map(scale => ratingOf(each, scale)));
  const sameScore = stated.score === null ? null : scores.some(each => isSame(each, stated.score));
  const sameRating = stated.rating === null ? null : ratings.includes(stated.rating);
  const agrees =
    sameScore === null && sameRating === null ? null : sameScore !== false && sameRating !== false;
  return { version, score, rating, agrees, problem };
}

function isSame(computed: number, stated: number | null): boolean {
  return stated !== null && Math.abs(computed - stated) <= TOLERANCE;
}
