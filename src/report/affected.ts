/** The products and versions a report names. There is no catalogue: names are the mail's own. */
import { append } from './append.js';
import { MAX_ITEMS, MAX_VERSIONS } from './limits.js';
import { isBlank, type Line } from './lines.js';
import { productTokenIn } from './products.js';
import type { Section } from './sections.js';
import { sentencesOf } from './sentences.js';
import { bulletOf } from './step-marks.js';
import { tableIn } from './tables.js';
import { fieldText } from './text.js';
import { type ProductVersions, versionsOn } from './versions.js';

/** A product of a report; `versions` is empty where it is named without any. */
export interface Affected {
  readonly product: string;
  readonly versions: string[];
}

/** Longer lines in an affected section are prose, and only their names with versions count. */
const MAX_LINE_LENGTH = 400;

/**
 * The products of the sections "affected", "product" and "version".
 * @param sections - those three kinds only, in order
 * @param hints - subject and description, where a name is looked for when only versions are given
 */
export function affectedIn(sections: readonly Section[], hints: readonly string[]): Affected[] {
  const found: ProductVersions[] = [];
  for (const section of sections) {
    if (section.name === 'product') append(found, productLines(section.lines));
    else append(found, affectedLines(section.lines));
    if (found.length > MAX_ITEMS * 2) break;
  }
  return merge(found, nameIn(hints));
}

/**
 * The products of prose: a hyphenated name with a version beside it, else such a name in the subject.
 * @param subject - without trigger phrase
 * @param prose - the description and what stood under no heading
 */
export function affectedInProse(subject: string, prose: string): Affected[] {
  const sentences = [subject, ...sentencesOf(prose.slice(0, 20_000))];
  const versioned = sentences
    .flatMap(sentence => versionsOn(sentence.slice(0, MAX_LINE_LENGTH)))
    .filter(
      each =>
        each.product !== null && each.versions.length > 0 && productTokenIn(each.product) === each.product,
    );
  if (versioned.length > 0) return merge(versioned, null);
  const name = productTokenIn(subject) ?? productTokenIn(prose);
  return name === null ? [] : [{ product: name, versions: [] }];
}

function nameIn(hints: readonly string[]): string | null {
  for (const hint of hints) {
    const name = productTokenIn(hint);
    if (name !== null) return name;
  }
  return null;
}

/** Lines that may name a product: some more than there may be products. */
function writtenLines(lines: readonly Line[]): readonly Line[] {
  return lines.filter(line => !isBlank(line)).slice(0, MAX_ITEMS * 2);
}

function productLines(lines: readonly Line[]): ProductVersions[] {
  return writtenLines(lines)
    .map(line => (bulletOf(line) ?? line.text).trim().slice(0, MAX_LINE_LENGTH))
    .flatMap(text =>
      /\d\.\d/.test(text) ? versionsOn(text) : [{ product: text.replace(/[.,;]$/, ''), versions: [] }],
    );
}

function affectedLines(lines: readonly Line[]): ProductVersions[] {
  const rows = tableIn(lines);
  if (rows !== null) {
    return rows.map(row => ({
      product: row.product === '' ? null : row.product,
      versions: row.versions === '' ? [] : row.versions.split(/;|, (?![<≤])/).slice(0, MAX_VERSIONS),
    }));
  }
  return writtenLines(lines).flatMap(line => {
    const text = (bulletOf(line) ?? line.text).trim();
    const pieces = text.length > 80 ? sentencesOf(text.slice(0, 20_000)) : [text];
    const read = pieces.flatMap(piece => versionsOn(piece.slice(0, MAX_LINE_LENGTH)));
    // A URL is the affected endpoint only as a reference; here it names nothing.
    return read.filter(each => !(each.product ?? '').includes('://'));
  });
}

function merge(found: readonly ProductVersions[], fallback: string | null): Affected[] {
  const byProduct = new Map<string, string[]>();
  let current: string | null = null;
  let unnamed: string[] = [];
  for (const each of found) {
    current = each.product === null ? current : fieldText(each.product);
    if (current === null) {
      append(unnamed, each.versions);
      continue;
    }
    const versions = byProduct.get(current) ?? [];
    byProduct.set(current, versions);
    append(versions, unnamed);
    append(versions, each.versions);
    unnamed = [];
  }
  if (byProduct.size === 0 && fallback !== null && unnamed.length > 0) byProduct.set(fallback, unnamed);
  return [...byProduct].slice(0, MAX_ITEMS).map(([product, versions]) => ({
    product,
    versions: [...new Set(versions.map(fieldText).filter(text => text !== null))].slice(0, MAX_VERSIONS),
  }));
}
