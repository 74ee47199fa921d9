/**
 * Whether two reports say nearly the same: MinHash sketches of their words (Broder, "On the resemblance and
 * containment of documents", 1997), which estimate the Jaccard similarity of their three-word shingles, and bands of
 * them (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", §3.4), by which the store finds the few reports
 * worth comparing without reading them all. Deterministic, and linear in the text.
 */

import { foldWords } from '../document/words.js';
import type { TextBody } from '../message/message.js';

/** One minimum per hash function, each an unsigned 32-bit number. */
export type Sketch = Uint32Array;

const SHINGLE_WORDS = 3;

/**
 * Two texts that share half of their shingles are near-duplicates: a word in ten may differ. What two reports on one
 * template have in common stays well below.
 */
export const SIMILAR = 0.5;

/**
 * At the threshold of 0.5, 40 bands of 3 miss one pair in 200; two texts that share a tenth of their shingles meet
 * by chance in one of 25 pairs, and are told apart by their sketches.
 */
const BANDS = 40;
const ROWS = 3;
export const SKETCH_LENGTH = BANDS * ROWS;

/** Texts of fewer shingles have too little to be told apart by: "please see the attached file". */
const FEWEST_SHINGLES = 40;

/** What lies beyond adds time and no certainty. */
const MOST_CHARACTERS = 200_000;
const MOST_WORDS = 5_000;

/** Outlook quotes a whole mail below such a line, without a mark on each. */
const QUOTED_BELOW = /^\s{0,10}-{3,10}\s?(?:original message|urspr(?:ü|ue)ngliche nachricht)\s?-{3,10}\s*$/i;

/**
 * The sketch of a mail's own words: those that came encrypted where there are any, quotations left out.
 * @param bodies - all bodies of the mail
 * @returns null where there are too few words to compare
 */
export function sketchOf(bodies: readonly TextBody[]): Sketch | null {
  const shingles = shinglesOf(wordsOf(bodies));
  if (shingles.length < FEWEST_SHINGLES) return null;
  const sketch = new Uint32Array(SKETCH_LENGTH);
  for (let index = 0; index < SKETCH_LENGTH; index += 1) sketch[index] = leastHash(shingles, index);
  return sketch;
}

/** The least of one hash function's values. In signed numbers, sixteen times as fast: what is least stays so less 2^31. */
function leastHash(shingles: Int32Array, index: number): number {
  const seed = Math.imul(index + 1, 0x9e3779b9);
  let least = 0x7fffffff;
  for (let at = 0; at < shingles.length; at += 1) {
    const hash = mix((shingles[at] ?? 0) ^ seed) ^ SIGN;
    if (hash < least) least = hash;
  }
  return (least ^ SIGN) >>> 0;
}

const SIGN = 1 << 31;

/** An estimate of the two texts' Jaccard similarity, from 0 to 1, with a standard error of at most 0.05. */
export function similarity(a: Sketch, b: Sketch): number {
  let same = 0;
  for (let index = 0; index < SKETCH_LENGTH; index += 1) if (a[index] === b[index]) same += 1;
  return same / SKETCH_LENGTH;
}

/** The sketch's bands, each one number; near-duplicates have one in common. */
export function bandsOf(sketch: Sketch): number[] {
  return Array.from({ length: BANDS }, (_, band) => {
    const rows = sketch.subarray(band * ROWS, (band + 1) * ROWS);
    return rows.reduce((hash, row) => mix(Math.imul(hash, 31) ^ row), band);
  });
}

function wordsOf(bodies: readonly TextBody[]): string[] {
  const decrypted = bodies.filter(body => body.origin === 'decrypted');
  let left = MOST_CHARACTERS;
  const words: string[] = [];
  for (const { text } of decrypted.length > 0 ? decrypted : bodies) {
    if (left <= 0 || words.length >= MOST_WORDS) break;
    const part = text.slice(0, left);
    left -= part.length;
    for (const [word] of foldWords(ownLines(part)).matchAll(/[\p{L}\p{N}]+/gu)) words.push(word);
  }
  return words.slice(0, MOST_WORDS);
}

function ownLines(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex(line => QUOTED_BELOW.test(line));
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .filter(line => !/^\s*>/.test(line))
    .join('\n');
}

function shinglesOf(words: readonly string[]): Int32Array {
  const shingles = new Set<number>();
  for (let first = 0; first + SHINGLE_WORDS <= words.length; first += 1) {
    let hash = hashOn(NOTHING_HASHED, words[first] ?? '');
    for (let next = 1; next < SHINGLE_WORDS; next += 1) {
      hash = hashOn(hashOn(hash, ' '), words[first + next] ?? '');
    }
    shingles.add(hash);
  }
  return Int32Array.from(shingles);
}

const NOTHING_HASHED = 0x811c9dc5 | 0;

/** FNV-1a over UTF-16 code units, of a text that goes on. */
function hashOn(before: number, text: string): number {
  let hash = before;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}

/** The finalizer of MurmurHash3: a permutation of the 32-bit numbers, as MinHash asks for. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
