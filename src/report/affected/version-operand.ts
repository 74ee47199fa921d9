/** One version of an expression: its number, what marks it as one, and the range a wildcard stands for. */
import { phraseAt, phrasesOf } from './phrases.js';
import type { Token } from './version-tokens.js';
import { CERTAIN_VERSION_WORD, STAGES, VERSION_WORDS } from './version-words.js';

/** How a version bounds a range. */
export type Comparator = '=' | '<' | '<=' | '>' | '>=';

/** One bound of a range, the version without its "v". */
export interface Bound {
  readonly comparator: Comparator;
  readonly version: string;
}

/** What an expression says: bounds that all hold, every version, or nothing a computer can compare. */
export type Range = readonly Bound[] | 'any' | 'untold';

const versionWords = phrasesOf(VERSION_WORDS);
const stages = phrasesOf(STAGES);

/** A version inside an expression. */
export interface Operand {
  readonly end: number;
  readonly version: string;
  readonly isPlain: boolean;
}

/**
 * A version, with or without "version" before it and "rc 1" behind it, or null.
 * @param tokens - of a passage
 * @param at - index of the first
 * @param bareNumber - whether "2" is one too
 */
export function operand(tokens: readonly Token[], at: number, bareNumber: boolean): Operand | null {
  const filler = phraseAt(tokens, at, versionWords);
  const token = tokens[at + filler];
  if (token === undefined) return null;
  const named = tokens
    .slice(at, at + filler)
    .map(each => each.folded)
    .join(' ');
  const certain = CERTAIN_VERSION_WORD.test(named);
  if (token.kind === 'version') return staged(tokens, at + filler, true);
  if (token.kind === 'number' && (bareNumber || certain)) return staged(tokens, at + filler, certain);
  return null;
}

/**
 * A version and the stage behind it: "4.2 RC 1", "4.2.1 (build 4711)".
 * @param tokens - of a passage
 * @param at - index of the version
 * @param isPlain - whether its shape says that it is a version
 */
export function staged(tokens: readonly Token[], at: number, isPlain: boolean): Operand {
  const version = bare(tokens[at]?.text ?? '');
  const isOpen = tokens[at + 1]?.kind === 'open';
  const stage = at + 1 + (isOpen ? 1 : 0);
  const length = phraseAt(tokens, stage, stages);
  const number = tokens[stage + 1];
  if (length > 0 && number !== undefined && /^\d{1,10}$/.test(number.folded) && !isWild(version)) {
    const closes = !isOpen || tokens[stage + 2]?.kind === 'close';
    if (closes) {
      const end = stage + 2 + (isOpen ? 1 : 0);
      return { end, version: `${version}${stageMark(tokens[stage]?.folded)}.${number.folded}`, isPlain };
    }
  }
  if (/^(?:rc|beta|alpha|sp)\d{0,4}$/.test(tokens[at + 1]?.folded ?? '') && !isWild(version)) {
    return { end: at + 2, version: `${version}-${tokens[at + 1]?.folded ?? ''}`, isPlain };
  }
  return { end: at + 1, version, isPlain };
}

/** A candidate comes before its version, a build or patch does not. */
function stageMark(stage = ''): string {
  return /^(?:rc|alpha|beta|preview|snapshot)$/.test(stage) ? `-${stage}` : `+${stage}`;
}

/**
 * A version without what marks it as one: "v2.1" is 2.1, "2.1+" too.
 * @param version - as written
 */
export function bare(version: string): string {
  return version.replace(/^v\.?(?=\d)/i, '').replace(/\+$/, '');
}

function isWild(version: string): boolean {
  return /(?:\.[x*]|\dx)$/i.test(version);
}

/**
 * The range of one version; "2.x" is everything from 2 to before 3.
 * @param version - without "v"
 */
export function exactly(version: string): Bound[] {
  if (!isWild(version)) return [{ comparator: '=', version }];
  const base = version.replace(/(?:\.?[xX*])+$/, '');
  return [
    { comparator: '>=', version: base },
    { comparator: '<', version: raised(base.split('.')) },
  ];
}

/**
 * npm's caret leaves the first part that is not 0 as it is, its tilde the second.
 * @param sign - \"^\" or \"~\"
 * @param version - without \"v\"
 */
export function compatible(sign: string, version: string): Range {
  const parts = version.split('.');
  if (parts.some(part => !/^\d{1,9}$/.test(part))) return 'untold';
  const kept =
    sign === '~' ? Math.min(2, parts.length) : Math.max(1, parts.findIndex(part => part !== '0') + 1);
  return [
    { comparator: '>=', version },
    { comparator: '<', version: raised(parts.slice(0, kept)) },
  ];
}

function raised(parts: readonly string[]): string {
  const last = parts[parts.length - 1] ?? '0';
  return [...parts.slice(0, -1), String(Number(last) + 1)].join('.');
}
