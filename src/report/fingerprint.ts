/** Fingerprints of OpenPGP keys that a mail gives in its words. */

import { foldWords } from '../document/words.js';
import { type Findings, Gathering, type Verdict } from './found.js';
import { sentenceAfter, sentenceBefore } from './surroundings.js';

/** RFC 9580 §5.5.4: 20 octets of a version 4 key, 32 of version 6. */
const WHOLE = /(?<![0-9A-Za-z])(?:0x)?([0-9A-F]{40}(?:[0-9A-F]{24})?)(?![0-9A-Za-z])/gi;
/** Groups of four as GnuPG prints them, with a wider gap in the middle, on one line or two. */
const GROUP_GAP = '(?:[ \\u00a0\\t]{1,3}|[ \\u00a0\\t]{0,3}\\n[ \\u00a0\\t]{0,8})';
const GROUPED = new RegExp(
  `(?<![0-9A-Za-z])(?<!(?<!\\w)[0-9A-F]{4}[ \\u00a0]{1,3})(?:0x)?((?:[0-9A-F]{4}${GROUP_GAP}){9}[0-9A-F]{4}(?:(?:${GROUP_GAP}[0-9A-F]{4}){6})?)(?![0-9A-Za-z]|[ \\u00a0]{1,3}[0-9A-F]{4}(?![\\w-]))`,
  'gi',
);
/** Two groups, or the digits of two: most mails have none. Four classes are found sooner than one four times. */
const GROUP = '[0-9A-F][0-9A-F][0-9A-F][0-9A-F]';
const GROUPS = new RegExp(`${GROUP}(?:${GROUP_GAP})?${GROUP}`, 'i');
const KEY =
  /\b(?:fingerprints?|finger print|fpr|openpgp4fpr|pgp|gpg|openpgp|key(?: ?id)?|fingerabdruck|schluessel|empreinte|cle|huella|clave)\b/g;
const OTHER =
  /\b(?:sha ?-?\d{0,3}|commit(?:s|ted)?|checksums?|hash(?:es)?|digest|revision|git|md5|pruefsumme|tls|ssl|ssh|x\.?509|zertifikat|certificate|certificat|certificado|api|token|secret|sum|blob|tree)\b/g;
const OPENPGP = /\b(?:pgp|gpg|openpgp|openpgp4fpr)\b/;
const MAX_REACH = 100;

/**
 * The fingerprints of OpenPGP keys in a text, capitals without spaces: 40 digits of a version 4 key, 64 of version 6.
 * Ten groups of four count by their shape; anything else only where words call it the fingerprint of a key, so that
 * commits and checksums are passed over.
 * @param text - any text
 */
export function fingerprintsIn(text: string): Findings<string> {
  const gathering = new Gathering<string>();
  if (!GROUPS.test(text)) return gathering.findings();
  const matches = [...matchesOf(text, GROUPED, true), ...matchesOf(text, WHOLE, false)];
  for (const match of matches.sort((a, b) => a.start - b.start)) {
    gathering.add(match, judge(text, match));
    if (gathering.isFull) break;
  }
  return gathering.findings();
}

interface Match {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly grouped: boolean;
}

/** Enough to fill a report many times over. */
const MAX_MATCHES = 2000;

function matchesOf(text: string, pattern: RegExp, grouped: boolean): Match[] {
  const matches: Match[] = [];
  for (const match of text.matchAll(pattern)) {
    const value = (match[1] ?? '').replace(/\s/g, '').toUpperCase();
    matches.push({ value, start: match.index, end: match.index + match[0].length, grouped });
    if (matches.length >= MAX_MATCHES) break;
  }
  return matches;
}

function judge(text: string, { value, start, end, grouped }: Match): Verdict {
  const before = foldWords(sentenceBefore(text, start, MAX_REACH));
  const after = foldWords(sentenceAfter(text, end, 40));
  const key = lastOf(before, KEY);
  const other = lastOf(before, OTHER);
  if (key > other && (other < 0 || OPENPGP.test(before))) {
    return { taken: true, rule: 'words that name a key before it' };
  }
  if (other >= 0) return { taken: false, rule: 'called a commit, a checksum or another kind of key' };
  if (/^[\s(,:-]{0,3}(?:is |ist |est |es )?(?:my |mein |ma |mi )?(?:open)?(?:pgp|gpg)\b/.test(after)) {
    return { taken: true, rule: 'words that name a key after it' };
  }
  if (grouped && value.length === 40 && /[A-F]/.test(value)) {
    return { taken: true, rule: 'ten groups of four, as a fingerprint is printed' };
  }
  return { taken: false, rule: 'hexadecimal digits that nothing calls a fingerprint' };
}

function lastOf(words: string, pattern: RegExp): number {
  let last = -1;
  for (const match of words.matchAll(pattern)) last = match.index;
  return last;
}
