/**
 * Version expressions as ranges that programs compare: `vers:pypi/>=1.8.0|<=2.0.1`.
 *
 * The notation is VERS, https://github.com/package-url/vers-spec (sections 5.3 and 5.4). What the mail wrote stays in
 * the report; this is made from it whenever it is wanted.
 */
import type { Affected } from './affected.js';
import { type Catalogue, catalogued, packageOf } from './catalogue.js';
import { expressionAt } from './version-grammar.js';
import type { Bound, Range } from './version-operand.js';
import { compareVersions } from './version-order.js';
import { tokensOf } from './version-tokens.js';

/** Ranges of an affected product, one for each of its versions and in their order. */
export interface AffectedRanges {
  readonly product: string;
  /** The catalogue's first package URL of the product, without a version; null where it has none. */
  readonly purl: string | null;
  /** null where an expression can't be told as a range, such as "latest". */
  readonly ranges: readonly (string | null)[];
}

/** Longer expressions are not read. */
const MAX_EXPRESSION = 400;

/**
 * The ranges of a report's affected products.
 * @param affected - of a report
 * @param catalogue - our products, whose package URLs tell how their versions are counted
 */
export function rangesOf(affected: readonly Affected[], catalogue: Catalogue): AffectedRanges[] {
  return affected.map(({ product, versions }) => {
    const purl = catalogued(product, catalogue)?.purls[0] ?? null;
    const type = purl === null ? null : (packageOf(purl)?.type ?? null);
    return {
      product,
      purl: purl === null ? null : purl.replace(/@[^/?#]*(?=[?#]|$)/, ''),
      ranges: versions.map(version => versRange(version, type ?? 'generic')),
    };
  });
}

/**
 * A version expression in VERS.
 * @param expression - as a mail writes it, in one of the four languages
 * @param type - of package, such as "pypi"; an image's tag is "docker" whatever it says
 * @returns null where it can't be told, or where no version would fit it
 */
export function versRange(expression: string, type: string): string | null {
  if (expression.length > MAX_EXPRESSION) return null;
  const tag = /^(?:[\w.-]{1,100}\/){0,5}[\w.-]{1,100}:(\w[\w.-]{0,100})$/.exec(expression)?.[1];
  if (tag !== undefined) return /\d/.test(tag) ? `vers:docker/${encoded(tag)}` : null;
  const tokens = tokensOf(
    expression.replace(/^(?:versions?|versión|versionen|versiones|release)\s(?=v?\d)/i, ''),
  );
  const found = expressionAt(tokens, 0);
  if (found !== null && found.end === tokens.length) return written(found.range, type);
  const isOneWord = /^v?\d[\w.+~-]{0,80}$/i.test(expression);
  return isOneWord ? `vers:${type}/${encoded(expression.replace(/^v/i, ''))}` : null;
}

function written(range: Range, type: string): string | null {
  if (range === 'untold') return null;
  if (range === 'any') return `vers:${type}/*`;
  // An end that moves, such as "latest", has no version.
  const bounds = range.filter(bound => bound.version !== '').map(withoutWildcard);
  const [first, second] = bounds;
  if (first === undefined) return null;
  if (second === undefined) return `vers:${type}/${constraint(first)}`;
  const [low, high] = first.comparator.startsWith('>') ? [first, second] : [second, first];
  const order = compareVersions(low.version, high.version);
  if (order > 0) return null;
  if (order === 0) {
    const isOne = low.comparator === '>=' && high.comparator === '<=';
    return isOne ? `vers:${type}/${encoded(low.version)}` : null;
  }
  return `vers:${type}/${constraint(low)}|${constraint(high)}`;
}

/** ">=2.x" begins with 2; "<=1.4.x" ends before 1.5. */
function withoutWildcard(bound: Bound): Bound {
  const line = /^((?:\d{1,9}\.){0,4}?)(\d{1,9})(?:\.[x*]){1,3}$/i.exec(bound.version);
  if (line === null) return bound;
  const [, head = '', last = ''] = line;
  const isWhole = bound.comparator === '<=' || bound.comparator === '>';
  const version = `${head}${isWhole ? Number(last) + 1 : last}`;
  return {
    version,
    comparator: bound.comparator === '<=' ? '<' : bound.comparator === '>' ? '>=' : bound.comparator,
  };
}

function constraint({ comparator, version }: Bound): string {
  return `${comparator === '=' ? '' : comparator}${encoded(version)}`;
}

/** Section 5.3.3.2: the signs of the notation itself are percent-encoded, and what is not ASCII. */
function encoded(version: string): string {
  return version.replace(/[^!-~]|[><=!*|%]/gu, character =>
    character === '!' || character === '*'
      ? `%${character.charCodeAt(0).toString(16).toUpperCase()}`
      : encodeURIComponent(character),
  );
}
