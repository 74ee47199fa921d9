/** URLs a report gives as reference or as the affected endpoint. */

import { singleLine } from '../message/printable.js';
import { MAX_ITEMS, MAX_URL_LENGTH } from './limits.js';

const STOP = /[\s<>"'`|{}\\^\u201c\u201d\u201e\u00ab\u00bb]/;
/** Hosts an attacker plays in a demonstration, and services that catch call-backs. */
const ATTACKER =
  /(?:^|[.-])(?:attacker|evil|malicious|mallory|hacker|hackers|burpcollaborator|oastify|oast|interact|webhook|requestbin|ngrok|ngrok-free|canarytokens|pipedream|localtest)(?:[.-]|\d|$)/;
const PRIVATE =
  /^(?:localhost|.{1,200}\.localhost|127\.[\d.]{1,11}|0\.0\.0\.0|10\.[\d.]{1,11}|192\.168\.[\d.]{1,7}|172\.(?:1[6-9]|2\d|3[01])\.[\d.]{1,7}|169\.254\.[\d.]{1,7}|\[.{1,50}|host\.docker\.internal)$/;
/** A sentence with one of these carries a link that is no part of the report. */
const DISCLAIMER =
  /disclaimer|confidential|privacy policy|unsubscribe|vertraulich|datenschutz|confidentiel|confidencial|get outlook/i;

/**
 * The references in a text, each once, in order. Not localhost, private networks, attackers' hosts or links
 * of disclaimers.
 * @param text - all words of the report
 */
export function referencesIn(text: string): string[] {
  const found = new Set<string>();
  for (const line of text.split('\n')) {
    if (DISCLAIMER.test(line.slice(0, 1000))) continue;
    for (const url of urlsIn(line)) {
      if (isReference(url)) found.add(url);
      if (found.size >= MAX_ITEMS) return [...found];
    }
  }
  return [...found];
}

function* urlsIn(line: string): Generator<string> {
  let at = nextUrl(line, 0);
  while (at >= 0) {
    const end = urlEnd(line, at);
    if (end - at <= MAX_URL_LENGTH) yield trimUrl(line.slice(at, end));
    at = nextUrl(line, end);
  }
}

function nextUrl(line: string, from: number): number {
  const pattern = /https?:\/\//gi;
  pattern.lastIndex = from;
  return pattern.exec(line)?.index ?? -1;
}

function urlEnd(line: string, start: number): number {
  let end = start + 'http://'.length;
  const isAddress = line.charAt(end) === '[' || line.charAt(end + 1) === '[';
  while (end < line.length && !STOP.test(line.charAt(end)) && (isAddress || line.charAt(end) !== ']')) end++;
  return end;
}

/** Punctuation at the end belongs to the sentence; a parenthesis too, unless the URL opens one. */
function trimUrl(url: string): string {
  let end = url.length;
  let unopened = url.split(')').length - url.split('(').length;
  for (; end > 0; end--) {
    const last = url.charAt(end - 1);
    if (last === ')' && unopened > 0) unopened--;
    else if (!/[.,;:!?*_]/.test(last)) break;
  }
  return url.slice(0, end);
}

function isReference(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const host = new URL(url).hostname.toLowerCase();
  if (!host.includes('.') || singleLine(url) !== url) return false;
  return !PRIVATE.test(host) && !ATTACKER.test(host);
}
