/** Numbers from 0 to 10 in a text, and what makes each the score of this report or not. */
import type { Ruled } from './found.js';
import { sentenceBefore, wordsOf } from './surroundings.js';
import { RATING_TERMS } from './terms.js';

/** How surely a number is the stated score, the surest first. */
export type ScoreGrade = 'named' | 'of-ten' | 'decimal' | 'whole' | 'attached';

/** A number that may be a score; `grade` is null where it is none, and `rule` says why. */
export interface ScoreMention extends Ruled<number> {
  readonly grade: ScoreGrade | null;
}

const NUMBER =
  /(?<![\w.,/\u2010-\u2015-])(10(?:[.,]0)?|\d(?:[.,]\d)?)(?![\w%]|[.,]\d|-\d)([ \t]?(?:\/|out of|von|sur|sobre|de)[ \t]?10(?![\d.,]\d|\d))?/g;
/** Far more than a person writes. */
const MAX_MENTIONS = 5000;

const words = (list: string) => new Set(list.split(' '));
/** Words that name a CVSS score or a severity. */
const NAMES = words(
  'cvss severity basescore schweregrad gravite severite gravedad severidad kritikalitaet basiswert',
);
/** Words of a score of any kind: what stands before them decides. */
const SCORES = words(
  'score scores scored rate rated rating punktzahl wert note puntuacion puntaje einstufung bewertung',
);
const BETWEEN = words(
  "of is a an the be i'd we'd would could at as it this to i we my our own base overall temporal environmental threat total final severity risk v vector string would with gives yields get around about approximately calculated roughly equals makes result b bt bte maybe perhaps probably per calculator according ca circa approx estimated go " +
    'von ist ein eine einen mit ich als bei etwa ergibt insgesamt basis de un une est je avec environ estime es una con calculo estimado geschaetzt vielleicht',
);
const RATINGS = new Set<string>(Object.values(RATING_TERMS).flat());
/** "CVSS 3.1", "CVSSv4": the version that is named, unless words call it the score. */
const VERSION = /\bCVSS(?:[\s:-]{0,3}(?:version|v)?[\s.]{0,2})$/i;
const VERSIONS = new Set(['2', '3', '4', '2.0', '3.0', '3.1', '4.0']);
const MAX_STEPS = 8;
const NO_SCORE = { grade: null, rule: 'number of something else' } as const;

/**
 * The numbers in a text that may be scores, in order, each with what it counts as. "8,8" is 8.8.
 * @param text - any text, its vectors blanked out
 */
export function scoresIn(text: string): ScoreMention[] {
  const mentions: ScoreMention[] = [];
  let seen = 0;
  for (const match of text.matchAll(NUMBER)) {
    if (++seen > MAX_MENTIONS) break;
    const written = match[1] ?? '';
    const place = {
      value: Number(written.replace(',', '.')),
      start: match.index,
      end: match.index + match[0].length,
    };
    mentions.push({ ...place, ...judge(text, place.start, written, match[2] !== undefined) });
  }
  return mentions;
}

function judge(
  text: string,
  start: number,
  written: string,
  ofTen: boolean,
): { grade: ScoreGrade | null; rule: string } {
  const before = sentenceBefore(text, start, 80);
  if (VERSIONS.has(written.replace(',', '.')) && VERSION.test(before) && !ofTen) {
    return { grade: null, rule: 'version of CVSS' };
  }
  if (isNamed(wordsOf(before).slice(-MAX_STEPS).reverse())) {
    return { grade: 'named', rule: 'word for a score before it' };
  }
  if (/\b(?:step|schritt|[eé]tape|paso|page|seite)\s{0,3}$/i.test(before)) return NO_SCORE;
  if (ofTen) return { grade: 'of-ten', rule: 'out of ten' };
  // "ts-scan 2.4", "versions 2.4 and": a number belongs to the word before it on its line.
  const owner = wordsOf(before.slice(before.lastIndexOf('\n') + 1)).at(-1);
  if (owner !== undefined && (!known(owner) || owner === 'v')) {
    return { grade: 'attached', rule: 'number that may belong to the word before it' };
  }
  return /[.,]/.test(written)
    ? { grade: 'decimal', rule: 'decimal number' }
    : { grade: 'whole', rule: 'whole number' };
}

function isNamed(before: readonly string[]): boolean {
  for (const [step, word] of before.entries()) {
    if (NAMES.has(word) || /^cvssv?$/.test(word)) return true;
    if (SCORES.has(word)) {
      const owner = before[step + 1];
      return owner === undefined || known(owner);
    }
    if (!known(word)) return false;
  }
  return false;
}

function known(word: string): boolean {
  return BETWEEN.has(word) || RATINGS.has(word) || NAMES.has(word) || VERSIONS.has(word);
}
