/** Versions that subject and prose tell beside a name, or alone. */
import { writtenAs } from './affected-sections.js';
import { boundsOf, type Finding, withoutTried } from './findings.js';
import { isMeans, type Naming, type Told } from './naming.js';
import { type Pair, pairsIn, type Statement } from './pairing.js';
import { spansIn } from './excerpts.js';

/** A version of prose; `product` is null where no name stands near it. */
export interface ProseFinding extends Finding {
  readonly isFromSubject: boolean;
  readonly isMeans: boolean;
}

/**
 * The affected versions of subject and prose, in order.
 * @param told - the mail's statements
 */
export function proseFindings(told: Told): ProseFinding[] {
  const found = [told.subject, ...told.prose].flatMap(statement =>
    pairsIn(statement, false)
      .filter(pair => counts(pair, statement))
      .map(pair => findingOf(pair, statement, statement === told.subject)),
  );
  return withoutTried(found);
}

function counts({ version, name, how }: Pair, { passage }: Statement): boolean {
  const text = passage.text.slice(version.start, version.end);
  if (!version.isPlain || (!text.includes('.') && version.range !== 'any' && !version.isNamed)) return false;
  const isTold =
    version.isNamed || version.range === 'any' || boundsOf(version.range).length > 0 || /version/i.test(text);
  if (how === 'beside') return name?.kind !== 'generic' || isTold;
  return isTold;
}

function findingOf(pair: Pair, statement: Statement, isFromSubject: boolean): ProseFinding {
  const { version, name } = pair;
  const { passage } = statement;
  const spans = spansIn(passage, version.start, version.end);
  return {
    product: name?.product ?? null,
    kind: name?.kind ?? 'own',
    version: writtenAs(passage, version),
    range: version.range,
    spans: isFromSubject ? [] : name === null ? spans : [...spansIn(passage, name.start, name.end), ...spans],
    rule:
      name === null
        ? 'version in prose'
        : `version beside a name in the ${isFromSubject ? 'subject' : 'description'}`,
    isFromSubject,
    isMeans: name !== null && isMeans(statement, name),
  };
}

/**
 * The versioned findings that are of the report's product, bare ones given the product most likely meant.
 * @param found - of `proseFindings`
 * @param best - the likeliest naming without a version, or null
 * @returns empty where no version can be given a product
 */
export function withProducts(found: readonly ProseFinding[], best: Naming | null): ProseFinding[] {
  const inSubject = best?.isSpecific ? best.products : [];
  const named = found.filter(
    each =>
      each.product !== null && !(each.isMeans && inSubject.length > 0 && !inSubject.includes(each.product)),
  );
  const known = named.filter(each => each.kind === 'catalogue');
  const kept = known.length > 0 ? known : named;
  const wanted = kept.filter(each => inSubject.includes(each.product ?? ''));
  const chosen = wanted.length > 0 ? wanted : inSubject.length > 0 && known.length === 0 ? [] : kept;
  const product = chosen[0]?.product ?? best?.products[0] ?? null;
  if (product === null) return [];
  return found
    .filter(each => each.product === null || chosen.includes(each))
    .map(each => ({ ...each, product: each.product ?? product }));
}
