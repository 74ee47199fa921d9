/** Products and versions as they are found, and how they become the list of a report. */
import type { Span } from '../../document/document.js';
import { MAX_ITEMS, MAX_VERSIONS } from '../limits.js';
import { fieldText } from '../text.js';
import type { Affected } from './affected.js';
import { keyOf } from './catalogue.js';
import type { Named } from './pairing.js';
import type { Bound, Range } from './version-operand.js';
import { isWithin } from './version-order.js';

/** A product, a version, or both beside each other. */
export interface Finding {
  /** null where only a version is told. */
  readonly product: string | null;
  readonly kind: Named['kind'];
  readonly version: string | null;
  /** What the version says; null without one. */
  readonly range: Range | null;
  readonly spans: readonly Span[];
  /** As `Candidate.rule`. */
  readonly rule: string;
}

/**
 * One entry a product, in order. A version without a product belongs to the one before it, else to the first behind it.
 * @param found - in the order of the mail
 * @param fallback - the product where none is found, or null
 */
export function merged(found: readonly Finding[], fallback: string | null): Affected[] {
  const byKey = new Map<string, { product: string; versions: string[] }>();
  let current: { product: string; versions: string[] } | null = null;
  let unnamed: string[] = [];
  for (const each of found) {
    const product = each.product === null ? null : fieldText(each.product);
    const version = each.version === null ? null : fieldText(each.version);
    if (product !== null) {
      const key = keyOf(product) || product;
      current = byKey.get(key) ?? { product, versions: [] };
      byKey.set(key, current);
      current.versions.push(...unnamed.splice(0, MAX_VERSIONS));
      unnamed = [];
    }
    if (version === null) continue;
    const versions = current?.versions ?? unnamed;
    if (versions.length < MAX_VERSIONS && !versions.includes(version)) versions.push(version);
  }
  if (byKey.size === 0 && fallback !== null && unnamed.length > 0) {
    return [{ product: fallback, versions: [...new Set(unnamed)] }];
  }
  return [...byKey.values()].slice(0, MAX_ITEMS);
}

/**
 * The findings that stay where a product of the catalogue is among them: words that may be anything go.
 * @param found - of one place
 */
export function withoutLooseNames(found: readonly Finding[]): Finding[] {
  const isKnown = found.some(each => each.kind === 'catalogue');
  return found.filter(
    each => !isKnown || each.version !== null || (each.kind !== 'own' && each.kind !== 'generic'),
  );
}

/** A capital, a digit or a hyphen inside marks a name. */
const NAME_LIKE = /\p{Lu}|\p{L}\d|\p{L}-\p{L}/u;
/** Titles of what is a part of a product. Folded or not. */
const OF_PART = /[ck]omponent|composant|function|funktion|fonction|funci|endpoint|datei|file/i;

/**
 * The findings with the parts of a product taken for what they are, where the product is known from elsewhere:
 * "Affected component: archive reader" above "Affected versions: 2.0" tells nothing but the version.
 * @param found - of the sections
 */
export function withoutParts(found: readonly Finding[]): Finding[] {
  if (found.every(each => each.version === null)) return [...found];
  return found.flatMap(each => {
    if (each.kind !== 'own' || each.product === null) return [each];
    if (NAME_LIKE.test(each.product) && !OF_PART.test(each.rule)) return [each];
    return each.version === null ? [] : [{ ...each, product: null }];
  });
}

/**
 * The findings without single versions that a range tells already: "2.0 to 2.3 (tried with 2.3)".
 * @param found - of one place
 */
export function withoutTried<T extends Finding>(found: readonly T[]): T[] {
  const ranges = found
    .filter(each => each.range === 'any' || boundsOf(each.range).length > 0)
    .slice(0, MAX_VERSIONS);
  return found.filter(({ product, range }) => {
    if (range === null || typeof range === 'string' || boundsOf(range).length > 0) return true;
    const version = range[0]?.version ?? '';
    return !ranges.some(
      each =>
        (each.product === product || each.product === null || product === null) &&
        (each.range === 'any' || isWithin(version, boundsOf(each.range)) || isBound(version, each.range)),
    );
  });
}

/** "Before 2.4 (2.4 itself not tried)" tells 2.4 too. */
function isBound(version: string, range: Range | null): boolean {
  return boundsOf(range).some(bound => bound.version === version);
}

/**
 * The bounds of a range of more than one version; none for a single version.
 * @param range - of an expression
 */
export function boundsOf(range: Range | null): readonly Bound[] {
  if (range === null || typeof range === 'string') return [];
  return range.some(bound => bound.comparator !== '=') ? range : [];
}
