/** The grammar of version expressions: "2.0.1 and earlier", "ab 2.0", "de 1.0 à 1.4.2", ">= 1.0, < 2.0". */
import { phraseAt, phrasesOf } from './phrases.js';
import {
  type Bound,
  bare,
  type Comparator,
  compatible,
  exactly,
  type Operand,
  operand,
  type Range,
  staged,
} from './version-operand.js';
import type { Token } from './version-tokens.js';
import * as words from './version-words.js';

/** An expression at a token: how far it reaches and what it says. */
export interface Expression {
  /** Index of the token behind its last. */
  readonly end: number;
  readonly range: Range;
  /** Whether it is plainly one; "2" or "latest" is only where a version is expected. */
  readonly isPlain: boolean;
}

const upTo = phrasesOf(words.UP_TO);
const before = phrasesOf(words.BEFORE);
const beforeAdjective = phrasesOf(words.BEFORE_ADJECTIVES);
const from = phrasesOf(words.FROM);
const after = phrasesOf(words.AFTER);
const to = phrasesOf(words.TO);
const between = phrasesOf(words.BETWEEN);
const and = phrasesOf(words.AND);
const lower = phrasesOf(words.LOWER);
const higher = phrasesOf(words.HIGHER);
const onwards = phrasesOf(words.ONWARDS);
const included = phrasesOf(words.INCLUDED);
const excluded = phrasesOf(words.EXCLUDED);
const all = phrasesOf(words.ALL);
const allAdjectives = phrasesOf(words.ALL_ADJECTIVES);
const versionNouns = phrasesOf(words.PLURAL_VERSIONS.concat('releases', 'release', 'branches'));
const latest = phrasesOf(words.LATEST);
const builds = phrasesOf(words.BUILDS);
/** The words that an expression may begin with, where no mark and no number does. */
export const OPENINGS: ReadonlySet<string> = new Set(
  [all, versionNouns, beforeAdjective, upTo, before, between, from, after, builds, latest].flatMap(
    phrases => [...phrases.keys()],
  ),
);
/** What is no word of an expression. */
export const OPENING_KINDS: ReadonlySet<Token['kind']> = new Set([
  'interval',
  'compare',
  'version',
  'number',
]);

/**
 * The expression that begins at a token, or null.
 * @param tokens - of a passage, in order
 * @param at - index of the token
 */
export function expressionAt(tokens: readonly Token[], at: number): Expression | null {
  const first = tokens[at];
  // As good as every word of a mail.
  if (first === undefined || !(OPENING_KINDS.has(first.kind) || OPENINGS.has(first.folded))) return null;
  return (
    interval(tokens, at) ??
    compared(tokens, at) ??
    whole(tokens, at) ??
    adjective(tokens, at) ??
    bounded(tokens, at) ??
    versionFirst(tokens, at) ??
    moving(tokens, at)
  );
}

/** "all versions", "alle Versionen bis 2.3", "all 2.x versions". */
function whole(tokens: readonly Token[], at: number): Expression | null {
  let next = at + phraseAt(tokens, at, all);
  if (next === at) return null;
  next += phraseAt(tokens, next, allAdjectives);
  const version = tokens[next]?.kind === 'version' ? tokens[next] : undefined;
  if (version !== undefined) next++;
  const noun = phraseAt(tokens, next, versionNouns);
  if (noun === 0) {
    // "alle bis 1.2.4"
    const limit = version === undefined ? upperAt(tokens, next) : null;
    if (limit !== null) return { end: limit.end, range: [limit.bound], isPlain: true };
    // "everything since commit 41fe9aa", "alles ab 2.0"
    const since = version === undefined ? phraseAt(tokens, next, from) : 0;
    const start = since === 0 ? null : (buildAt(tokens, next + since) ?? bounded(tokens, next));
    return start === null ? null : { ...start, isPlain: true };
  }
  next += noun;
  if (version !== undefined) return { end: next, range: exactly(bare(version.text)), isPlain: true };
  const upper = adjective(tokens, next) ?? bounded(tokens, next) ?? compared(tokens, next);
  if (upper !== null) return { ...upper, isPlain: true };
  return { end: next, range: 'any', isPlain: true };
}

/** "versions antérieures à 2.4": the noun belongs to it. */
function adjective(tokens: readonly Token[], at: number): Expression | null {
  const noun = phraseAt(tokens, at, versionNouns);
  const length = phraseAt(tokens, at + noun, beforeAdjective);
  if (length === 0) return null;
  const limit = operand(tokens, at + noun + length, true);
  if (limit === null) return null;
  return { end: limit.end, range: [{ comparator: '<', version: limit.version }], isPlain: true };
}

/** What opens with a word: "before 3.2", "ab 2.0", "between 1.0 and 2.0", "desde 1.0 hasta 1.4.2". */
function bounded(tokens: readonly Token[], at: number): Expression | null {
  const high = upperAt(tokens, at);
  if (high !== null) return { end: high.end, range: [high.bound], isPlain: high.isPlain };
  const opening = phraseAt(tokens, at, between);
  const low = opening > 0 ? 0 : phraseAt(tokens, at, from);
  const above = opening > 0 || low > 0 ? 0 : phraseAt(tokens, at, after);
  const length = opening + low + above;
  if (length === 0) return null;
  const first = operand(tokens, at + length, true);
  if (first === null) return null;
  const bound: Bound = { comparator: above > 0 ? '>' : '>=', version: first.version };
  if (opening > 0) {
    const joint = phraseAt(tokens, first.end, and);
    const second = joint > 0 ? operand(tokens, first.end + joint, true) : null;
    if (second === null) return null;
    const isPlain = first.isPlain || second.isPlain;
    const { end, comparator } = upperEdge(tokens, second.end);
    return { end, range: [bound, { comparator, version: second.version }], isPlain };
  }
  const upper = rangeEnd(tokens, first.end);
  if (upper !== null)
    return { end: upper.end, range: [bound, upper.bound], isPlain: first.isPlain || upper.isPlain };
  // "de 2.0" alone says where a version is from, not that a range begins there.
  if (/^(?:de|du|des|von|from)$/.test(tokens[at]?.folded ?? '')) return null;
  const end = first.end + phraseAt(tokens, first.end, onwards);
  return { end, range: [bound], isPlain: first.isPlain };
}

interface Upper {
  readonly end: number;
  readonly bound: Bound;
  readonly isPlain: boolean;
}

function upperAt(tokens: readonly Token[], at: number): Upper | null {
  const inclusive = phraseAt(tokens, at, upTo);
  const exclusive = phraseAt(tokens, at, before);
  const length = Math.max(inclusive, exclusive);
  if (length === 0) return null;
  const leadsInto = exclusive >= inclusive ? '<' : '<=';
  const limit = operand(tokens, at + length, true);
  if (limit === null) return null;
  const { end, comparator } = upperEdge(tokens, limit.end, leadsInto);
  return { end, bound: { comparator, version: limit.version }, isPlain: limit.isPlain };
}

/** The second half of a range: "to 2.0", "bis 2.3.4", "- 1.2", ", but before 3.0". */
function rangeEnd(tokens: readonly Token[], at: number): Upper | null {
  const joined = phraseAt(tokens, at, and);
  const prefixed = upperAt(tokens, at) ?? (joined > 0 ? upperAt(tokens, at + joined) : null);
  if (prefixed !== null) return prefixed;
  const length = tokens[at]?.kind === 'dash' ? 1 : phraseAt(tokens, at, to);
  if (length === 0) return null;
  const limit = operand(tokens, at + length, true) ?? movingOperand(tokens, at + length);
  if (limit === null) return null;
  const { end, comparator } = upperEdge(tokens, limit.end);
  return { end, bound: { comparator, version: limit.version }, isPlain: limit.isPlain };
}

function movingOperand(tokens: readonly Token[], at: number): Operand | null {
  const length = phraseAt(tokens, at, latest);
  return length === 0 ? null : { end: at + length, version: '', isPlain: true };
}

/** "inclusive" or "(einschließlich)" behind an upper bound. */
function upperEdge(
  tokens: readonly Token[],
  at: number,
  comparator: Comparator = '<=',
): { end: number; comparator: Comparator } {
  const opens = tokens[at]?.kind === 'open' ? 1 : 0;
  const inside = at + opens;
  const inclusive = phraseAt(tokens, inside, included);
  const length = Math.max(inclusive, phraseAt(tokens, inside, excluded));
  if (length === 0 || (opens > 0 && tokens[inside + length]?.kind !== 'close'))
    return { end: at, comparator };
  // "2.1 including 2.1.3": the word leads on.
  if (opens === 0 && tokens[inside + length]?.kind === 'version') return { end: at, comparator };
  return { end: inside + length + opens, comparator: inclusive > 0 ? '<=' : '<' };
}

/** What opens with a version: "2.0.1", "1.8.0 to 2.0.1", "2.0 und älter", "2.0+". */
function versionFirst(tokens: readonly Token[], at: number): Expression | null {
  const token = tokens[at];
  if (token === undefined) return null;
  if (phraseAt(tokens, at, builds) > 0) return buildAt(tokens, at);
  if (token.kind !== 'version' && token.kind !== 'number') return null;
  const first = staged(tokens, at, token.kind === 'version');
  const { isPlain } = first;
  const between = surrounded(tokens, first);
  if (between !== null) return between;
  const upper = rangeEnd(tokens, first.end);
  if (upper !== null) {
    return {
      end: upper.end,
      range: [{ comparator: '>=', version: first.version }, upper.bound],
      isPlain: isPlain || upper.isPlain,
    };
  }
  const open = openEnd(tokens, first.end);
  if (open !== null)
    return { end: open.end, range: [{ comparator: open.comparator, version: first.version }], isPlain };
  if (token.text.endsWith('+'))
    return { end: first.end, range: [{ comparator: '>=', version: first.version }], isPlain };
  return { end: first.end, range: exactly(first.version), isPlain };
}

/** "commit abc1234" */
function buildAt(tokens: readonly Token[], at: number): Expression | null {
  const build = phraseAt(tokens, at, builds);
  const id = tokens[at + build];
  const isId =
    build > 0 &&
    id !== undefined &&
    /^#?(?=.{0,39}\d)[0-9a-f]{3,40}$/.test(id.folded) &&
    id.kind !== 'version';
  return isId ? { end: at + build + 1, range: 'untold', isPlain: false } : null;
}

/** "1.0 <= x < 2.0". */
function surrounded(tokens: readonly Token[], first: Operand): Expression | null {
  const left = comparatorOf(tokens[first.end]);
  const name = tokens[first.end + 1];
  const right = comparatorOf(tokens[first.end + 2]);
  const second = operand(tokens, first.end + 3, true);
  if (left === null || right === null || second === null || name?.kind !== 'word') return null;
  const bounds: Bound[] = [
    { comparator: flipped(left), version: first.version },
    { comparator: right, version: second.version },
  ];
  return { end: second.end, range: bounds, isPlain: true };
}

/** "and earlier versions", "oder neuer", "(and below)". */
function openEnd(tokens: readonly Token[], at: number): { end: number; comparator: Comparator } | null {
  const opens = tokens[at]?.kind === 'open' ? 1 : 0;
  let next = at + opens;
  const joint = phraseAt(tokens, next, and) || (tokens[next]?.kind === 'slash' ? 1 : 0);
  const ends = phraseAt(tokens, next, onwards);
  if (joint === 0 && ends === 0) return null;
  next += joint;
  next += phraseAt(tokens, next, all);
  next += phraseAt(tokens, next, versionNouns);
  const down = phraseAt(tokens, next, lower);
  const length = down > 0 ? down : phraseAt(tokens, next, higher);
  if (length === 0) return null;
  next += length;
  // "2.0 and before 1.9" goes on as another expression.
  if (tokens[next]?.kind === 'version' || tokens[next]?.folded === 'to') return null;
  next += phraseAt(tokens, next, versionNouns);
  if (opens > 0) {
    if (tokens[next]?.kind !== 'close') return null;
    next++;
  }
  return { end: next, comparator: down > 0 ? '<=' : '>=' };
}

/** "<= 2.0.1", ">=1.0 <1.4.2", ">= 1.0, < 2.0", "^1.2". */
function compared(tokens: readonly Token[], at: number): Expression | null {
  const sign = tokens[at];
  const first = sign?.kind === 'compare' ? operand(tokens, at + 1, true) : null;
  if (sign === undefined || first === null) return null;
  if (sign.text === '^' || sign.text === '~')
    return { end: first.end, range: compatible(sign.text, first.version), isPlain: true };
  const comparator = comparatorOf(sign);
  if (comparator === null) return null;
  const bound: Bound = { comparator, version: first.version };
  let next = first.end;
  if (tokens[next]?.kind === 'comma') next++;
  next += phraseAt(tokens, next, and);
  if (tokens[next]?.text === '&&') next++;
  const second = comparatorOf(tokens[next]);
  const limit = second === null ? null : operand(tokens, next + 1, true);
  if (
    second === null ||
    limit === null ||
    second[0] === comparator[0] ||
    second === '=' ||
    comparator === '='
  )
    return { end: first.end, range: [bound], isPlain: true };
  return { end: limit.end, range: [bound, { comparator: second, version: limit.version }], isPlain: true };
}

function interval(tokens: readonly Token[], at: number): Expression | null {
  const token = tokens[at];
  if (token?.kind !== 'interval') return null;
  const [low = '', high = ''] = token.text
    .slice(1, -1)
    .split(',')
    .map(side => side.trim());
  const range: Bound[] = [];
  if (low !== '') range.push({ comparator: token.text.startsWith('[') ? '>=' : '>', version: bare(low) });
  if (high !== '') range.push({ comparator: token.text.endsWith(']') ? '<=' : '<', version: bare(high) });
  return { end: at + 1, range, isPlain: true };
}

function moving(tokens: readonly Token[], at: number): Expression | null {
  const length = phraseAt(tokens, at, latest);
  if (length === 0) return null;
  return { end: at + length, range: 'untold', isPlain: false };
}

function comparatorOf(token: Token | undefined): Comparator | null {
  switch (token?.kind === 'compare' ? token.text : '') {
    case '<':
      return '<';
    case '<=':
    case '=<':
    case '≤':
      return '<=';
    case '>':
      return '>';
    case '>=':
    case '=>':
    case '≥':
      return '>=';
    case '=':
    case '==':
    case '===':
      return '=';
    default:
      return null;
  }
}

function flipped(comparator: Comparator): Comparator {
  switch (comparator) {
    case '<':
      return '>';
    case '<=':
      return '>=';
    case '>':
      return '<';
    case '>=':
      return '<=';
    case '=':
      return '=';
  }
}
