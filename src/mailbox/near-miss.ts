/**
 * Subjects that look like a report's and lack the phrase: the mail is left alone, but a person should have seen it.
 * Pure rules. Too many would not be read, so ordinary words of a support mailbox ("bug", "security code") are none.
 */
import { distance } from 'fastest-levenshtein';
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

/** What is known of a mail that is no candidate. */
export interface SeenSubject {
  /** Every Subject field, as it stands in the header. */
  readonly subjects: readonly string[];
  /** Auto-Submitted (RFC 3834 §5) as it stands in the header, or null. */
  readonly autoSubmitted: string | null;
  /** Precedence as it stands in the header, or null; in use, though no RFC defines it. */
  readonly precedence: string | null;
}

/**
 * The subject by which a mail looks like a report.
 * @param phrase - the configured trigger
 * @returns decoded, or null where no subject does or a machine sent it
 */
export function nearMiss(
  { subjects, autoSubmitted, precedence }: SeenSubject,
  phrase: string,
): string | null {
  if (autoSubmitted !== null && !/^\s*no\b/i.test(autoSubmitted)) return null;
  if (precedence !== null && /^\s*(?:bulk|junk)\b/i.test(precedence)) return null;
  return subjects.map(decodeSubject).find(subject => looksLikeReport(subject, phrase)) ?? null;
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
