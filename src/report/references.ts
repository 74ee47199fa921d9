/** URLs a report gives as reference or as the affected endpoint. */

import { foldWords } from '../document/words.js';
import { singleLine } from '../message/printable.js';
import { cueOf } from './cues.js';
import { type Findings, type Found, Gathering, type Verdict } from './found.js';
import {
  ATTACKERS_OWN,
  DESK,
  FORMAT_NAME,
  LEADS_TO_READING,
  NO_PART_OF_REPORT,
  PAYLOAD,
} from './link-places.js';
import { sentenceAfter, sentenceBefore } from './surroundings.js';
import { urlsIn } from './urls.js';

/** Hosts an attacker plays in a demonstration, and services that catch call-backs. */
const ATTACKER =
  /(?:^|[.-])(?:(?:attacker|evil|malicious|angreifer|boese|boeser|attaquant|malveillant|atacante|malicioso|pirate|phish|phishing|exfil)[a-z0-9-]{0,63}(?:\.|$)|(?:mallory|hacker|hackers|burpcollaborator|oastify|oast|interact|webhook|requestbin|requestrepo|beeceptor|dnslog|ngrok|ngrok-free|canarytokens|pipedream|localtest|lvh|xss|bxss)(?:[.-]|\d|$))/;
/** Loopback, private, link-local, shared and documentation addresses (RFC 6890, RFC 5737), and names that resolve inside only. */
const PRIVATE =
  /^(?:localhost|.{1,200}\.(?:localhost|local|internal|lan|intranet|corp|home|localdomain|test|invalid|home\.arpa)|127\.[\d.]{1,11}|0\.0\.0\.0|10\.[\d.]{1,11}|192\.168\.[\d.]{1,7}|172\.(?:1[6-9]|2\d|3[01])\.[\d.]{1,7}|169\.254\.[\d.]{1,7}|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.[\d.]{1,7}|192\.0\.2\.\d{1,3}|198\.51\.100\.\d{1,3}|203\.0\.113\.\d{1,3}|\[(?:::1?|f[cd][0-9a-f]{2}:.{1,40}|fe[89ab][0-9a-f]:.{1,40}|::ffff:.{1,40})\])$/;
const CREDIT_HEADING =
  /^[#*_\s]{0,6}(?:for )?(?:credits?|credit to|acknowledge?ments?|attribution|danksagung|nennung|remerciements?|agradecimientos?|creditos?)\b\s{0,2}[*_]{0,2}(?::|$)/;
const OWN_PAGE =
  /\b(?:my|our|meine|unsere|mon|ma|notre|mi|nuestra) (?:personal |own |private |persoenliche )?(?:website|homepage|web ?page|profile|portfolio|linkedin|twitter|mastodon|site|webseite|sitio)(?: is| ist| est| es)?[\s:(<]{0,4}$|\b(?:find|follow) me (?:on|at|here)[\s:(<]{0,4}$/;
const KEY_WORDS =
  /\b(?:(?:open)?pgp|gpg)[ -](?:public )?(?:key|schluessel)\b.{0,40}$|\b(?:my|mein|ma|mi) (?:public key|oeffentlicher schluessel|cle publique|clave publica)\b.{0,40}$|\b(?:cle|clave) (?:open)?pgp\b.{0,40}$/;
const KEY_HOST =
  /^(?:keys\.openpgp\.org|keyserver\..{1,100}|pgp\.mit\.edu|keys\..{1,100}|openpgpkey\..{1,100})$/;
const MAX_LINE = 1000;
/** Addresses looked at; enough to fill a report many times over. */
const MAX_URLS = 5000;

/**
 * The references in a text. Passed over are addresses on private networks, hosts that play the attacker, what stands in
 * a payload, names of formats, and links of disclaimers, of wishes for credit and to keys.
 * @param text - any text
 * @param ownDomain - of the reporter's address; what the reporter hosts counts where words lead to it or it stands first on
 * its line
 */
export function referencesIn(text: string, ownDomain: string | null = null): Findings<string> {
  const own = ownDomain?.toLowerCase() ?? null;
  const gathering = new Gathering<string>();
  let seen = 0;
  for (const found of urlsIn(text)) {
    if (++seen > MAX_URLS) break;
    if (gathering.hasTaken(found.value)) continue;
    const host = hostOf(found.value);
    // What no browser would open is not even a lost reference.
    if (host === null) continue;
    gathering.add(found, judgeHost(found.value, host) ?? judgeWords(text, found, isOf(own, host)));
    if (gathering.isFull) break;
  }
  return gathering.findings();
}

function hostOf(url: string): string | null {
  if (!URL.canParse(url) || singleLine(url) !== url) return null;
  return new URL(url).hostname.toLowerCase();
}

function judgeHost(url: string, host: string): Verdict | null {
  if (PRIVATE.test(host)) return passed('address on a private network');
  if (ATTACKER.test(host)) return passed("host that plays the attacker's");
  if (!host.includes('.') && !host.startsWith('[')) return passed('name without a domain');
  if (DESK.test(url)) return passed('link to unsubscribe or to a ticket');
  if (FORMAT_NAME.test(url)) return passed('name of a format');
  if (KEY_HOST.test(host)) return passed('link to a key');
  return null;
}

function isOf(domain: string | null, host: string): boolean {
  return domain !== null && (host === domain || host.endsWith(`.${domain}`));
}

function judgeWords(text: string, { start, end }: Found<string>, isReporters: boolean): Verdict {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(Math.max(lineStart, start - MAX_LINE), end + 200).split('\n', 1)[0] ?? '';
  if (NO_PART_OF_REPORT.test(foldWords(line))) return passed('link of a disclaimer');
  if (PAYLOAD.test(text.slice(Math.max(lineStart, start - 120), start)))
    return passed('value inside a payload');
  const lead = sentenceBefore(text, start);
  const words = foldWords(lead);
  if (OWN_PAGE.test(words)) return passed("reporter's own page");
  if (KEY_WORDS.test(foldWords(lead.slice(lead.lastIndexOf('\n') + 1)))) return passed('link to a key');
  if (isCredit(text, start, end, lead)) return passed('page named in a wish for credit');
  if (ATTACKERS_OWN.test(words)) return passed("host that words call the attacker's");
  const isFirst = text.slice(lineStart, start).replace(/[^\p{L}]/gu, '') === '';
  if (isReporters && !isFirst && !LEADS_TO_READING.test(words)) return passed('what the reporter hosts');
  return { taken: true, rule: 'web address' };
}

function isCredit(text: string, start: number, end: number, lead: string): boolean {
  if (cueOf(`${lead}${sentenceAfter(text, end)}`.trim()) === 'credit') return true;
  const lines = text.slice(Math.max(0, start - 200), start).split('\n');
  const here = foldWords(lines.pop() ?? '');
  // The line of a heading stands right above, or a blank one between.
  const above = lines.slice(-2).map(foldWords);
  return CREDIT_HEADING.test(here) || above.some(line => CREDIT_HEADING.exec(line)?.[0] === line);
}

function passed(rule: string): Verdict {
  return { taken: false, rule };
}
