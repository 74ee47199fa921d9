/** Numbers from 0 to 10 in a text, and what makes each the score of this report or not. */

import { foldWords } from '../../document/words.js';
import type { Ruled } from '../found.js';
import { sentenceBefore, wordsOf } from '../surroundings.js';
import { RATING_TERMS } from '../terms.js';

/** How surely a number is the stated score, the surest first. */
export type ScoreGrade = 'named' | 'rated' | 'of-ten' | 'estimated' | 'decimal' | 'whole' | 'attached';

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
/** Words for a judgement of any kind: a decimal after them is a score. */
const JUDGEMENTS = words(
  'estimate estimation calculation count schaetzung einschaetzung rechnung berechnung ergebnis calcul resultat calculo estimacion resultado result',
);
const RATINGS = new Set<string>(Object.values(RATING_TERMS).flat());
/** "CVSS 3.1", "CVSSv4": the version that is named, unless words call it the score. */
const VERSION = /\bCVSS(?:[\s:-]{0,3}(?:version|v)?[\s.]{0,2})$/i;
const VERSIONS = new Set(['2', '3', '4', '2.0', '3.0', '3.1', '4.0']);
/** Words of severity that say one, unlike "none". */
const SAID = new Set<string>(
  Object.entries(RATING_TERMS).flatMap(([rating, terms]) => (rating === 'none' ? [] : [...terms])),
);
/** "8.0, high", "7,4 hoch", "7.4 (high)", "5.5, so medium". Folded. */
const WORD_AFTER =
  /^[\s,;:/(=–-]{1,4}(?:(?:so|also|thus|hence|i\.e\.|d\.h\.|sprich|somit|daher|soit|donc|o sea|es decir|por tanto|and|und|et|y|is|ist|est|es) )?([a-z]{3,15})\b/;
/** "high, 7.7", "alta (7,1)", "hoch mit 7,4". Folded. */
const WORD_BEFORE =
  /\b([a-z]{3,15})[\s,;:/(=–-]{1,4}(?:(?:with|mit|avec|con|at|bei|a|about|etwa|environ|unos|un|grob|rund|circa|ca\.?|roughly|maybe|vielleicht|so|um|die|around|score|cvss|say|soit|o sea) ){0,3}$/;
/** "7.5 in CVSS 3.1", "6,5 (CVSS)", "7,5 nach CVSS". Folded. */
const CVSS_AFTER =
  /^[\s(,]{1,3}(?:(?:points?|punkten?|puntos?|on|in|under|by|with|according|to|per|nach|laut|gemaess|bei|auf|im|selon|en|sur|dans|segun|con|de|the|der|dem|la|el|le|my|meinem|mon|mi) ){0,4}(?:cvss|base score|basiswert)/;
/** What leads to an estimate without a word for it. Folded. */
const ESTIMATES =
  /\b(?:(?:i|we)(?:'d| would)? (?:get|got|come to|came to|arrive at|land at|end up (?:at|with)|say|give (?:it|this)|put (?:it|this) at)|komme(?:n)?(?: (?:ich|wir|da|damit)){0,2} auf|lande(?:n)?(?: (?:ich|wir)){0,1} bei|j'arrive a|j'obtiens|on obtient|je (?:dirais|trouve|mettrais)|(?:me|nos) (?:sale|da|resulta)|obtengo|obtenemos|le (?:daria|doy|pondria)|diria que(?: es)?|(?:looks|feels|seems|sounds) (?:more )?like|(?:it|this|that)(?:'s| is| would be)|(?:das|es) (?:ist|waere)(?: fuer mich)?|c'est|ce serait|(?:es|seria)|meine(?:r schaetzung nach|s erachtens)?) (?:(?:about|around|roughly|etwa|ca\.?|ungefaehr|environ|autour de|unos?|aproximadamente|an?|une?|einen?) ){0,2}$/;
/** What may follow an estimate. Folded. */
const ENDS =
  /^\s{0,3}(?:$|[.,;:)\n]|(?:to me|for me|fuer mich|pour moi|para mi|imho|i think|i guess|or so|oder so|denke ich|je pense|creo)\b)/;
/** A word before a number that is a name, of which the number is a version. */
const NAME_BEFORE = /(?:[-_\d/]\S*|\b(?:versions?|versionen|versiones|release|ver|v))[\s(:]{0,3}$/i;
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
    mentions.push({ ...place, ...judge(text, place, written, match[2] !== undefined) });
  }
  return mentions;
}

function judge(
  text: string,
  { start, end }: { start: number; end: number },
  written: string,
  ofTen: boolean,
): { grade: ScoreGrade | null; rule: string } {
  const before = sentenceBefore(text, start, 80);
  if (VERSIONS.has(written.replace(',', '.')) && VERSION.test(before) && !ofTen) {
    return { grade: null, rule: 'version of CVSS' };
  }
  const isDecimal = /[.,]/.test(written);
  if (isNamed(wordsOf(before).slice(-MAX_STEPS).reverse(), isDecimal)) {
    return { grade: 'named', rule: 'word for a score before it' };
  }
  if (/\b(?:step|schritt|[eé]tape|paso|page|seite)\s{0,3}$/i.test(before)) return NO_SCORE;
  const after = isDecimal ? fold(text.slice(end, end + 60)) : '';
  if (isDecimal && !VERSIONS.has(written.replace(',', '.')) && CVSS_AFTER.test(after)) {
    return { grade: 'named', rule: 'word for a score after it' };
  }
  if (
    isDecimal &&
    !NAME_BEFORE.test(before) &&
    (says(WORD_AFTER, after) || says(WORD_BEFORE, fold(before)))
  ) {
    return { grade: 'rated', rule: 'word of severity beside it' };
  }
  if (ofTen) return { grade: 'of-ten', rule: 'out of ten' };
  if (isDecimal && ESTIMATES.test(fold(before)) && ENDS.test(after)) {
    return { grade: 'estimated', rule: 'words of an estimate before it' };
  }
  // "ts-scan 2.4", "versions 2.4 and": a number belongs to the word before it on its line.
  const owner = wordsOf(before.slice(before.lastIndexOf('\n') + 1)).at(-1);
  if (owner !== undefined && (!known(owner) || owner === 'v')) {
    return { grade: 'attached', rule: 'number that may belong to the word before it' };
  }
  return isDecimal ? { grade: 'decimal', rule: 'decimal number' } : { grade: 'whole', rule: 'whole number' };
}

/** Folded with the space at its ends kept. */
function fold(stretch: string): string {
  const [lead = ''] = /^\s?/.exec(stretch) ?? [];
  const [tail = ''] = /\s?$/.exec(stretch) ?? [];
  return `${lead && ' '}${foldWords(stretch)}${tail && ' '}`;
}

function says(pattern: RegExp, folded: string): boolean {
  return SAID.has(pattern.exec(folded)?.[1] ?? '');
}

function isNamed(before: readonly string[], isDecimal: boolean): boolean {
  for (const [step, word] of before.entries()) {
    if (NAMES.has(word) || /^cvssv?$/.test(word)) return true;
    if (SCORES.has(word) || (isDecimal && JUDGEMENTS.has(word))) {
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
