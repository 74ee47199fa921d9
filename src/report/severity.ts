/** CVSS vectors, scores and the word for the severity, as the reporter states them. Nothing is computed. */
import { RATING_TERMS } from './terms.js';
import { foldWords } from './text.js';

export type Rating = keyof typeof RATING_TERMS;

/** What a report says of its severity. */
export interface Severity {
  readonly vector: string | null;
  readonly score: number | null;
  readonly rating: Rating | null;
}

/** CVSS 2.0, 3.x and 4.0: metrics parted by "/", led by the attack vector. */
const VECTOR = /(?:CVSS:[234]\.\d\/)?\bAV:[A-Z](?:\/[A-Z]{1,4}:[A-Z]{1,6}){4,40}/i;
/** What has digits like a score and is none. */
const NOT_A_SCORE =
  /CVSS\s{0,3}:?\s{0,3}v?\s?[234]\.\d|\bv?[234]\.[0-9] (?:vector|base|score)|CWE-\d{1,7}|CVE-[\d-]{1,20}/gi;
const SCORE = /(?<![\d.,])(10(?:[.,]0)?|\d[.,]\d)(?![.,]?\d)/;
const WHOLE_SCORE = /\bscore(?: of|:)?\s{0,3}(\d{1,2})\b|(?<!\d)(\d{1,2})\s?\/\s?10\b/i;
/** How far from the vector its score and rating stand. */
const REACH = 80;
const MAX_CONTEXT = 4000;

/**
 * The severity a text states, or null where it states none.
 * @param stated - the words of the severity section, '' where there is none
 * @param text - all words of the report
 */
export function severityIn(stated: string, text: string): Severity | null {
  const vector = VECTOR.exec(stated)?.[0] ?? VECTOR.exec(text)?.[0] ?? null;
  const context = stated === '' ? contextIn(text, vector) : stated.slice(0, MAX_CONTEXT);
  if (context === null) return null;
  const words = context.replace(VECTOR, ' ').replace(NOT_A_SCORE, ' ');
  const score = scoreIn(words);
  const rating = ratingIn(words);
  return vector === null && score === null && rating === null ? null : { vector, score, rating };
}

function contextIn(text: string, vector: string | null): string | null {
  if (vector !== null) {
    const at = text.indexOf(vector);
    return text.slice(Math.max(0, at - REACH), at + vector.length + REACH);
  }
  const named = /\bCVSS\b|\bseverity\b|\bSchweregrad\b|\bgravité\b|\bgravedad\b/i.exec(text);
  return named === null ? null : text.slice(Math.max(0, named.index - 40), named.index + REACH);
}

function scoreIn(words: string): number | null {
  const whole = WHOLE_SCORE.exec(words);
  const written = SCORE.exec(words)?.[1] ?? whole?.[1] ?? whole?.[2];
  if (written === undefined) return null;
  const score = Number(written.replace(',', '.'));
  return score <= 10 ? score : null;
}

/** The word that stands first wins. */
function ratingIn(words: string): Rating | null {
  const tokens = foldWords(words).split(/[^a-z]+/);
  for (const token of tokens) {
    for (const [rating, terms] of Object.entries(RATING_TERMS)) {
      if ((terms as readonly string[]).includes(token)) return rating as Rating;
    }
  }
  return null;
}
