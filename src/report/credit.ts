/** Whether the reporter wants to be named, and how. */
import { MAX_CUE_LENGTH } from './limits.js';
import { fieldText, foldWords } from './text.js';

/** What a reporter said about being credited; `wantsCredit` is null where nothing was said. */
export interface Credit {
  readonly wantsCredit: boolean | null;
  /** The name asked for. */
  readonly creditAs: string | null;
  /** The reporter asked for their own name without writing it. */
  readonly byOwnName: boolean;
}

const REFUSES =
  /\bno (?:public )?(?:credits?|mention|attribution|acknowledge?ment)\b|\b(?:not|n't) .{0,40}\b(?:credit|credited|mention|mentioned|name|named|listed)\b|\b(?:remain|stay|keep me|kept|be|prefer to be|please) anonymous\b|\banonym\b|\banonymously?\b|\bwithout (?:credit|mention|naming)\b|\bkeine (?:namentliche )?(?:nennung|danksagung|erwaehnung|namensnennung)\b|\bnicht .{0,60}\b(?:genannt|erwaehnt|nennen|namentlich|nennung)\b|\bohne (?:namens)?nennung\b|\bverzichte\b|\b(?:ne pas|pas) .{0,30}(?:credit|mention|cit|nom)|\banonyme\b|\banonimo\b|\bno (?:deseo|quiero)\b|^(?:no|none|nein|keine|non|ninguno|n\/a)\.?$/;
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
 * What a section about credit and the sentences on it say together.
 * @param section - the words of the credit section, '' where there is none
 * @param sentences - sentences elsewhere that are about credit
 */
export function creditIn(section: string, sentences: readonly string[]): Credit {
  const texts = [section, ...sentences]
    .map(text => text.slice(0, MAX_CUE_LENGTH))
    .filter(text => text !== '');
  if (texts.length === 0) return { wantsCredit: null, creditAs: null, byOwnName: false };
  const named = texts.map(text => nameIn(text)).find(name => name !== null) ?? bareName(section);
  if (named === null || REFUSES.test(foldWords(named))) {
    if (texts.some(text => REFUSES.test(foldWords(text)))) {
      return { wantsCredit: false, creditAs: null, byOwnName: false };
    }
    return {
      wantsCredit: true,
      creditAs: null,
      byOwnName: texts.some(text => OWN_NAME.test(foldWords(text))),
    };
  }
  return { wantsCredit: true, creditAs: named, byOwnName: false };
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
