/** Versions that subject and prose tell beside a name, or alone. */
import { writtenAs } from './affected-sections.js';
import { spansIn } from './excerpts.js';
import { boundsOf, type Finding, withoutTried } from './findings.js';
import { isMeans, type Naming, type Told } from './naming.js';
import { type OwnNames, type Pair, pairsIn, type Statement } from './pairing.js';

/** A version of prose; `product` is null where no name stands near it. */
export interface ProseFinding extends Finding {
  readonly isFromSubject: boolean;
  readonly isMeans: boolean;
}

/**
 * The affected versions of subject and prose, in order.
 * @param told - the mail's statements
 * @param own - whether capitalized words may be a name, as where no catalogue says better
 */
export function proseFindings(told: Told, own: OwnNames): ProseFinding[] {
  const found = [told.subject, ...told.prose].flatMap(statement =>
    pairsIn(statement, own)
      .filter(pair => counts(pair, statement))
      .map(pair => findingOf(pair, statement, statement === told.subject)),
  );
  return withoutTried(found);
}

/**
 * The versions in what was done and what it was tried on, in order.
 * @param told - the mail's statements
 */
export function triedFindings(told: Told): ProseFinding[] {
  const found = told.tried().flatMap(statement =>
    pairsIn(statement, 'none')
      .filter(
        pair =>
          counts(pair, statement) && (pair.how === 'beside' || pair.name === null || pair.version.isNamed),
      )
      .map(pair => findingOf(pair, statement, false)),
  );
  return withoutTried(found);
}

function counts({ version, name, how }: Pair, { passage }: Statement): boolean {
  const text = passage.text.slice(version.start, version.end);
  // "everything since commit 41fe9aa"
  const isWhole = version.range === 'any' || (version.range === 'untold' && version.isPlain);
  if (!version.isPlain || (!text.includes('.') && !isWhole && !version.isNamed)) return false;
  const isTold = version.isNamed || isWhole || boundsOf(version.range).length > 0 || /version/i.test(text);
  if (how === 'sentence' && isAside(passage.text, version)) return true;
  if (how === 'own') return text.includes('.');
  if (how === 'beside') return name?.kind !== 'generic' || isTold;
  return isTold;
}

/** "(1.4.1)" and "(1.4.1, from npm)": of what the sentence speaks of. */
function isAside(text: string, { start, end }: { start: number; end: number }): boolean {
  const isOpen = text.charAt(start - 1) === '(' && /^[),]/.test(text.charAt(end));
  return isOpen && /^v?\d{1,8}\.\d{1,8}\.\d/.test(text.slice(start, end));
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
  const likely = best?.isSpecific ? best.products : [];
  const named = found.filter(
    each => each.product !== null && !(each.isMeans && likely.length > 0 && !likely.includes(each.product)),
  );
  const kept = bestKind(named);
  const subject = best?.source === 'subject' ? likely : [];
  const wanted = kept.filter(each => subject.includes(each.product ?? ''));
  const isOther = likely.length > 0 && kept.every(each => each.kind !== 'catalogue');
  const chosen = new Set(wanted.length > 0 ? wanted : isOther ? [] : kept);
  const [first] = chosen;
  const product = first?.product ?? best?.products[0] ?? null;
  if (product === null) return [];
  return found
    .filter(each => each.product === null || chosen.has(each))
    .map(each => ({ ...each, product: each.product ?? product }));
}

/** Names of the catalogue where there are any, else hyphenated ones, else others. */
function bestKind(found: readonly ProseFinding[]): ProseFinding[] {
  for (const kind of ['catalogue', 'token', 'generic', 'own']) {
    const kept = found.filter(each => each.kind === kind);
    if (kept.length > 0) return kept;
  }
  return [];
}
