/** Whether the reporter wants to be named, and how. */
import { MAX_CUE_LENGTH } from './limits.js';
import { foldWords } from '../document/words.js';
import type { Passage } from './passage.js';
import { fieldText } from './text.js';

/** What a reporter said about being credited; `wantsCredit` is null where nothing was said. */
export interface Credit {
  readonly wantsCredit: boolean | null;
  /** The name asked for. */
  readonly creditAs: string | null;
  /** The reporter asked for their own name without writing it. */
  readonly byOwnName: boolean;
  /** What says so. */
  readonly passages: readonly Passage[];
}

const REFUSES =
  /\bno (?:public )?(?:credits?|mention|attribution|acknowledge?ment)\b|\b(?:not|n't) .{0,40}\b(?:credit|credited|mention|mentioned|name|named|listed)\b|\b(?:remain|stay|keep me|kept|be|prefer to be|please) anonymous\b|\banonym\b|\banonymously?\b|\bwithout (?:credit|mention|naming)\b|\bkeine (?:namentliche )?(?:nennung|danksagung|erwaehnung|namensnennung)\b|\bnicht .{0,60}\b(?:genannt|erwaehnt|nennen|namentlich|nennung)\b|\bohne (?:namens)?nennung\b|\bverzichte\b|\b(?:ne pas|pas) .{0,30}(?:credit|mention|cit|nom)|\banonyme\b|\banonimo\b|\bno (?:deseo|quiero)\b|^(?:no|none|nein|keine|non|ninguno|n\/a)\.?$/;
/** Neither wish: "whether I am named does not matter to me". */
const INDIFFERENT =
  /\b(?:ist mir (?:egal|gleich|nicht wichtig)|(?:do not|don't) (?:mind|care)|no preference|up to you|peu m'importe|m'est egal|me da igual|me es indiferente)\b/;
/** The words that lead to a name, on the original text. */
const LEADS = [
  /\b(?:credit(?:ed|s)?|mention(?:ed)?|acknowledg(?:e|ed|ement)|list(?:ed)?|name(?:d)?|thank(?:ed)?|known)\b.{0,60}?\b(?:as|under the name|by the name)[:\s]\s{0,3}/i,
  /\b(?:nennen|genannt|erwähn(?:t|en)|Danksagung|Nennung|namentlich)\b.{0,80}?\b(?:als|unter dem Namen|mit)[:\s]\s{0,3}/i,
  /\b(?:als|unter dem Namen)\s{1,3}(?=.{1,80}(?:genannt|erwähnt|nennen))/i,
  /\b(?:cr[ée]diter|mentionner|citer|acreditar(?:me)?|mencionar(?:me)?|remerciements|agradecimientos)\b.{0,60}?\b(?:comme|sous le nom(?: de)?|en tant que|como)[:\s]\s{0,3}/i,
  /\bcredit (?:me|to me|us|goes to|to|should go to|for this goes to)[,:\s]\s{0,3}/i,
  /\bcredits?:\s{0,3}/i,
];
/** A name ends where the sentence goes on about something else. */
const NAME_END =
  /\s(?:in (?:the|your|any)|on (?:your|the)|if|when|once|for (?:the|this|finding|reporting)|with a link|werden|genannt|erwähnt|nennen|aufführen|auf (?:der|Ihrer)|in der|zu werden|dans|en su|en el)(?=[\s.,]|$)|[;!?]|\.(?=\s|$)(?<!\b\p{L}\.)/u;
const QUOTED = /^["“„«‚'‘»]\s{0,2}([^"“”„«»]{1,200}?)\s{0,2}["”“»«](?:\W|$)|^['‘‚]([^'’‘]{1,200})['’‘]/;
const OWN_NAME =
  /\bby name\b|\bmy (?:full |real )?name\b|\bnamentlich\b|\bmit (?:meinem )?namen\b|\bpar mon nom\b|\bmi nombre\b|\bcredit me\b|\bmention me\b/;
const MAX_NAME_LENGTH = 120;

/**
 * What sections about credit and the sentences on it say together.
 * @param sections - the words of the credit sections
 * @param sentences - sentences elsewhere that are about credit
 */
export function creditIn(sections: readonly Passage[], sentences: readonly Passage[]): Credit {
  const section = sections.map(({ text }) => text).join(' ').slice(0, MAX_CUE_LENGTH);
  const said = [...sections, ...sentences].filter(({ text }) => text !== '');
  if (said.length === 0) return { wantsCredit: null, creditAs: null, byOwnName: false, passages: [] };
  const folded = said.map(passage => ({ passage, words: foldWords(passage.text.slice(0, MAX_CUE_LENGTH)) }));
  const refuses = folded.filter(({ words }) => REFUSES.test(words)).map(({ passage }) => passage);
  const named = said
    .map(passage => ({ passage, name: nameIn(passage.text.slice(0, MAX_CUE_LENGTH)) }))
    .find(({ name }) => name !== null);
  const name = named?.name ?? bareName(section);
  if (name !== null && !REFUSES.test(foldWords(name))) {
    return { wantsCredit: true, creditAs: name, byOwnName: false, passages: named ? [named.passage] : sections };
  }
  if (refuses.length > 0) return { wantsCredit: false, creditAs: null, byOwnName: false, passages: refuses };
  if (folded.every(({ words }) => INDIFFERENT.test(words))) {
    return { wantsCredit: null, creditAs: null, byOwnName: false, passages: said };
  }
  const own = folded.filter(({ words }) => OWN_NAME.test(words)).map(({ passage }) => passage);
  return { wantsCredit: true, creditAs: null, byOwnName: own.length > 0, passages: own.length > 0 ? own : said };
}

function nameIn(text: string): string | null {
  for (const lead of LEADS) {
    const match = lead.exec(text);
    if (match === null) continue;
    const name = nameAt(text.slice(match.index + match[0].length));
    if (name !== null) return name;
  }
  const quoted = /\b(?:as|als|comme|como),?\s{1,3}(?=["“„«])/i.exec(text);
  return quoted === null ? null : nameAt(text.slice(quoted.index + quoted[0].length));
}

function nameAt(text: string): string | null {
  const quoted = QUOTED.exec(text);
  const written = quoted?.[1] ?? quoted?.[2];
  if (written !== undefined) return fieldText(written);
  const end = text.search(NAME_END);
  const name = (end < 0 ? text : text.slice(0, end)).trim().replace(/[,.:]{1,3}$/, '');
  if (name.length > MAX_NAME_LENGTH || !/^[\p{Lu}\d@]|^[a-z0-9_.-]{2,40}$/u.test(name)) return null;
  return /^(?:needed|required|please|necessary|anonymous|is|the finder|to)$/i.test(name)
    ? null
    : fieldText(name);
}

/** A credit section of a few words is the name itself. */
function bareName(section: string): string | null {
  const words = foldWords(section);
  if (words === '' || section.length > MAX_NAME_LENGTH || section.split(/\s+/).length > 8) return null;
  if (REFUSES.test(words) || /^(?:yes|ja|oui|si|please|gerne)\b/.test(words)) return null;
  return nameAt(section);
}
