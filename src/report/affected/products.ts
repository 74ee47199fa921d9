/** Names in a text: the catalogue's, what things run on, and what else looks like a product's name. */

import { ORDINARY_PARTS } from '../terms.js';
import { type Catalogue, catalogued, mentionsIn, packageOf } from './catalogue.js';
import { phraseAt, phrasesOf } from './phrases.js';
import { RUNTIME_NAMES } from './runtime-names.js';
import type { Token } from './version-tokens.js';

const ordinary = new Set<string>(ORDINARY_PARTS);
const runtimes = phrasesOf(RUNTIME_NAMES);
const TOKEN = /^[a-z][a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){1,5}$/;

/**
 * A name's place in a text. `catalogue`: a product of ours; `generic`: by a word that many go by; `runtime`: what
 * things run on; `token`: a hyphenated word that looks like a package; `reference`: an image, coordinates or a
 * package URL, with `version`.
 */
export interface Name {
  readonly kind: 'catalogue' | 'generic' | 'runtime' | 'token' | 'reference';
  readonly product: string;
  readonly start: number;
  readonly end: number;
  /** Whether the product is of the catalogue. */
  readonly isOurs: boolean;
  /** Inside a URL or path, where a name need not be what is meant. */
  readonly isInAddress: boolean;
  /** The reference's version: UTF-16 offsets in the text. */
  readonly version: { readonly start: number; readonly end: number } | null;
}

/**
 * The names of a text in order, none inside another.
 * @param text - a passage
 * @param tokens - of that text
 * @param catalogue - our products
 */
export function namesIn(text: string, tokens: readonly Token[], catalogue: Catalogue): Name[] {
  const names: Name[] = [];
  const references = tokens.filter(token => token.kind === 'reference');
  for (const token of references) {
    const name = referenceName(token, catalogue);
    if (name !== null) names.push(name);
  }
  const taken = names.map(({ start, end }) => ({ start, end }));
  const addresses = tokens.filter(token => token.kind === 'address');
  const mentions = outside(mentionsIn(text, catalogue), taken);
  const isInAddress = within(addresses);
  for (const mention of mentions) {
    names.push({
      kind: mention.isGeneric ? 'generic' : 'catalogue',
      product: mention.product.name,
      start: mention.start,
      end: mention.end,
      isOurs: true,
      isInAddress: isInAddress(mention.start),
      version: null,
    });
  }
  const free = outside(
    tokens,
    [...taken, ...mentions].sort((a, b) => a.start - b.start),
  );
  for (let at = 0; at < free.length; ) {
    const length = phraseAt(free, at, runtimes);
    const token = free[at];
    const last = free[at + Math.max(length, 1) - 1];
    if (
      token !== undefined &&
      last !== undefined &&
      token.kind === 'word' &&
      (length > 0 || (isProductToken(token.text) && !isInPath(text, token)))
    ) {
      names.push({
        kind: length > 0 ? 'runtime' : 'token',
        product: token.text,
        start: token.start,
        end: last.end,
        isOurs: false,
        isInAddress: false,
        version: null,
      });
    }
    at += Math.max(length, 1);
  }
  return names.sort((a, b) => a.start - b.start);
}

/** ".foo-cache", "~/foo-cache/", "$foo-bar": a file or a variable. */
function isInPath(text: string, { start, end }: Token): boolean {
  return /[./~$\\@#=_-]/.test(text.charAt(start - 1)) || /[/\\=(]/.test(text.charAt(end));
}

/** What lies in none of the taken stretches; both are in order. */
function outside<T extends { start: number; end: number }>(
  items: readonly T[],
  taken: readonly { start: number; end: number }[],
): T[] {
  let next = 0;
  return items.filter(item => {
    while ((taken[next]?.end ?? Number.POSITIVE_INFINITY) <= item.start) next++;
    return (taken[next]?.start ?? Number.POSITIVE_INFINITY) >= item.end;
  });
}

/** Asks rising offsets only. */
function within(tokens: readonly Token[]): (offset: number) => boolean {
  let next = 0;
  return offset => {
    while ((tokens[next]?.end ?? Number.POSITIVE_INFINITY) <= offset) next++;
    return (tokens[next]?.start ?? Number.POSITIVE_INFINITY) <= offset;
  };
}

/**
 * Whether a word is a hyphenated lower-case name, such as "ts-scan"; words like "cross-site" are none.
 * @param word - without punctuation around it
 */
export function isProductToken(word: string): boolean {
  if (!word.includes('-') || !TOKEN.test(word)) return false;
  const parts = word.split('-');
  return (
    parts.some(part => !ordinary.has(part) && !/^\d+$/.test(part)) &&
    !/^(?:cve|cwe|utf|iso|sha|rfc|x|http|de|en)-/.test(word) &&
    !/ed$|ing$|able$|like$|style$|wise$|specific$|only$/.test(parts[parts.length - 1] ?? '')
  );
}

function referenceName(token: Token, catalogue: Catalogue): Name | null {
  const { text, start, end } = token;
  const whole = { start, end, kind: 'reference' as const, isInAddress: false };
  if (/^pkg:/i.test(text)) {
    const parsed = packageOf(text);
    if (parsed === null) return null;
    const path = text.replace(/[?#].*$/, '');
    const slash = path.lastIndexOf('/');
    const at = path.lastIndexOf('@');
    const hasVersion = at > slash && at + 1 < path.length;
    const written = path.slice(slash + 1, hasVersion ? at : undefined);
    const known = catalogue.byPackage.get(parsed.key);
    return {
      ...whole,
      product: known?.name ?? written,
      isOurs: known !== undefined,
      version: hasVersion ? { start: start + at + 1, end: start + path.length } : null,
    };
  }
  const at = text.lastIndexOf('@');
  if (at > 0) {
    const name = text.slice(0, at);
    const known = catalogued(name, catalogue);
    const version = { start: start + at + 1, end };
    return { ...whole, product: known?.name ?? name, isOurs: known !== null, version };
  }
  const colon = text.lastIndexOf(':');
  const repository = text.slice(0, colon);
  const last = repository.slice(Math.max(repository.lastIndexOf('/'), repository.lastIndexOf(':')) + 1);
  const product = catalogued(repository, catalogue);
  // "localhost:8080", "db/host:5432": a port is no tag.
  if (product === null && /^\d+$/.test(text.slice(colon + 1))) return null;
  const isCoordinates = repository.includes(':');
  return {
    ...whole,
    product: product?.name ?? last,
    isOurs: product !== null,
    // An image tag is written whole, since nobody calls "2.1.1-alpine" a version.
    version: isCoordinates ? { start: start + colon + 1, end } : { start, end },
  };
}
