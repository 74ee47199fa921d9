/** Words of severity in a text, and what makes each the rating of this report or not. */

import { foldWords } from '../../document/words.js';
import type { Ruled } from '../found.js';
import { sentenceAfter, sentenceBefore, wordsOf } from '../surroundings.js';
import { RATING_TERMS } from '../terms.js';
import type { Rating } from './cvss.js';

/** How surely a word is the stated rating, the surest first. */
export type RatingGrade = 'label' | 'noun' | 'verb' | 'alone' | 'bare';

/** A word of severity; `grade` is null where it is none of this report, and `rule` says why. */
export interface RatingMention extends Ruled<Rating> {
  readonly grade: RatingGrade | null;
}

const RATING_OF: ReadonlyMap<string, Rating> = new Map(
  Object.entries(RATING_TERMS).flatMap(([rating, terms]) =>
    terms.map(term => [term, rating as Rating] as const),
  ),
);
const LENGTHS = [...RATING_OF.keys()].map(term => term.length);
const SHORTEST = Math.min(...LENGTHS);
/** An accent may be a character of its own. */
const LONGEST = Math.max(...LENGTHS) + 4;
/** Far more than a person writes. */
const MAX_MENTIONS = 2000;

const words = (list: string) => new Set(list.split(' '));
const LABELS = words(
  'severity severities schweregrad kritikalitaet gravite severite criticite gravedad severidad criticidad criticality cvss cvssv rating score risk risiko risque riesgo classification klassifizierung klassifikation clasificacion calificacion classement cotation gefahr danger peligro einschaetzung einstufung bewertung evaluation evaluacion',
);
const NOUNS = words(
  'severity severities schweregrad schwere gravite severite criticite gravedad severidad criticidad kritikalitaet criticality',
);
const VERBS = words(
  'rate rated rating consider considered classify classified assess assessed judge judged score scored say estimate schaetze schaetzen stufe stufen eingestuft bewerte bewerten halte sehe considere considerons estime estimons evalue evaluons classe juge considero consideramos califico calificamos evaluo clasifico estimo ' +
    'give call calling nenne nennen guess regard treat opinion meinung ansicht avis juicio criterio tippe ordne gebe vergebe ' +
    'appellerais dirais dirions qualifie qualifierais classe classerais estimerais considererais evaluerais mettrais note noterais ' +
    'diria diriamos creo pienso pondria daria doy catalogo catalogaria clasificaria calificaria consideraria evaluaria estimaria',
);
/** Words that stand between what names a rating and the rating. */
const BETWEEN = words(
  "the a an as is i'd we'd it its this that these to be being at would will should of my our own view opinion assessment estimate level rating score base overall estimated suggested proposed initial probably likely rather at least about around approximately maybe issue bug vulnerability flaw finding problem one v cvss vector string version i we me us and or in with " +
    'ist als dass eher ziemlich sehr recht wohl ich wir wuerde wuerden sie es das diese dieser den die der luecke schwachstelle mein meine unsere eher etwa mit von stufe grad wert ein eine einen einer ' +
    'est comme que ce serait assez tres sois je nous la le les cette ce faille vulnerabilite etre de mon notre niveau un une plutot ' +
    'es como que yo se mas bien bastante una un de lo el esta este ser mi nuestra nivel vulnerabilidad fallo una',
);
/** What may follow the word without making it the property of something else: "high load". */
const FOLLOWS = words(
  'severity severities risk rating impact score vector base cvss cwe cve vulnerability vulnerabilities issue issues bug finding flaw because since as and or to but due for in by with given if when on at for per according ' +
    'bis und oder weil da denn laut nach wegen mit schwere schweregrad kritikalitaet risiko ist ' +
    'car et ou a selon parce car en pour gravite severite ' +
    'y o porque segun debido por para gravedad severidad',
);
/** German puts its verb last. */
const VERBS_AFTER = words(
  'ein einstufen eingestuft einzustufen bewerten bewertet einschaetzen eingeschaetzt',
);
/** The metrics a person lists in words: "Attack complexity: low". */
const METRICS = words(
  'complexity privileges privilege interaction confidentiality integrity availability scope impact required access authentication likelihood exploitability probability auswirkung auswirkungen impacto komplexitaet vertraulichkeit integritaet verfuegbarkeit wahrscheinlichkeit rechte complexite confidentialite integrite disponibilite complejidad confidencialidad integridad disponibilidad',
);
const NEGATIONS = words("not no never isn't nor nicht kein keine weder pas jamais ni nunca");
/** How many words before the rating its label or verb may stand. */
const MAX_STEPS = 9;

/**
 * The words of severity in a text, in order, each with what it counts as.
 * @param text - any text, its vectors blanked out
 */
export function ratingsIn(text: string): RatingMention[] {
  const mentions: RatingMention[] = [];
  for (const match of text.matchAll(/\p{L}+(?:\p{M}+\p{L}*){0,8}/gu)) {
    if (match[0].length < SHORTEST || match[0].length > LONGEST) continue;
    const value = RATING_OF.get(foldWords(match[0]));
    if (value === undefined) continue;
    const place = { value, start: match.index, end: match.index + match[0].length };
    mentions.push({ ...place, ...judge(text, place) });
    if (mentions.length >= MAX_MENTIONS) break;
  }
  return mentions;
}

function judge(
  text: string,
  { value, start, end }: { value: Rating; start: number; end: number },
): { grade: RatingGrade | null; rule: string } {
  const before = wordsOf(sentenceBefore(text, start)).slice(-MAX_STEPS).reverse();
  const after = sentenceAfter(text, end, 40);
  const next = /^[ \t]?[-\u2010-\u2015]?[ \t]{0,3}(?=\p{L})/u.test(after) ? wordsOf(after)[0] : undefined;
  const nearest = before[0];
  if (nearest !== undefined && NEGATIONS.has(nearest)) return lost('denied by the word before it');
  if (nearest !== undefined && METRICS.has(nearest)) return lost('value of a single metric');
  if (next !== undefined && NOUNS.has(next)) {
    // "3 high severity vulnerabilities" are a tool's findings.
    if (nearest !== undefined && /^\d{1,9}$/.test(nearest)) return lost('counted');
    return { grade: 'noun', rule: 'word of severity before its noun' };
  }
  const verbFollows = next !== undefined && VERBS_AFTER.has(next);
  if (next !== undefined && !verbFollows && !FOLLOWS.has(next) && !RATING_OF.has(next))
    return lost('belongs to the word after it');
  const named = namedBy(before);
  if (named !== null) return named;
  if (verbFollows) return { grade: 'verb', rule: 'verb of rating after it' };
  // "None" and "keine" stand in every other sentence.
  if (value === 'none' && !(before.length === 0 && after.trim() === '')) {
    return lost('no words that call it a severity');
  }
  if (value !== 'none' && standsAlone(text, start))
    return { grade: 'alone', rule: 'words of severity alone on a line' };
  return { grade: 'bare', rule: 'word of severity by itself' };
}

/** "High", "Medium (Medium)", "## Critical" and nothing else on its line. */
function standsAlone(text: string, start: number): boolean {
  const before =
    text
      .slice(Math.max(0, start - 60), start)
      .split('\n')
      .at(-1) ?? '';
  const line = before + (text.slice(start, start + 60).split('\n', 1)[0] ?? '');
  if (line.length > 60 || line.includes('|')) return false;
  const found = line.match(/\p{L}+/gu) ?? [];
  return found.length <= 3 && found.every(word => RATING_OF.has(foldWords(word)));
}

function namedBy(before: readonly string[]): { grade: RatingGrade; rule: string } | null {
  for (const word of before) {
    if (LABELS.has(word)) {
      return { grade: 'label', rule: 'label of severity before it' };
    }
    if (VERBS.has(word)) return { grade: 'verb', rule: 'verb of rating before it' };
    if (!BETWEEN.has(word) && !/^\d/.test(word) && !RATING_OF.has(word)) return null;
  }
  return null;
}

function lost(rule: string): { grade: null; rule: string } {
  return { grade: null, rule };
}
