/** Reads "ts-scan <= 2.0.1 (pip package)" as a product and its version expressions, word by word. */
import { append } from './append.js';
import { MAX_VERSIONS } from './limits.js';
import { foldWords } from './text.js';
import {
  AT_VERSION,
  BESIDE,
  COMPARED,
  EDGE,
  FILLER,
  FIXED,
  IMAGE_TAG,
  KEEP_FIRST,
  NUMBER,
  PLAIN_NUMBER,
  SIGN,
  WHOLE,
} from './version-words.js';

/** A product and the mail's own expressions for its versions. */
export interface ProductVersions {
  readonly product: string | null;
  readonly versions: readonly string[];
}

/** A product's name is short; more words are a sentence. */
const MAX_PRODUCT_WORDS = 5;

/**
 * The products and versions on one line. `product` is null where the line gives versions only.
 * @param line - one line, list item or table cell
 */
export function versionsOn(line: string): ProductVersions[] {
  const found: { product: string | null; versions: string[] }[] = [];
  let names: string[] = [];
  let run: string[] = [];
  const add = (product: string | null, version: string | null) => {
    const last = found[found.length - 1];
    if (last === undefined || (product !== null && product !== last.product)) {
      found.push({ product, versions: version === null ? [] : [version] });
    } else if (version !== null && last.versions.length < MAX_VERSIONS) last.versions.push(version);
  };
  const closeRun = () => {
    const expression = expressionIn(run);
    if (expression !== null) {
      add(productIn(names), expression);
      names = [];
    } else append(names, run);
    run = [];
  };
  for (const word of wordsOf(line)) {
    if (FIXED.test(foldWords(word.text))) {
      closeRun();
      return found;
    }
    const image = IMAGE_TAG.exec(word.text);
    const at = AT_VERSION.exec(word.text);
    if (image?.[1] !== undefined || at?.[1] !== undefined) {
      closeRun();
      names = [];
      add(image?.[1] ?? at?.[1] ?? null, image === null ? (at?.[2] ?? null) : word.text);
      continue;
    }
    if (startsNew(run, word.text)) closeRun();
    const isLower = word.nextIsUpper && /^[>≥]/.test(word.text);
    // ">= 1.0, < 2.0" is one expression, and keeps its comma.
    if (isPart(word.text, run)) run.push(isLower && word.ends ? `${word.text},` : word.text);
    else {
      closeRun();
      names.push(word.text);
    }
    if (word.ends && !(isLowerBound(run) && word.nextIsUpper)) closeRun();
  }
  closeRun();
  if (found.length === 0) {
    const product = productIn(names);
    if (product !== null) add(product, null);
  }
  return found;
}

interface Word {
  readonly text: string;
  /** A comma, semicolon or parenthesis follows. */
  readonly ends: boolean;
  readonly nextIsUpper: boolean;
}

function wordsOf(line: string): Word[] {
  // A comparison and its number are one word, however they are spaced.
  const raw = line
    .replace(/([<>=≤≥])\s{1,4}(?=v?\d)/g, '$1\u0000')
    .split(/\s+/)
    .filter(word => word !== '');
  return raw
    .map((word, index) => {
      const text = word
        .replace(/^[("'`*]{1,3}/, '')
        .replace(/[),;:"'`*.]{1,4}$/, '')
        .replaceAll('\u0000', ' ');
      return { text, ends: /[),;]$/.test(word), nextIsUpper: /^\(?[<≤]/.test(raw[index + 1] ?? '') };
    })
    .filter(word => word.text !== '');
}

function isPart(word: string, run: readonly string[]): boolean {
  if (NUMBER.test(word) || COMPARED.test(word) || SIGN.test(word)) return true;
  const folded = foldWords(word);
  if (PLAIN_NUMBER.test(word)) return run.length > 0;
  return BESIDE.has(folded);
}

function isVersion(word: string): boolean {
  return NUMBER.test(word) || COMPARED.test(word) || PLAIN_NUMBER.test(word);
}

/** "1.0.1 and 1.0.2" are two; "1.0 and earlier", "between 1.0 and 2.0" and ">= 1.0 and < 2.0" are one. */
function startsNew(run: readonly string[], word: string): boolean {
  const before = run[run.length - 1];
  const version = run[run.length - 2];
  if (before === undefined || version === undefined || run.length > 2) return false;
  return /^(?:and|und|et|y|or|oder)$/.test(before) && NUMBER.test(word) && NUMBER.test(version);
}

function isLowerBound(run: readonly string[]): boolean {
  return /^[>≥]/.test(run[run.length - 1] ?? '');
}

function expressionIn(run: readonly string[]): string | null {
  const text = run.join(' ');
  const version = run.findIndex(isVersion);
  if (version < 0 || (run.every(word => !NUMBER.test(word) && !COMPARED.test(word)) && run.length < 2)) {
    return WHOLE.test(foldWords(text)) ? text : null;
  }
  let start = 0;
  let end = run.length;
  while (
    start < end &&
    EDGE.has(foldWords(run[start] ?? '')) &&
    !(KEEP_FIRST.has(foldWords(run[start] ?? '')) && run.length > 3)
  )
    start++;
  while (end > start && EDGE.has(foldWords(run[end - 1] ?? ''))) end--;
  return start < end ? run.slice(start, end).join(' ') : null;
}

function productIn(words: readonly string[]): string | null {
  const named = words.filter(
    word => !FILLER.has(foldWords(word)) && !BESIDE.has(foldWords(word)) && /[\p{L}\d]/u.test(word),
  );
  if (named.length === 0) return null;
  const token = named.find(word => /^[a-z][a-z0-9]{0,40}(?:[-_/][a-z0-9]{1,40}){1,6}$/.test(word));
  if (named.length <= MAX_PRODUCT_WORDS)
    return named.length > 2 && token !== undefined ? token : named.join(' ');
  return token ?? null;
}
