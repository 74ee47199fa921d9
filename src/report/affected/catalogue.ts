/**
 * The products a team answers for, and how reporters call them. It is configuration: without it the mail's own names
 * are taken.
 */
import { PackageURL } from 'packageurl-js';
import { foldWords } from '../../document/words.js';

/** A product of the catalogue, as configured. */
export interface CatalogueProduct {
  /** What a report names it. */
  readonly name: string;
  /** Other names: former ones, translations, import names, images. */
  readonly aliases: readonly string[];
  /** Package URLs, with or without a version. */
  readonly purls: readonly string[];
}

/** A catalogue made findable. */
export interface Catalogue {
  readonly products: readonly CatalogueProduct[];
  /** Product and whether the name is one that any product may go by, by the name's key. */
  readonly byKey: ReadonlyMap<string, CatalogueName>;
  /** What the keys begin with, their plurals' too: of most words in a mail no name can come. */
  readonly beginnings: ReadonlySet<string>;
  /** By package URL without version. */
  readonly byPackage: ReadonlyMap<string, CatalogueProduct>;
}

export interface CatalogueName {
  readonly product: CatalogueProduct;
  /** "API", "dashboard": only counts where no other name is found. */
  readonly isGeneric: boolean;
}

/** A place where a text names a product. */
export interface Mention extends CatalogueName {
  /** UTF-16 offsets; `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Names of one word that say what a thing is, not which. Folded. */
const GENERIC = new Set([
  ...[
    'api',
    'apis',
    'app',
    'application',
    'anwendung',
    'aplicacion',
    'dashboard',
    'portal',
    'portail',
    'frontend',
    'backend',
  ],
  ...[
    'server',
    'client',
    'cli',
    'scanner',
    'plugin',
    'website',
    'site',
    'webseite',
    'web',
    'ui',
    'gui',
    'service',
    'tool',
  ],
  ...[
    'library',
    'agent',
    'connector',
    'extension',
    'platform',
    'plattform',
    'plateforme',
    'plataforma',
    'oberflaeche',
  ],
  ...[
    'interface',
    'interfaz',
    'backoffice',
    'console',
    'schnittstelle',
    'panel',
    'tableaudebord',
    'image',
    'login',
  ],
]);
/** Words of one name. */
const MAX_NAME_WORDS = 8;
/** "API key", also of a longer name: "TrustSource API key". */
const KEY_OF = /^[\s-]{1,3}(?:keys?\b|schl(?:ü|ue)ssel|token\b|secret\b)/i;
/** "la clé d'API", "clave de la API", "Schlüssel der API" */
const KEY_BEFORE =
  /(?:\bcl[eé]s?|\bclaves?|\btokens?|\bjetons?|\bllaves?|schlüssels?|\bkeys?)(?:\s(?:de|d['’]|des|der|del?|zur|zu|für|fuer|for|of|to|the|la|l['’]|una?|une|your|our)){0,3}\s{0,2}(?:l['’]|d['’])?$/i;
/** "API key", "API-Token": no more is said of the interface than that it has keys. */
const OF_SOMETHING_ELSE =
  /^[\s-]{1,3}(?:keys?\b|tokens?\b|access\b|secrets?\b|creds?\b|credentials?\b|schluessel|schlüssel|zugriff|zugang|doc)/i;

/**
 * Makes a catalogue findable.
 * @param products - as configured; where two share a name, the first has it
 */
export function catalogueOf(products: readonly CatalogueProduct[]): Catalogue {
  const byKey = new Map<string, CatalogueName>();
  const byPackage = new Map<string, CatalogueProduct>();
  const families = familiesOf(products);
  const names = new Set(products.flatMap(({ name, aliases }) => [name, ...aliases].map(keyOf)));
  for (const product of products) {
    for (const name of [product.name, ...product.aliases]) {
      const key = keyOf(name);
      if (key === '' || byKey.has(key)) continue;
      byKey.set(key, { product, isGeneric: name !== product.name && GENERIC.has(key) });
    }
    for (const key of derivedKeys(product.name, families)) {
      if (!byKey.has(key) && !names.has(key)) byKey.set(key, { product, isGeneric: false });
    }
    for (const purl of product.purls) {
      const parsed = packageOf(purl);
      if (parsed !== null && !byPackage.has(parsed.key)) byPackage.set(parsed.key, product);
    }
  }
  return { products, byKey, beginnings: beginningsOf([...byKey.keys()]), byPackage };
}

function beginningsOf(keys: readonly string[]): Set<string> {
  const beginnings = new Set<string>();
  for (const key of keys.map(each => `${each}s`)) {
    for (let length = 0; length <= key.length; length++) beginnings.add(key.slice(0, length));
  }
  return beginnings;
}

/** What several names begin with: "ts" of "ts-scan" and "ts-maven-plugin". */
function familiesOf(products: readonly CatalogueProduct[]): Set<string> {
  const seen = new Set<string>();
  const families = new Set<string>();
  for (const { name } of products) {
    const [first = '', ...more] = name.split('-');
    if (more.length === 0) continue;
    if (seen.has(first)) families.add(first);
    seen.add(first);
  }
  return families;
}

/** What the second half of a name is called elsewhere. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  plugin: ['plugin', 'greffon', 'extension', 'complemento', 'erweiterung'],
  client: ['client', 'cliente', 'klient'],
};
const FOR = ['', 'de', 'for', 'pour', 'fuer', 'para'];
/** A single word that is left of a name has to be no everyday word; long ones hardly are. */
const MIN_SINGLE = 8;

/** "ts-maven-plugin" also goes by "Maven plugin", "plugin Maven" and "plugin for Maven". */
function derivedKeys(name: string, families: ReadonlySet<string>): string[] {
  const [first = '', ...rest] = name.split('-');
  if (!families.has(first)) return [];
  const key = keyOf(rest.join(''));
  if (rest.length === 1) return key.length >= MIN_SINGLE && !GENERIC.has(key) ? [key] : [];
  const [thing = '', kind = ''] = rest;
  const kinds = KINDS[kind];
  if (rest.length > 2 || kinds === undefined) return [key];
  return [key, ...kinds.flatMap(word => FOR.map(link => keyOf(`${word}${link}${thing}`)))];
}

/** No products configured. */
export const EMPTY_CATALOGUE: Catalogue = catalogueOf([]);

/**
 * The form names are compared in: "TS-Scan", "ts scan" and "tsscan" are one.
 * @param name - as written
 */
export function keyOf(name: string): string {
  const folded = foldWords(name);
  return /^[a-z0-9]*$/.test(folded) ? folded : folded.replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * The product a whole string names: a name, an image's repository or a package URL.
 * @param name - such as "TS Scan" or "trustsource/ts-scan"
 * @param catalogue - where to look
 */
export function catalogued(name: string, catalogue: Catalogue): CatalogueProduct | null {
  const whole = catalogue.byKey.get(keyOf(name));
  if (whole !== undefined) return whole.product;
  if (/^pkg:/i.test(name)) return catalogue.byPackage.get(packageOf(name)?.key ?? '') ?? null;
  const last = /[/:]([^/:]{1,200})$/.exec(name)?.[1];
  return last === undefined ? null : (catalogue.byKey.get(keyOf(last))?.product ?? null);
}

/**
 * A package URL's type and version, and the key that it shares with its other versions.
 * @param purl - see the purl specification, https://github.com/package-url/purl-spec
 * @returns null where it is none
 */
export function packageOf(purl: string): { key: string; type: string; version: string | null } | null {
  try {
    const parsed = PackageURL.fromString(purl);
    const { type, namespace, name, version } = parsed;
    if (typeof type !== 'string' || typeof name !== 'string') return null;
    const key = `${type}/${namespace ?? ''}/${name}`.toLowerCase();
    return { key, type: type.toLowerCase(), version: version ?? null };
  } catch {
    // What stands in a mail need not be a package URL because it begins like one.
    return null;
  }
}

interface Part {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where a text names products, in order; the longest name wins. A name inside a longer hyphenated one ("my-ts-scan")
 * is none.
 * @param text - a passage
 * @param catalogue - what to look for
 */
export function mentionsIn(text: string, catalogue: Catalogue): Mention[] {
  if (catalogue.byKey.size === 0) return [];
  const parts: Part[] = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(({ 0: word, index }) => ({
    key: word.length > 60 ? '' : keyOf(word),
    start: index,
    end: index + word.length,
  }));
  const mentions: Mention[] = [];
  for (let at = 0; at < parts.length; ) {
    const begins = catalogue.beginnings.has(parts[at]?.key ?? '');
    const found = begins ? longestAt(text, parts, at, catalogue) : null;
    if (found !== null) mentions.push(found.mention);
    at = found?.next ?? at + 1;
  }
  return mentions;
}

function longestAt(
  text: string,
  parts: readonly Part[],
  at: number,
  catalogue: Catalogue,
): { mention: Mention; next: number } | null {
  const first = parts[at];
  if (first === undefined) return null;
  let key = '';
  let before: Part | null = null;
  let best: { mention: Mention; next: number } | null = null;
  for (let next = at; next < Math.min(parts.length, at + MAX_NAME_WORDS); next++) {
    const part = parts[next];
    if (part === undefined || (before !== null && !joins(text.slice(before.end, part.start)))) break;
    key += part.key;
    if (!catalogue.beginnings.has(key)) break;
    before = part;
    // "des Portals", "both APIs"
    const name =
      catalogue.byKey.get(key) ?? (key.endsWith('s') ? catalogue.byKey.get(key.slice(0, -1)) : undefined);
    if (
      name !== undefined &&
      isWhole(text, {
        start: first.start,
        end: part.end,
        isGeneric: name.isGeneric,
        isPlace: GENERIC.has(part.key),
      })
    ) {
      best = { mention: { ...name, start: first.start, end: part.end }, next: next + 1 };
    }
  }
  return best;
}

/** A hyphen, an underscore, spaces or a wrapped line's end. */
function joins(between: string): boolean {
  return between.length <= 4 && /^(?:[-_‐‑]|\s{1,4}|\s?[-_]\s?)?$/.test(between);
}

/** German writes "ts-scan-Image"; English "ts-scan-action" is another thing than ts-scan. */
function isWhole(
  text: string,
  { start, end, isGeneric, isPlace }: { start: number; end: number; isGeneric: boolean; isPlace: boolean },
): boolean {
  if (/[\p{Ll}\p{N}][-_]$/u.test(text.slice(Math.max(0, start - 2), start))) return false;
  const behind = text.slice(end, end + 16);
  if (isPlace && (KEY_OF.test(behind) || KEY_BEFORE.test(text.slice(Math.max(0, start - 30), start))))
    return false;
  if (isGeneric) return !/^[-_]\p{L}/u.test(behind) && !OF_SOMETHING_ELSE.test(behind);
  return !/^[-_]\p{Ll}/u.test(behind);
}
