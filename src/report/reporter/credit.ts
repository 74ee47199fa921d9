/** Whether the reporter wants to be named, and how. */
import { foldWords } from '../../document/words.js';
import { MAX_CUE_LENGTH } from '../limits.js';
import { type Passage, passageOf, sentencesOf } from '../passage.js';
import { fieldText } from '../text.js';
import {
  asksForOwnName,
  asksForReporterLine,
  type CreditWish,
  creditWishIn,
  isAboutCredit,
} from './credit-cues.js';
import { nameAt, nameInWish, properNameIn } from './credit-names.js';

/** What a reporter said about being credited; `wantsCredit` is null where nothing was said. */
export interface Credit {
  readonly wantsCredit: boolean | null;
  /** The names asked for, the best first. */
  readonly names: readonly CreditName[];
  /** Whose name is meant where the wish writes none: the reporter's own, or the one where the reporter is told. */
  readonly refersTo: 'own name' | 'reporter line' | null;
  /** What says so. */
  readonly passages: readonly Passage[];
}

/** A name, and the words it stands in. */
export interface CreditName {
  readonly value: string;
  readonly passage: Passage;
  readonly rule: string;
}

/** "None", "n/a", "anonymous": the whole of a credit section. */
const REFUSED =
  /^(?:(?:none|no|nein|non|nope|n\/a|not applicable|anonym(?:ous|ously|e|o|a)?|keine?r?|nicht noetig|nicht gewuenscht|nicht erforderlich|ninguno|ningun[ao]?|aucune?|pas necessaire|no es necesario|not (?:needed|necessary|required|wanted|desired)|unwanted|without|-+|–|—)\b|[-–—]$)/;
/** "Yes", "gladly", before a name or alone. */
const AGREED =
  /^(?:yes|yep|sure|ja|oui|sí|si|gerne?|gladly|please|bitte|volontiers|con gusto|erwünscht|gewünscht|souhaité|wanted|welcome|appreciated)(?![\p{L}\d])[\s,.:;!(–—-]{0,4}(?:(?:please|bitte|gerne?|svp|por favor)(?![\p{L}\d])[\s,.:;!(–—-]{0,4})?/iu;
/** A name that is none. */
const ANONYMOUS = /^(?:an? |the |ein |un )?anonym|\sanonym\w{0,6}$/;
/** Lines this long are prose that was wrapped, not names below each other. */
const MAX_NAME_LINE = 55;

interface Said {
  readonly passage: Passage;
  readonly wish: CreditWish;
  readonly words: string;
  readonly name: CreditName | null;
}

/**
 * What sections about credit and the sentences on it say together. A name counts more than a refusal beside it: "as
 * hedgerow, not with my full name".
 * @param sections - the words of the credit sections
 * @param sentences - sentences elsewhere that are about credit
 * @param ownName - the reporter's
 */
export function creditIn(
  sections: readonly Passage[],
  sentences: readonly Passage[],
  ownName: string | null = null,
): Credit {
  const listed = namesListed(sections);
  const all: Said[] =
    listed ??
    sections.flatMap(({ lines }) => sentencesOf(lines)).map(passage => saidInSection(passage, ownName));
  const said = [...all, ...sentences.map(passage => saidInSentence(passage, ownName))].filter(
    ({ words }) => words !== '',
  );
  const names = said.flatMap(({ name }) => (name === null ? [] : [name]));
  const passagesOf = (some: readonly Said[]) => some.map(({ passage }) => passage);
  if (names.length > 0)
    return { wantsCredit: true, names, refersTo: null, passages: names.map(({ passage }) => passage) };
  const refusals = said.filter(({ wish }) => wish === 'refuses');
  if (refusals.length > 0)
    return { wantsCredit: false, names, refersTo: null, passages: passagesOf(refusals) };
  const wishes = said.filter(({ wish }) => wish === 'wants');
  if (wishes.length === 0) return { wantsCredit: null, names, refersTo: null, passages: passagesOf(said) };
  const elsewhere = wishes.filter(({ words }) => asksForReporterLine(words));
  const own = wishes.filter(({ words }) => asksForOwnName(words));
  const telling = elsewhere.length > 0 ? elsewhere : own;
  return {
    wantsCredit: true,
    names,
    refersTo: elsewhere.length > 0 ? 'reporter line' : own.length > 0 ? 'own name' : null,
    passages: passagesOf(telling.length > 0 ? telling : wishes),
  };
}

function saidInSentence(passage: Passage, ownName: string | null): Said {
  const text = passage.text.slice(0, MAX_CUE_LENGTH);
  const words = foldWords(text);
  const wish = creditWishIn(words);
  const value =
    nameInWish(text) ?? (wish === 'wants' && isAboutCredit(words) ? properNameIn(text, ownName) : null);
  if (value !== null && ANONYMOUS.test(foldWords(value)))
    return { passage, words, wish: 'refuses', name: null };
  const name = value === null ? null : { value, passage, rule: 'the name in a wish to be credited' };
  return { passage, words, wish, name };
}

/** In a section about credit what is no wish in so many words is a name, or says yes or no. */
function saidInSection(passage: Passage, ownName: string | null): Said {
  const text = passage.text.slice(0, MAX_CUE_LENGTH);
  const words = foldWords(text);
  if (REFUSED.test(words)) return { passage, words, wish: 'refuses', name: null };
  const said = saidInSentence(passage, ownName);
  if (said.name !== null) return said;
  const bare = bareName(withoutYes(text));
  if (bare !== null)
    return {
      ...said,
      wish: 'wants',
      name: { value: bare, passage, rule: 'a section on credit that is a name' },
    };
  const wish = !isAboutCredit(words) && AGREED.test(text) ? 'wants' : said.wish;
  // Words that say neither are about something else: what was done in return, who helped.
  return { ...said, wish: wish === 'wants' && !isAboutCredit(words) && !AGREED.test(text) ? 'open' : wish };
}

/** "Yes (Jane Doe)" is "Jane Doe". */
function withoutYes(text: string): string {
  const yes = AGREED.exec(text)?.[0];
  if (yes === undefined) return text;
  const rest = text.slice(yes.length);
  return yes.includes('(') ? rest.replace(/\)[.!]?$/, '') : rest;
}

function bareName(text: string): string | null {
  const name = nameAt(text, true);
  if (name === null || REFUSED.test(foldWords(name.text))) return null;
  const rest = name.rest.replace(/^[\s.!)]{1,3}/, '');
  if (rest === '' || /^[,;(<–—-]|^https?:/.test(rest)) return name.text;
  // "Jane Doe of Acme discovered this": one capital word alone is how every sentence begins.
  return name.text.includes(' ') && !isAboutCredit(foldWords(text)) ? name.text : null;
}

/** Several names below each other are one credit. */
function namesListed(sections: readonly Passage[]): Said[] | null {
  const lines = sections.flatMap(passage => passage.lines).filter(({ text }) => text.trim() !== '');
  if (lines.length < 2 || lines.length > 20) return null;
  const names = lines.map(({ text }) => {
    const name = text.length > MAX_NAME_LINE ? null : nameAt(text.replace(/^[-*•+]\s{1,4}/, ''), false);
    return name !== null && /^\s*[,;.]?\s*$/.test(name.rest) ? name.text.replace(/[,;]$/, '') : null;
  });
  // A line that ends in a comma or "and" goes on in the next.
  const goesOn = lines.some(
    ({ text }, index) =>
      index < lines.length - 1 && /(?:,|\s(?:and|und|et|y|&|of|from|de))$/.test(text.trim()),
  );
  if (goesOn || !names.every(name => name !== null)) return null;
  const value = fieldText(names.join(', '));
  if (value === null) return null;
  const passage = passageOf(lines);
  const words = foldWords(passage.text);
  return [
    { passage, words, wish: 'wants', name: { value, passage, rule: 'a section on credit that lists names' } },
  ];
}
