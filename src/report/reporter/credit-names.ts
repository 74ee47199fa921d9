/** The name in a wish to be credited: where it begins in the sentence, and where it ends. */
import { foldWords } from '../../document/words.js';
import { fieldText } from '../text.js';
import { saysNo } from './credit-cues.js';
import { COLON, IN_PARENTHESES, LEADS } from './credit-leads.js';

/** Longest name taken, in characters: three co-authors and their university. */
const MAX_NAME_LENGTH = 200;

/** Places one kind of lead is looked for in a sentence. */
const MAX_PLACES = 8;

const QUOTED =
  /^[*_]{0,2}(?:["“”„«‹»]\s{0,2}([^"“”„«»]{1,200}?)\s{0,2}["”“»«›]|['‘‚]([^‘]{1,200}?)['’](?![\p{L}])|[*_`]{1,2}([^*_`\s][^*_`]{0,100}?)[*_`]{1,2})/u;
const QUOTATION = /["“„«‹»]\s{0,2}([^"“”„«»]{1,120}?)\s{0,2}["”“»«›](?![\p{L}\d])/gu;

/** Roles and other words that stand before the name, or in its place. */
const ROLE =
  /^(?:(?:the|a|an|my|our|der|die|den|dem|meine[nm]?|unsere[nm]?|le|la|les|el|mi|mon|nuestr[oa]|l')\s?)?(?:(?:original|security|independent)\s)?(?:finders?|discoverers?|reporters?|researchers?|colleagues?|students?|entdecker(?:in)?|finder(?:in)?|melder(?:in)?|kolleg(?:e|en|in)|team|employer|company|student|students|university|arbeitgeber|firma|empresa|entreprise|équipe|equipo|employeur|étudiante?|pseudonym|nick(?:name)?|handle|pseudo|alias|découvreu(?:r|se)|chercheu(?:r|se)|auteure?|collègue|descubridora?|investigadora?|autora?|colega|compañer[oa])\b[:,]?\s/iu;
/** First words that begin no name, in the form of `foldWords`. */
const NO_NAMES = new Set(
  `egal optional indifferent igual whatever i if in on once when the a an and or it its this that you your we our my me us they well soon above below follows usual
  described possible appropriate needed required necessary please thanks thank cheers regards yes no not none anonymous
  anonymously finder discoverer reporter researcher author finders discoverers reporters researchers authors co-discoverer co-discoverers co-finder co-finders part source contributor hall wall advisory advisories cve cwe
  ghsa cvss mitre release changelog github gitlab website twitter credit credits is are be would could can may for to at
  by from with without under only just simply name names handle nickname nick alias either both all any some one here
  there now then already after before security
  ihre eure unsere meine ich sie ihr wir uns mich mir wenn falls bitte danke gern gerne nicht kein keine ja nein der die das den dem des ein eine
  einen finder finderin entdecker entdeckerin melder melderin danksagung nennung erwahnung erwaehnung oben unten ihrer
  ihrem ihren eurer eurem im in am an auf fuer mit ohne von vom zu zum und oder anonym hinweisgeber hinweisgeberin
  je vous nous me moi si merci s'il svp le la les un une des du de ce cela oui non aucun aucune mon ma mes votre vos
  anonyme decouvreur chercheur auteur dans sur pour avec sans
  yo usted ustedes me mi si no gracias el los las una uno su sus anonimo anonima descubridor descubridora autor autora
  investigador investigadora en por para con sin como favor ninguno ninguna`.split(/\s+/),
);
/** Particles inside names and between a person and an organisation. */
const PARTICLES = new Set(
  'of from at and und et y e & de del della di da do dos das la le les du des der den dem van von vom zu zum zur bin ibn al el the + / | - – — aka a.k.a. alias vulgo bei'.split(
    ' ',
  ),
);
/** Those that join a further person: without one they are no part of the name. */
const DOTTED =
  /^(?:\p{Lu}\.){1,4}$|^(?:\p{Lu}\p{Ll}?\.-?)+$|^(?:Dr|Prof|St|Jr|Sr|Mr|Mrs|Ms|Inc|Ltd|Co|Corp|Dipl|Ing|Univ|Hr|Fr|Mme|Sra|Lda|e\.V|S\.L|S\.A|B\.V|S\.A\.S)\.,?$/u;

/**
 * The name a sentence on credit gives.
 * @param sentence - white space folded
 */
export function nameInWish(sentence: string): string | null {
  for (const { pattern, isStrong } of LEADS) {
    let places = 0;
    for (const match of sentence.matchAll(pattern)) {
      if (++places > MAX_PLACES) break;
      if (isDenied(sentence, match.index, match[0])) continue;
      const name = nameAt(sentence.slice(match.index + match[0].length), isStrong);
      if (name !== null) return name.text;
    }
  }
  for (const match of sentence.slice(0, 400).matchAll(IN_PARENTHESES)) {
    const name = nameAt(sentence.slice(match.index + match[0].length).replace(/\).*$/, ''), true);
    if (name !== null && !isDenied(sentence, match.index, '')) return name.text;
  }
  for (const match of sentence.slice(0, 400).matchAll(COLON)) {
    const name = isDenied(sentence, match.index, match[0])
      ? null
      : nameAt(sentence.slice(match.index + match[0].length), true);
    if (name !== null && /^\s?(?:[.!,;()]|$)/.test(name.rest)) return name.text;
  }
  for (const match of sentence.matchAll(QUOTATION)) {
    const name = isDenied(sentence, match.index, '') ? null : fieldText(match[1] ?? '');
    if (name !== null && isNameLike(name)) return name;
  }
  return null;
}

/** Words of a report, not of a person. */
const NO_PERSON =
  /\b(?:hall|fame|release|notes|advisor(?:y|ies)|change ?log|credits?|danksagung|bulletin|cve|cwe|mitre|github|trustsource|team)\b/i;

/**
 * A name that no word leads to: the reporter's own, else two words or more with a capital.
 * @param sentence - white space folded, a wish to be credited
 * @param ownName - the reporter's
 */
export function properNameIn(sentence: string, ownName: string | null): string | null {
  const own = (ownName ?? '').split(/[\s,]+/).filter(word => word.length > 2);
  let before: { text: string; at: number } | null = null;
  for (const match of sentence.slice(0, 400).matchAll(/\S{1,60}/g)) {
    const at = match.index;
    const bare = match[0].replace(/^[(*_]{1,3}|[.,;:!?)*_]{1,3}$/g, '');
    const isOwn = own.some(word => word === bare);
    const isProper =
      at > 0 &&
      /^[(*_]{0,3}\p{Lu}\p{Ll}{1,30} \p{Lu}/u.test(sentence.slice(at, at + 60)) &&
      !(before !== null && /^\p{Lu}/u.test(before.text) && before.at > 0);
    before = { text: bare, at };
    if (!(isOwn || isProper) || isDenied(sentence, at, '')) continue;
    const name =
      nameAt(
        sentence.slice(at).replace(/^[(*_]{1,3}/, match => (match.includes('(') ? '' : match)),
        false,
      )?.text.replace(/^([^(]*)\)$/, '$1') ?? null;
    if (name === null || NO_PERSON.test(name)) continue;
    if (isOwn || (name.match(/\p{Lu}\p{L}*\.?/gu)?.length ?? 0) >= 2) return name;
  }
  return null;
}

/** "Not as Jane Doe": the clause before says no. */
function isDenied(sentence: string, at: number, lead: string): boolean {
  const before = sentence.slice(Math.max(0, at - 160), at) + lead;
  const clause = before.slice(clauseStart(before, lead.length));
  return saysNo(foldWords(clause));
}

function clauseStart(before: string, leadLength: number): number {
  const body = before.slice(0, before.length - Math.min(leadLength, 3));
  let start = 0;
  for (const end of body.matchAll(/[,;:()–—]|\s-\s|\s(?:but|aber|sondern|mais|pero|sino|and|und|et|y)\s/g)) {
    start = end.index + end[0].length;
  }
  return start;
}

function isNameLike(text: string): boolean {
  return text.split(' ').length <= 8 && !/[.!?]$|:\/\//.test(text) && /\p{L}/u.test(text);
}

/** A name, and what stands behind it. */
export interface NameRead {
  readonly text: string;
  readonly rest: string;
}

/**
 * The name that a text begins with, or null where it begins with none.
 * @param text - white space folded
 * @param isHandle - whether a name in small letters may stand here
 */
export function nameAt(text: string, isHandle: boolean): NameRead | null {
  let rest = text.slice(0, 4 * MAX_NAME_LENGTH).trimStart();
  const role = ROLE.exec(rest);
  if (role !== null) rest = rest.slice(role[0].length).trimStart();
  const quoted = QUOTED.exec(rest);
  const written = quoted?.[1] ?? quoted?.[2] ?? quoted?.[3];
  if (quoted !== null && written !== undefined) {
    const name = fieldText(written);
    if (name === null || NO_NAMES.has(foldWords(name))) return null;
    const behind = rest.slice(quoted[0].length);
    const group = /^ (\([^()]{1,60}\))/.exec(behind);
    const isPart = group?.[1] !== undefined && isPartOfName(group[1]) && !group[1].includes(':');
    return isPart
      ? { text: `${rest.slice(0, quoted[0].length)}${group[0]}`, rest: behind }
      : { text: name, rest: behind };
  }
  return unquotedName(rest, isHandle);
}

function unquotedName(text: string, isHandle: boolean): NameRead | null {
  const words = wordsOf(text);
  let end = 0;
  let taken = 0;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const bare = word.text.replace(/[,;:!?]{1,3}$/, '');
    const isFirst = taken === 0;
    if (word.text.startsWith('(')) {
      if (isFirst || !isPartOfName(bare)) break;
    } else if (
      !isFirst &&
      PARTICLES.has(bare.toLowerCase()) &&
      bare === word.text &&
      !/^[A-Z]{2,}$/.test(bare)
    ) {
      continue;
    } else if (!isNamePart(bare, isFirst) && !(isAlias(words[index - 1]?.text) && HANDLE.test(bare))) break;
    taken = index + 1;
    end = word.end;
    if (
      /[;:!?]$/.test(word.text) ||
      (/[.…]$/.test(word.text) && !isAbbreviated(word.text, words[index + 1]?.text))
    )
      break;
  }
  const proper = cleaned(text.slice(0, end));
  if (proper !== null) return { text: proper, rest: text.slice(end) };
  return isHandle ? handleAt(text) : /^@?\S*[\d_]\S*/.test(text) ? handleAt(text, 1) : null;
}

/** "hedgerow", "sable finch": words in small letters, up to the end of the clause or a word that ends a name. */
function handleAt(text: string, most = 3): NameRead | null {
  const clause = /^[^,;:!?()]{1,80}/.exec(text)?.[0] ?? '';
  const words = clause.split(/\s+/).map(word => word.replace(/\.$/, ''));
  const ends = (word: string) =>
    NO_NAMES.has(foldWords(word)) || PARTICLES.has(word) || AFTER_NAME.has(foldWords(word));
  const stop = words.findIndex(ends);
  const taken = words.slice(0, stop < 0 ? words.length : stop).filter(Boolean);
  if (saysNo(foldWords(taken.join(' ')))) return null;
  if (taken.length === 0 || !taken.every(word => /^@?[\p{L}\d][\p{L}\d._'~-]{0,39}$/u.test(word)))
    return null;
  const kept = taken.length > most ? taken.slice(0, 1) : taken;
  // Of a run of prose only what can be no word of it.
  if (taken.length > most && !/[\d_@]/.test(kept[0] ?? '')) return null;
  const name = kept.join(' ');
  const group =
    stop < 0 && taken.length <= most
      ? /^ (\([^()]{1,60}\))/.exec(text.slice(clause.trimEnd().length))?.[1]
      : undefined;
  if (group !== undefined && isPartOfName(group)) return { text: `${name} ${group}`, rest: '' };
  return { text: name, rest: text.slice(text.indexOf(kept.at(-1) ?? '') + (kept.at(-1) ?? '').length) };
}

/** Verbs and adverbs that may follow a name at once. */
const AFTER_NAME = new Set(
  `genannt erwaehnt aufgefuehrt gelistet nennen erwaehnen auffuehren listen werden wuerde waere erscheinen auftauchen
  reicht will should appear fine too instead rather lieber suffit suffirait basta vale aparezca puede pueden thx when
  where while because since so until unless please duerfen darf koennen kann koennt duerft sie ihr mich uns verwenden nutzen benutzen may can enough genuegt use do would only nur seulement solo solamente publicly there again anywhere everywhere whenever wherever`.split(
    /\s+/,
  ),
);

interface Word {
  readonly text: string;
  readonly end: number;
}

/** Words of a text; what stands in parentheses is one. */
function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\([^()]{1,100}\)\S{0,3}|\S{1,200}/g)].map(match => ({
    text: match[0],
    end: match.index + match[0].length,
  }));
}

function isNamePart(word: string, isFirst: boolean): boolean {
  const folded = foldWords(word.replace(/\.$/, ''));
  if (/:\/\/|^www\.|^<|^\S{1,64}@\S{1,64}\.\p{L}/u.test(word)) return false;
  if (/^@[\w.-]{1,60}/.test(word)) return true;
  if (/^(?:\p{Lu}|\d+\p{L})/u.test(word)) {
    if (
      NO_NAMES.has(folded) &&
      !(folded.length > 1 && !isFirst && ORGANISATION.test(folded)) &&
      !/^[A-Z]\.?$/.test(word) &&
      (isFirst || !/^IT$|^SE$|^AN$/.test(word))
    )
      return false;
    return word !== 'I' && word !== 'A';
  }
  // A host, "d'Arc", "0xkite", "al-Amin".
  return (
    /^(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,10}\.?$/.test(word) ||
    /^(?:[dl]['’]|al-|el-|o['’])\p{Lu}/u.test(word) ||
    (!isFirst && /^(?:e\.V\.|gGmbH|mbH)/.test(word))
  );
}

/** "Jane Doe / janed", "Jane Doe aka janed": a handle may follow. */
function isAlias(before: string | undefined): boolean {
  return before !== undefined && /^(?:\/|\||aka|a\.k\.a\.|alias|vulgo|dit|dite)$/i.test(before);
}
const HANDLE = /^@?[\p{L}\d][\p{L}\d._-]{1,39}$/u;

/** Words that begin no name but may stand in that of an organisation: "Ada Quill, Foo Security". */
const ORGANISATION = /^(?:security|advisory|github|research|hall|source)$/;

function isAbbreviated(word: string, next: string | undefined): boolean {
  return DOTTED.test(word) && (next === undefined || /^[\p{L}(@]/u.test(next));
}

/** "(tarnsec)", "(Saltmarsh Labs)"; not "(https://…)", "(that is my nick)". */
function isPartOfName(group: string): boolean {
  const inside = group.slice(1, group.lastIndexOf(')'));
  if (/:\/\/|^www\.|\S@\S{1,60}\./.test(inside) || inside.split(' ').length > 8) return false;
  return !/\b(?:no|not|my|that|this|if|please|without|is|are|it|nicht|kein|mein|das|ist|wenn|bitte|pas|mon|si|est|sin|mi|es|no|with|link|optional|same|see)\b/i.test(
    inside,
  );
}

function cleaned(text: string): string | null {
  const trimmed = text.trim().replace(/[,;:!?]{1,3}$/, '');
  const last = trimmed.split(' ').at(-1) ?? '';
  const name = fieldText(DOTTED.test(last) ? trimmed : trimmed.replace(/\.$/, ''));
  if (name === null || name.length > MAX_NAME_LENGTH || !/[\p{L}]/u.test(name)) return null;
  return name;
}
