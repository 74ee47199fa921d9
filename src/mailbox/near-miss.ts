/**
 * Subjects that look like a report's and lack the phrase: the mail is left alone, but a person should have seen it.
 * Pure rules. Too many would not be read, so ordinary words of a support mailbox ("bug", "security code") are none.
 */
import { distance } from 'fastest-levenshtein';
import addressparser from 'nodemailer/lib/addressparser';
import { isByMachine } from './by-machine.js';
import { fieldValues } from './header-text.js';
import { isMachineLocalPart } from './machine-address.js';
import { bareSubject, decodeSubject, foldSubject, hasTriggerPhrase } from './subject.js';

/** What a person writes who reports a vulnerability, in folded words; English, German, French and Spanish. */
const SAYS_SO: readonly RegExp[] = [
  /\b(?:security|sicherheits|it security) (?:issue|report|vulnerabilit(?:y|ies)|flaw|bug|hole|problem|finding|findings|disclosure|advisory|weakness|incident|breach|concern|notification|meldung|problem|hinweis)\b/,
  /\b(?:vulnerabilit(?:y|ies)|vuln|exploit|zero ?day|0 ?day|proof of concept)\b/,
  /\b(?:responsible|coordinated|vulnerability) disclosure\b|\bbug ?bounty\b/,
  /\b(?:cve \d{4} \d{4,7}|cwe \d{1,4}|ghsa [a-z0-9]{4} [a-z0-9]{4} [a-z0-9]{4})\b/,
  /\b(?:xss|csrf|ssrf|xxe|rce|sqli|idor|sql injection|command injection|code injection|cross site scripting|remote code execution|path traversal|directory traversal|privilege escalation|auth(?:entication|orization)? bypass|buffer overflow|account takeover|data (?:leak|breach)|leaked (?:credentials|secrets|keys?|tokens?)|open redirect|subdomain takeover)\b/,
  /(?:sicherheits(?:lücken?|luecken?|leck|schwachstellen?|problem|vorfall|meldung|hinweis)|\bschwachstellen?\b|\bdatenleck\b)/,
  /\b(?:faille|failles|vulnérabilités?|vulnerabilites?|vulnerabilidad(?:es)?|fallo de seguridad|agujero de seguridad|alerte de sécurité|alerta de seguridad)(?!\p{L})/u,
];

/** Words that a mailbox for support sees every day, and that would else pass for one. */
const EVERYDAY =
  /\b(?:security (?:code|notification settings|questions?|questionnaire|update for your account)|newsletter|webinar|whitepaper|unsubscribe)\b/;

/** Letters by which the phrase may be misspelt: one in each five, so that "Alert" alone is never it. */
const LETTERS_PER_MISTAKE = 5;

/** Words of a subject that are looked at; RFC 5322 §2.1.1 lets no phrase stand far behind. */
const MOST_WORDS = 60;

/** Characters that are kept of a subject and of a From field. */
const MAX_KEPT = 300;

/** Characters of a From field that are looked at. */
const MAX_FROM = 10_000;

/** A mail that was left alone, by what is known of it without its body. */
export interface LeftAlone {
  /** Every Subject field, as it stands in the header. */
  readonly subjects: readonly string[];
  /** The topmost Return-Path, as it stands in the header. */
  readonly returnPath: string | null;
  /** From, Auto-Submitted, Precedence, List-Unsubscribe and List-Post, as they stand in it, where it has them. */
  readonly header: Uint8Array;
}

/** What a person is shown of it; bounded. */
export interface NearMiss {
  /** The From field, decoded; null where there is none. */
  readonly from: string | null;
  /** Decoded. */
  readonly subject: string;
}

/**
 * What a mail is shown as that looks like a report.
 * @param phrase - the configured trigger
 * @param ownAddresses - lower-case
 * @returns null where no subject of it looks like one, and where it is a machine's, a newsletter or our own
 */
export function nearMiss(
  { subjects, returnPath, header }: LeftAlone,
  phrase: string,
  ownAddresses: readonly string[],
): NearMiss | null {
  const subject = subjects.map(decodeSubject).find(one => looksLikeReport(one, phrase));
  if (subject === undefined || isByMachine(header) || isNewsletter(header)) return null;
  // RFC 5321 §4.5.5: a mail server's own.
  if (/^<\s*>$/.test(returnPath ?? '')) return null;
  const [from = null] = fieldValues(header, 'from');
  if (from !== null && isOfNobody(from, ownAddresses)) return null;
  return {
    from: from === null ? null : shown(decodeSubject(from.slice(0, MAX_FROM))),
    subject: shown(subject),
  };
}

/** Who may unsubscribe and may not post (RFC 2369 §3.2, §3.4): a list that stands before a shared mailbox takes posts. */
function isNewsletter(header: Uint8Array): boolean {
  if (fieldValues(header, 'list-unsubscribe').length === 0) return false;
  return fieldValues(header, 'list-post').every(value => /^no\b/i.test(value));
}

/** Whether all that a From field names is ours, or a machine. */
function isOfNobody(from: string, ownAddresses: readonly string[]): boolean {
  const addresses = addressparser(from.slice(0, MAX_FROM), { flatten: true })
    .map(({ address }) => address.toLowerCase())
    .filter(address => address.includes('@'));
  return (
    addresses.length > 0 &&
    addresses.every(
      address =>
        ownAddresses.includes(address) || isMachineLocalPart(address.slice(0, address.lastIndexOf('@'))),
    )
  );
}

function shown(text: string): string {
  return [...text.slice(0, MAX_KEPT * 2)].slice(0, MAX_KEPT).join('').toWellFormed();
}

/**
 * Whether a subject looks like a report's without the phrase.
 * @param subject - decoded
 */
export function looksLikeReport(subject: string, phrase: string): boolean {
  if (hasTriggerPhrase(subject, phrase)) return false;
  // A [tag] may be what says it.
  const words = wordsOf(foldSubject(subject));
  if (EVERYDAY.test(words)) return false;
  return SAYS_SO.some(pattern => pattern.test(words)) || isMisspelt(bareSubject(subject), phrase);
}

function wordsOf(folded: string): string {
  return folded.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** The phrase with a letter or two wrong, its words in another order, or written as one word. */
function isMisspelt(subject: string, phrase: string): boolean {
  const wanted = wordsOf(foldSubject(phrase)).split(' ');
  const whole = wanted.join('');
  const allowed = Math.floor(whole.length / LETTERS_PER_MISTAKE);
  const words = wordsOf(subject).split(' ').slice(0, MOST_WORDS);
  const backwards = [...wanted].reverse().join('');
  return words.some((_, start) =>
    Array.from({ length: wanted.length + 1 }, (_none, more) =>
      words.slice(start, start + more + 1).join(''),
    ).some(
      run =>
        Math.abs(run.length - whole.length) <= allowed &&
        (distance(run, whole) <= allowed || (wanted.length > 1 && run === backwards)),
    ),
  );
}
