/** The version expressions of a text, as written, and which of them are affected. */
import { phraseAt, phrasesOf } from './phrases.js';
import { GOOD, LIGHT_WORDS, LINKS, NEGATIONS, THINGS, TRIED, TRIED_BEHIND, UNITS } from './trial-words.js';
import { expressionAt, OPENING_KINDS, OPENINGS } from './version-grammar.js';
import type { Range } from './version-operand.js';
import type { Token } from './version-tokens.js';
import { CERTAIN_VERSION_WORD, FIXED, NOT_AFFECTED_AFTER } from './version-words.js';

/** An expression's place in its text. */
export interface Version {
  /** UTF-16 offsets; `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Indexes of its tokens; `toToken` exclusive. */
  readonly fromToken: number;
  readonly toToken: number;
  readonly range: Range;
  /** Whether it is one wherever it stands; "2" or "latest" is one only where versions are expected. */
  readonly isPlain: boolean;
  /** Whether the text says it is fixed or never had the fault. */
  readonly isFixed: boolean;
  /** Whether "version" or "release" stands before it, or a word for having tried it. */
  readonly isNamed: boolean;
  /** An image, coordinates or a package URL, which names its product too. */
  readonly isReference: boolean;
}

const fixed = phrasesOf(FIXED);
const fixedAfter = phrasesOf(NOT_AFFECTED_AFTER);
/** These take back what "fixed" said: "not fixed in 2.4", "noch nicht behoben". */
const NEGATION = /^(?:not|never|un|nicht|kein|keine|pas|non|no|sin|without|isn't|wasn't|hasn't)$/;
const clauses = new Set(
  'but aber mais pero while waehrend whereas however affects affected betroffen affecte afecta'.split(' '),
);
const links = new Set(LINKS);
const tried = new Set(TRIED);
const triedBehind = new Set(TRIED_BEHIND);
const things = new Set(THINGS);
const units = new Set(UNITS);
const good = new Set(GOOD);
const light = new Set(LIGHT_WORDS);
const negations = new Set(NEGATIONS);
/** Of all other tokens, nearly every word of a mail, there is nothing to ask. */
const telling: ReadonlySet<string> = new Set([...fixed.keys(), ...good, ...clauses, ...OPENINGS]);
const TELLING_KINDS: ReadonlySet<Token['kind']> = new Set([...OPENING_KINDS, 'reference', 'stop']);
/** Between the versions of a list. */
const LISTED = /^(?:and|or|und|oder|et|ou|y|o|version|the|la)$/;
/** Tokens between a version and what says that it is fixed. */
const MAX_BETWEEN = 3;
/** Words of a clause that says no more than that it did not happen. */
const MAX_CLAUSE = 14;
/** Tokens of a list of versions, up to the verb that ends it. */
const MAX_LIST = 10;

/**
 * The expressions of a text in order.
 * @param tokens - of the text
 */
export function versionsIn(tokens: readonly Token[]): Version[] {
  const found: Version[] = [];
  let isFixed = false;
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (token === undefined) break;
    if (!(TELLING_KINDS.has(token.kind) || telling.has(token.folded))) {
      at++;
      continue;
    }
    const phrase = phraseAt(tokens, at, fixed);
    if (phrase > 0 || isGood(tokens, at)) {
      if (!isNegated(tokens, at, phrase)) isFixed = true;
      at += Math.max(phrase, 1);
      continue;
    }
    if (token.kind === 'stop' || clauses.has(token.folded)) isFixed = false;
    const isReference = token.kind === 'reference';
    const expression = isReference ? REFERENCE(at) : expressionAt(tokens, at);
    const last = expression === null ? undefined : tokens[expression.end - 1];
    if (expression === null || last === undefined || isQuantity(tokens, expression.end)) {
      at++;
      continue;
    }
    found.push({
      start: token.start,
      end: last.end,
      fromToken: at,
      toToken: expression.end,
      range: expression.range,
      isPlain: expression.isPlain,
      isFixed,
      isNamed: !isReference && (isNamed(tokens, at) || isTriedBehind(tokens, expression.end)),
      isReference,
    });
    at = expression.end;
  }
  return fixedBehind(tokens, found);
}

const REFERENCE = (at: number) => ({ end: at + 1, range: 'untold', isPlain: true }) as const;

/** "Good: 2.0.1" */
function isGood(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]?.kind;
  return (
    good.has(tokens[at]?.folded ?? '') &&
    (next === 'version' || next === 'reference' || next === 'interval' || next === 'compare')
  );
}

/** "2.5 GB", "1.5 seconds" */
function isQuantity(tokens: readonly Token[], end: number): boolean {
  return units.has(tokens[end]?.folded ?? '');
}

/** "It has not been fixed in 2.4", "no fix for 2.4" and "2.4 (unpatched)" leave 2.4 affected. */
function isNegated(tokens: readonly Token[], at: number, length: number): boolean {
  if (length > 1) return false;
  return tokens.slice(Math.max(0, at - 3), at).some(token => NEGATION.test(token.folded));
}

/** "version 2.0", "version: 2.0", "la versión que uso es la 2.0", "seen with 2.0", "I have it on 2.0". */
function isNamed(tokens: readonly Token[], at: number): boolean {
  const beside = tokens[at - 1]?.kind === 'open' ? tokens[at - 2] : tokens[at - 1];
  if (things.has(beside?.folded ?? '')) return true;
  for (let index = at - 1; index >= 0 && index >= at - 6; index--) {
    const token = tokens[index];
    if (token === undefined || token.kind === 'stop') return false;
    if (CERTAIN_VERSION_WORD.test(token.folded) || tried.has(token.folded)) return true;
    if (!links.has(token.folded)) return false;
  }
  return false;
}

/** "mit 2.0.4 und 2.1.0 nachgestellt", "2.0.4, 2.1.0 are affected" */
function isTriedBehind(tokens: readonly Token[], at: number): boolean {
  for (let index = at; index < at + MAX_LIST; index++) {
    const token = tokens[index];
    if (token === undefined) return false;
    if (triedBehind.has(token.folded)) return true;
    const goesOn =
      token.kind === 'comma' ||
      token.kind === 'version' ||
      LISTED.test(token.folded) ||
      links.has(token.folded);
    if (!goesOn) return false;
  }
  return false;
}

/** "1.2, 1.3 and 1.4 are not affected" takes back all three; "1.3, 1.4 is not affected" only the last. */
function fixedBehind(tokens: readonly Token[], found: readonly Version[]): Version[] {
  const result: Version[] = [];
  let reaches: 'no' | 'by and' | 'by comma' = 'no';
  let next: Version | undefined;
  for (const version of found.toReversed()) {
    const between =
      next === undefined ? [] : tokens.slice(version.toToken, Math.min(next.fromToken, version.toToken + 6));
    const isList = between.every(token => token.kind === 'comma' || LISTED.test(token.folded));
    const isJoined: boolean = reaches === 'by comma' || between.some(token => token.kind === 'word');
    const isListed: boolean =
      reaches !== 'no' && isList && isJoined && !/^(?:la|the)$/.test(between[1]?.folded ?? '');
    const isTold: boolean = saysFixed(tokens, version.toToken);
    reaches = isTold ? 'by and' : isListed ? 'by comma' : 'no';
    next = version;
    result.push({ ...version, isFixed: version.isFixed || isTold || isListed });
  }
  return result.reverse();
}

function saysFixed(tokens: readonly Token[], at: number): boolean {
  if (deniesIt(tokens, at)) return true;
  for (let index = at; index < at + MAX_BETWEEN; index++) {
    const token = tokens[index];
    if (token === undefined || token.kind === 'stop' || token.kind === 'comma' || token.kind === 'version')
      return false;
    const length = phraseAt(tokens, index, fixedAfter);
    // "2.4 fixed in 2.5" speaks of 2.5.
    if (length > 0)
      return (
        !/^(?:in|with|by|since|mit|dans|en|la|seit)$/.test(tokens[index + length]?.folded ?? '') ||
        /affect|betroffen|vulnerab/.test(
          tokens
            .slice(index, index + length)
            .map(each => each.folded)
            .join(' '),
        )
      );
  }
  return false;
}

/**
 * "1.9.3 hat das Problem nicht gezeigt", "2.0 todavía no pasaba": a clause of nothing but small words, one of them a
 * negation. "2.0 does not check the path" says more.
 */
function deniesIt(tokens: readonly Token[], at: number): boolean {
  let isDenied = false;
  for (let index = at; index < at + MAX_CLAUSE; index++) {
    const token = tokens[index];
    if (token === undefined || token.kind === 'stop' || token.kind === 'close' || token.kind === 'dash')
      return isDenied;
    if (token.kind === 'comma' || clauses.has(token.folded)) return isDenied;
    if (negations.has(token.folded)) isDenied = true;
    else if (!light.has(token.folded)) return false;
  }
  return false;
}
