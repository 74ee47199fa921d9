/** Which version belongs to which product in one statement. */
import { type Catalogue, EMPTY_CATALOGUE } from './catalogue.js';
import type { Excerpt } from './excerpts.js';
import { FILLER_WORDS, OF_WORDS } from './filler-words.js';
import { capitalized, capitalizedBehind, ownName } from './own-name.js';
import { phraseAt, phrasesOf } from './phrases.js';
import { type Name, namesIn } from './products.js';
import { type Token, tokensOf } from './version-tokens.js';
import { FIXED, NOT_AFFECTED_AFTER, VERSION_WORDS } from './version-words.js';
import { type Version, versionsIn } from './versions.js';

/** A passage cut into words, and the names among them. */
export interface Worded {
  readonly passage: Excerpt;
  readonly tokens: readonly Token[];
  readonly names: readonly Name[];
}

/** A passage taken apart. */
export interface Statement extends Worded {
  readonly versions: readonly Version[];
  /** Where images and coordinates stand that are said not to be affected. */
  readonly denied: ReadonlySet<number>;
}

/** A stretch of a passage's text: UTF-16 offsets, `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A product's name found, by the catalogue or by its looks (`own`). */
export interface Named extends Stretch {
  readonly kind: 'catalogue' | 'generic' | 'token' | 'own';
  readonly product: string;
}

/**
 * A version and its product. `beside`: next to its name; `sentence`: further off; `own`: the words before it are its
 * name; `none`: the statement names none.
 */
export interface Pair {
  readonly version: Stretch & Pick<Version, 'range' | 'isPlain' | 'isNamed'>;
  readonly name: Named | null;
  readonly how: 'beside' | 'sentence' | 'own' | 'none';
}

/** Which words beside a version may be a name. */
export type OwnNames = 'words' | 'capitals' | 'none';

const filler = new Set(FILLER_WORDS);
const of = new Set(OF_WORDS);
const fixed = phrasesOf(FIXED);
const fixedAfter = phrasesOf(NOT_AFFECTED_AFTER);
const versionWords = new Set(VERSION_WORDS.flatMap(phrase => phrase.split(' ')));
const LISTED = /^(?:and|or|und|oder|et|ou|y|o|sowie|bzw|as|well)$/;
/** "on 2.2.0 and on 2.3.4" */
const AGAIN = /^(?:on|with|in|also|auf|mit|unter|bei|auch|avec|sur|dans|en|aussi|con|tambien)$/;
const UPGRADE = /^(?:upgrad|updat|aktualisier|migr|mise?e? a jour|actualiz|downgrad)/;

/**
 * Takes a passage apart.
 * @param passage - a statement or paragraph
 * @param catalogue - our products
 */
export function statementOf(passage: Excerpt, catalogue: Catalogue = EMPTY_CATALOGUE): Statement {
  return withVersions(wordedOf(passage, catalogue));
}

/**
 * Cuts a passage into words and finds the names in it.
 * @param passage - a statement or paragraph
 * @param catalogue - our products
 */
export function wordedOf(passage: Excerpt, catalogue: Catalogue): Worded {
  const tokens = tokensOf(passage.text);
  return { passage, tokens, names: namesIn(passage.text, tokens, catalogue) };
}

/**
 * Finds the versions in a passage.
 * @param worded - the passage
 */
export function withVersions({ passage, tokens, names }: Worded): Statement {
  const inside = outsideOf(names);
  const told = versionsIn(tokens);
  const versions = told.filter(version => !version.isReference && inside(version));
  const denied = new Set(told.filter(each => each.isReference && each.isFixed).map(each => each.start));
  const isTold = versions.some(version => version.isPlain && !version.isFixed);
  // "2.0.1 (current release)" is told by its number.
  const kept = versions.filter(version => !isTold || version.isPlain || version.range !== 'untold');
  return { passage, tokens, names, versions: kept, denied };
}

/** Whether a version is no part of a name; asks rising offsets only. */
function outsideOf(names: readonly Name[]): (version: Version) => boolean {
  let next = 0;
  return ({ start }) => {
    while ((names[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next++;
    return (names[next]?.start ?? Number.POSITIVE_INFINITY) > start;
  };
}

/**
 * The affected versions of a statement with their products, in order; those of runtimes and fixed ones left out.
 * @param statement - taken apart
 * @param own - whether words beside a version may be a name that no rule knows: all of them, capitalized ones, or none
 */
export function pairsIn(statement: Statement, own: OwnNames): Pair[] {
  const { tokens, names, versions } = statement;
  const pairs: { at: number; pair: Pair }[] = [];
  for (const name of names) {
    if (name.kind !== 'reference' || name.version === null || statement.denied.has(name.start)) continue;
    const version = { ...name.version, range: 'untold' as const, isPlain: true, isNamed: false };
    pairs.push({ at: name.start, pair: { version, name: named(name), how: 'beside' } });
  }
  let owner: { name: Named | null; how: Pair['how']; isRuntime: boolean } | null = null;
  let previous: Version | null = null;
  let passed = 0;
  let isNamed = false;
  for (const version of versions) {
    while ((names[passed]?.end ?? Number.POSITIVE_INFINITY) <= version.start) passed++;
    const goesOn: boolean =
      owner !== null &&
      previous !== null &&
      tokens
        .slice(previous.toToken, version.fromToken)
        .every(
          token =>
            token.kind === 'comma' ||
            token.kind === 'slash' ||
            LISTED.test(token.folded) ||
            AGAIN.test(token.folded) ||
            versionWords.has(token.folded),
        );
    if (!goesOn || owner === null) owner = ownerOf(statement, version, previous, passed, own);
    previous = version;
    if (version.isFixed || owner.isRuntime || isUpgrade(tokens, version.fromToken)) continue;
    const { range, isPlain, start, end } = version;
    isNamed = version.isNamed || (goesOn && isNamed);
    pairs.push({
      at: start,
      pair: { version: { range, isPlain, isNamed, start, end }, name: owner.name, how: owner.how },
    });
  }
  return pairs.sort((a, b) => a.at - b.at).map(each => each.pair);
}

/** A name as pairs and lists of names hold it. */
export function named(name: Name): Named {
  const kind = name.kind === 'generic' ? 'generic' : name.isOurs ? 'catalogue' : 'token';
  return { kind, product: name.product, start: name.start, end: name.end };
}

function ownerOf(
  { tokens, names, passage }: Statement,
  version: Version,
  previous: Version | null,
  passed: number,
  own: OwnNames,
): { name: Named | null; how: Pair['how']; isRuntime: boolean } {
  const following = names[passed];
  const link = following === undefined ? null : linkTo(tokens, version.toToken, following.start);
  // "2.0.1 (npm)" is a remark; "2.0.1 (ts-scan)" a name, where none stands before.
  if (
    following !== undefined &&
    (link === 'of' || (link === 'aside' && passed === 0 && following.kind !== 'runtime'))
  ) {
    return following.kind === 'runtime'
      ? { name: null, how: 'none', isRuntime: true }
      : { name: named(following), how: 'beside', isRuntime: false };
  }
  const last = names[passed - 1];
  if (last !== undefined && last.kind === 'runtime') {
    const between = tokensBetween(tokens, version.fromToken, last.end);
    const isBeside =
      (previous === null || previous.end <= last.start) &&
      between.length <= 3 &&
      between.every(token => token.kind === 'open' || versionWords.has(token.folded));
    if (isBeside) return { name: null, how: 'none', isRuntime: true };
  }
  let index = passed - 1;
  while (names[index]?.kind === 'runtime') index--;
  const name = names[index];
  const clause = clauseBefore(tokens, version.fromToken, Math.max(previous?.end ?? 0, 0));
  const isInClause = name !== undefined && name.start >= (clause[0]?.start ?? version.start);
  if (own !== 'none' && !isInClause) {
    const words = own === 'words' ? ownName(clause, passage) : capitalized(clause, passage);
    const behind = words ?? capitalizedBehind(tokens, version.toToken, passage);
    if (behind !== null) return { name: behind, how: 'own', isRuntime: false };
  }
  if (name === undefined) return { name: null, how: 'none', isRuntime: false };
  const between = tokensBetween(tokens, version.fromToken, name.end);
  const isBeside =
    between.length <= 5 &&
    between.every(
      token =>
        token.kind === 'open' ||
        token.kind === 'comma' ||
        filler.has(token.folded) ||
        versionWords.has(token.folded),
    );
  if (isBeside) return { name: named(name), how: 'beside', isRuntime: false };
  if (between.some(token => token.kind === 'stop') && own !== 'words')
    return { name: null, how: 'none', isRuntime: false };
  return { name: named(name), how: 'sentence', isRuntime: false };
}

/** The tokens from an offset to a token, no more than twenty. */
function tokensBetween(tokens: readonly Token[], toToken: number, from: number): Token[] {
  const between: Token[] = [];
  for (let at = toToken - 1; at >= 0 && between.length < 20; at--) {
    const token = tokens[at];
    if (token === undefined || token.start < from) break;
    between.push(token);
  }
  return between;
}

/** How a name behind a version is tied to it: "of the …", "(…", or not at all. */
function linkTo(tokens: readonly Token[], at: number, nameStart: number): 'of' | 'aside' | null {
  for (let index = at; index < at + 4; index++) {
    const token = tokens[index];
    if (token === undefined) return null;
    if (token.end > nameStart) return index > at || token.start < nameStart ? 'of' : null;
    if (token.kind === 'open') return index === at ? 'aside' : null;
    if (!of.has(token.folded)) return null;
  }
  return null;
}

function isUpgrade(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(Math.max(0, at - 3), at).some(token => UPGRADE.test(token.folded));
}

/** The words before a version, back to a comma, a parenthesis, another version or the sentence's start. */
function clauseBefore(tokens: readonly Token[], at: number, from: number): Token[] {
  const words: Token[] = [];
  for (let index = at - 1; index >= 0 && words.length < 20; index--) {
    const token = tokens[index];
    if (token === undefined || token.start < from || !['word', 'number', 'dash'].includes(token.kind)) break;
    words.push(token);
  }
  return words.reverse();
}

/**
 * Whether a statement says of a name that it is not affected.
 * @param tokens - of the statement
 * @param name - one of its names
 */
export function isDenied(tokens: readonly Token[], name: Stretch): boolean {
  const at = tokens.findIndex(token => token.end > name.start);
  for (let index = at; index >= 0 && index > at - 5; index--) {
    const length = phraseAt(tokens, index, fixed);
    const phrase = tokens
      .slice(index, index + length)
      .map(token => token.folded)
      .join(' ');
    if (/affect|afecta|vulnerab|betroffen/.test(phrase) && index + length <= at) return true;
    if (index < at && tokens[index]?.kind === 'stop') break;
  }
  for (let index = at; index < at + 8; index++) {
    const token = tokens[index];
    if (token === undefined || (token.kind === 'stop' && token.start >= name.end)) return false;
    if (token.start < name.end) continue;
    if (
      phraseAt(tokens, index, fixedAfter) > 0 &&
      /^(?:not|nicht|n'est|ne|non|no|is|are|seems?|unaffected|isn't|sind|ist)$/.test(token.folded)
    )
      return true;
    if (token.kind === 'comma') return false;
  }
  return false;
}
