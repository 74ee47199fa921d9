/**
 * What a line of an advisory's versions tells: one version, a range of them, or words that only people understand. Pure.
 *
 * Ranges are in VERS, https://github.com/package-url/vers-spec (sections 5.3 and 5.4).
 */
import { packageOf } from '../report/affected/catalogue.js';
import { versRange } from '../report/affected/vers.js';

export type Comparator = '<' | '<=' | '=' | '!=' | '>=' | '>';

/** One end of a range, or one version in it. */
export interface VersionConstraint {
  readonly comparator: Comparator;
  /** As the product writes it, not percent-encoded. */
  readonly version: string;
}

export type ToldVersion =
  /** A single version. */
  | { readonly kind: 'version'; readonly version: string }
  /** In VERS, in its canonical form; without constraints it is every version. */
  | {
      readonly kind: 'range';
      readonly scheme: string;
      readonly vers: string;
      readonly constraints: readonly VersionConstraint[];
    }
  /** No program can tell which versions are meant. */
  | { readonly kind: 'words'; readonly words: string };

/** A version of one word that is none of the notation's signs. */
const WORD = /^[^\s<>=|*!,]{1,200}$/u;
const CONSTRAINT = /^(<=|>=|!=|=|<|>)?((?:[!-~](?<![<>=!*|%])|%[0-9A-Fa-f]{2})+)$/;

/**
 * Reads a line of `affected`, `fixed` or `notAffected`.
 * @param line - in VERS, or as people write versions, in one of the four languages that reports are read in
 * @param purl - the product's package URL, by whose type its versions are counted; null where it has none
 */
export function toldVersion(line: string, purl: string | null): ToldVersion {
  const words = { kind: 'words', words: line } as const;
  if (line.startsWith('vers:')) return inVers(line) ?? words;
  const type = (purl === null ? null : packageOf(purl)?.type) ?? 'generic';
  const vers = line === '*' ? `vers:${type}/*` : versRange(line, type);
  const read = vers === null ? null : inVers(vers);
  if (read?.kind !== 'range' && WORD.test(line)) return { kind: 'version', version: line };
  return read ?? words;
}

/** Whether two lines tell the same: their keys are equal then. */
export function keyOf(told: ToldVersion): string {
  switch (told.kind) {
    case 'version':
      return `version ${told.version.replace(/^v(?=\d)/i, '')}`;
    case 'range':
      return told.vers;
    case 'words':
      return `words ${told.words}`;
  }
}

function inVers(written: string): ToldVersion | null {
  const [, scheme, list] = /^vers:([a-z][a-z0-9.+-]*)\/(.+)$/.exec(written) ?? [];
  if (scheme === undefined || list === undefined) return null;
  // CSAF 2.0 §3.1.2.3.2: every version is told by this string alone.
  if (list === '*') return { kind: 'range', scheme, vers: 'vers:all/*', constraints: [] };
  const constraints: VersionConstraint[] = [];
  for (const each of list.split('|')) {
    const [, comparator = '=', encoded] = CONSTRAINT.exec(each.trim()) ?? [];
    const version = encoded === undefined ? null : decoded(encoded);
    if (version === null) return null;
    constraints.push({ comparator: comparator as Comparator, version });
  }
  const [first, ...others] = constraints;
  if (first?.comparator === '=' && others.length === 0) return { kind: 'version', version: first.version };
  const vers = `vers:${scheme}/${list
    .split('|')
    .map(each => each.trim().replace(/^=/, ''))
    .join('|')}`;
  return { kind: 'range', scheme, vers, constraints };
}

function decoded(encoded: string): string | null {
  try {
    const version = decodeURIComponent(encoded);
    return WORD.test(version) ? version : null;
  } catch {
    return null;
  }
}
