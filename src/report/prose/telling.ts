/** "Last week I was cleaning up and noticed that tokens still work": where the telling begins in a sentence. */
import { type Passage, without } from '../passage.js';

/** Words by which somebody says that they came upon something. */
const CAME_UPON =
  /\b(?:(?:haben wir|habe ich|ist uns|ist mir|j[\u2019']ai|nous avons|hemos|he|we|i|it was)(?: have| has)? )?(?:noticed|found out|discovered|realised|realized|observed|figured out|remarqu\u00e9|constat\u00e9|d\u00e9couvert|notado|visto|descubierto|observado|comprobado|aufgefallen|festgestellt|gemerkt|bemerkt|entdeckt)\b,? (?:that |dass |que |qu[\u2019'])/i;
/** In front of a thing: "I found a path traversal". */
const I_FOUND =
  /^(?:i|we)(?: have|['\u2019]ve)?(?: recently| just)? (?:found|discovered|identified|detected|spotted) (?=an? )/i;
const FOUND =
  /\b(?:found|discovered|identified|noticed|detected|spotted|came across|gefunden|entdeckt|festgestellt|bemerkt|trouv\u00e9|d\u00e9couvert|identifi\u00e9|encontrado|descubierto|detectado)\b/i;
/** Which one, it does not say: "I found a serious vulnerability in your web app." */
const SOMETHING =
  /\b(?:vulnerabilit(?:y|ies)|issues?|bugs?|problems?|flaws?|weakness(?:es)?|l\u00fccken?|sicherheitsl\u00fccken?|schwachstellen?|fehler|failles?|vuln\u00e9rabilit\u00e9s?|vulnerabilidad(?:es)?|fallos?)\b(?: (?:in|on|of|with|im|auf|bei|dans|en|de) [^,;:]{1,40})?(?: (?:gefunden|entdeckt|festgestellt|bemerkt))?[.!:]?$/i;
/** Shorter words in front are part of the telling. */
const MIN_PREFIX = 20;
const MAX_PREFIX = 300;

/**
 * A sentence from the word on by which somebody came upon what it tells; the whole where there is none.
 * @param sentence - the first of a telling
 */
export function tellingPart(sentence: Passage): Passage {
  const found = CAME_UPON.exec(sentence.text.slice(0, MAX_PREFIX));
  return found === null || found.index < MIN_PREFIX ? sentence : without(sentence, found.index);
}

/**
 * What they came upon, without the words for coming upon it.
 * @param text - a sentence, white space folded
 */
export function toldIn(text: string): string {
  const found = CAME_UPON.exec(text.slice(0, MAX_PREFIX));
  return found === null ? text.replace(I_FOUND, '') : text.slice(found.index + found[0].length);
}

/**
 * Whether a sentence says that something was found, and what: "I found a stored XSS in the web app".
 * @param text - a sentence, white space folded
 */
export function saysWhatWasFound(text: string): boolean {
  const start = text.slice(0, MAX_PREFIX);
  return FOUND.test(start) && !SOMETHING.test(start);
}
