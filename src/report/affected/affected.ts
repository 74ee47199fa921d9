/**
 * The products and versions a report names.
 *
 * It looks at the sections for them first, then for a version beside a name, then for a name alone. A product of the
 * catalogue goes by the catalogue's name; any other by the mail's own. What things run on is never affected.
 */
import type { Block } from '../../document/document.js';
import type { Candidate } from '../candidate.js';
import { MAX_VERSIONS } from '../limits.js';
import type { FieldSource } from '../schema.js';
import { type ProseFinding, proseFindings, triedFindings, withProducts } from './affected-prose.js';
import { findingsIn, tableFindings } from './affected-sections.js';
import type { Catalogue } from './catalogue.js';
import { type Finding, merged, withoutLooseNames, withoutParts, withoutTried } from './findings.js';
import { type Naming, namingsIn, type Told, toldIn } from './naming.js';

/** A product of a report; `versions` is empty where it is named without any. */
export interface Affected {
  readonly product: string;
  readonly versions: string[];
}

/** The words of a mail, by where a product can be looked for in them. */
export interface AffectedWords {
  /** Blocks of sections 'affected', 'product', 'version', in order, with how the section was found. */
  readonly sections: readonly {
    readonly name: 'affected' | 'product' | 'version';
    readonly source: FieldSource;
    readonly title?: string;
    readonly blocks: readonly Block[];
  }[];
  /** Subject without the trigger phrase (no offsets). */
  readonly subject: string;
  /** Blocks that tell what is wrong (description, summary, loose prose), in order. */
  readonly prose: readonly Block[];
  /** Blocks of every other section (steps, mitigations, impact...): only looked at last, for catalogue names. */
  readonly rest: readonly Block[];
  /**
   * What was done, and what it was tried on: steps, environment. It names no product, but the version of one that is
   * named without any.
   */
  readonly tried: readonly Block[];
}

/**
 * Everything that tells what is affected, best first.
 * @param words - of the mail
 * @param catalogue - our products; empty where none are configured
 */
export function affectedFrom(words: AffectedWords, catalogue: Catalogue): Candidate<Affected[]>[] {
  const told = toldIn(words, catalogue);
  const namings = namingsIn(told);
  const best = namings[0] ?? null;
  const prose = proseFindings(told, catalogue.products.length === 0 ? 'capitals' : 'none');
  const listed = words.sections.map(section => ({ section, found: findingsIn(section, catalogue) }));
  const inSections = withoutTried(withoutLooseNames(listed.flatMap(each => each.found)));
  const sectionFindings = best?.isSpecific === true ? withoutParts(inSections) : inSections;
  const source = listed.find(each => each.found.length > 0)?.section.source ?? 'section';

  const sections = sectionCandidate(sectionFindings, source, best, prose);
  const tables = candidate(
    withoutLooseNames(tableFindings([...words.prose, ...words.rest], catalogue)),
    'section',
    null,
  );
  const versioned = versionedCandidate(withProducts(prose, best), best);
  const named = namings.map(nameCandidate);
  // Words under "Affected" that no rule knows, and no version: "all our customers". A known name is more likely.
  const isLoose =
    sectionFindings.every(
      each => (each.kind === 'own' || each.kind === 'generic') && each.version === null,
    ) && sectionFindings.some(each => each.kind === 'own');
  const ordered =
    isLoose && best?.isSpecific === true
      ? [tables, versioned, ...named, sections]
      : [sections, tables, versioned, ...named];
  const all = ordered.filter(each => each !== null);
  const first = all[0];
  const tried = first === undefined ? null : withTried(first, told);
  return tried === null ? all : [tried, ...all];
}

function candidate(
  found: readonly Finding[],
  source: FieldSource,
  fallback: string | null,
): Candidate<Affected[]> | null {
  const value = merged(found, fallback);
  if (value.length === 0) return null;
  return { value, source, spans: found.flatMap(each => each.spans), rule: found[0]?.rule ?? '' };
}

/** The sections' list; a product without a version there takes those that prose tells of it. */
function sectionCandidate(
  found: readonly Finding[],
  source: FieldSource,
  best: Naming | null,
  prose: readonly ProseFinding[],
): Candidate<Affected[]> | null {
  const listed = candidate(found, source, best?.products[0] ?? null);
  if (listed === null || listed.value.some(each => each.versions.length > 0)) return listed;
  const isOnly = listed.value.length === 1;
  const value = listed.value.map(({ product, versions }) => {
    const told = prose.filter(each => each.product === product || (isOnly && each.product === null));
    const added = told.flatMap(each => (each.version === null ? [] : [each.version]));
    return { product, versions: [...versions, ...new Set(added)].slice(0, MAX_VERSIONS) };
  });
  return { ...listed, value };
}

/** The first candidate with the versions it was tried on, where it has none. */
function withTried(listed: Candidate<Affected[]>, told: Told): Candidate<Affected[]> | null {
  if (listed.value.some(({ versions }) => versions.length > 0)) return null;
  const tried = triedFindings(told);
  const isOnly = listed.value.length === 1;
  const isOf = (each: ProseFinding, product: string) =>
    each.product === product || (isOnly && each.product === null);
  const used = tried.filter(each => listed.value.some(({ product }) => isOf(each, product)));
  if (used.length === 0) return null;
  const value = listed.value.map(({ product }) => {
    const versions = used.flatMap(each =>
      isOf(each, product) && each.version !== null ? [each.version] : [],
    );
    return { product, versions: [...new Set(versions)].slice(0, MAX_VERSIONS) };
  });
  const spans = [...listed.spans, ...used.flatMap(each => each.spans)];
  return { ...listed, value, spans, rule: `${listed.rule}; version it was tried on` };
}

/** Versions beside names, and the subject's other products that have none. */
function versionedCandidate(
  found: readonly ProseFinding[],
  best: Naming | null,
): Candidate<Affected[]> | null {
  const listed = candidate(found, found.every(each => each.isFromSubject) ? 'subject' : 'prose', null);
  if (listed === null || best === null) return listed;
  const others = best.products.filter(product => !listed.value.some(each => each.product === product));
  const isOfSubject = best.products.length > others.length;
  return {
    ...listed,
    value: isOfSubject
      ? [...listed.value, ...others.map(product => ({ product, versions: [] }))]
      : listed.value,
  };
}

function nameCandidate({ products, source, spans, rule }: Naming): Candidate<Affected[]> {
  return { value: products.map(product => ({ product, versions: [] })), source, spans, rule };
}
