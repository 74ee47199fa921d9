/** Technical places a report names: the endpoints it calls, and the hosts it speaks of. */

import { foldWords } from '../document/words.js';
import { type Findings, type Found, Gathering, type Ruled, type Verdict } from './found.js';
import { MAX_ITEMS } from './limits.js';
import { referencesIn } from './references.js';
import { sentenceAfter, sentenceBefore } from './surroundings.js';

export interface Indicators {
  /** "POST /api/v2/projects", or the path alone where no method is named. Without query and fragment. */
  readonly endpoints: Findings<string>;
  /** Of the addresses that are references, without those of public catalogues and documentation. */
  readonly hosts: readonly Found<string>[];
}

/** RFC 9110 §9.3, and PATCH of RFC 5789. */
const METHOD = '(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE)';
const SEGMENT = '(?:[\\w.~%@+$=-]|:(?=\\w)|\\{[\\w-]{1,40}\\}|<\\w{1,40}>)';
const PATH = `/(?:${SEGMENT}{1,200}(?:/${SEGMENT}{1,200}){0,20}/?)?`;
const CALL = new RegExp(
  `(?<![\\w-])(${METHOD})["'\`]?[ \\t]{1,3}(?:(?:-[a-z]|requests?|to|on|against|the|an|auf|sur|vers|a|endpoint|route)[ \\t]){0,3}["'\`(<]{0,2}(https?://[^\\s/"'\`<>]{1,255})?(${PATH})`,
  'g',
);
const BARE = new RegExp(`(?<![\\w/.~:\\\\<\\])}*%=-])(${PATH.slice(0, -1)})(?![\\w/])`, 'g');

/** First segments of paths on a disk. */
const DISK =
  /^\/(?:tmp|etc|var|usr|home|root|proc|dev|opt|bin|sbin|lib|lib64|mnt|media|srv|sys|run|boot|Users|private|Library|Applications|Windows|workspace|workdir|data|app\/(?:src|lib|dist)|target|build|dist|src|node_modules)(?:\/|$)/;
/** Paths that are one of an interface by their own looks. */
const INTERFACE =
  /^\/(?:api|apis|rest|graphql|oauth2?|rpc|ws|wp-json|\.well-known|v\d{1,2})(?:\/|$)|\/(?:api|v\d{1,2})\/|\{[\w-]{1,40}\}|\/:[a-z]\w{0,40}|\/<\w{1,40}>|\.(?:php|aspx?|jsp|do|cgi|action)$/;
const NAMED_BEFORE =
  /\b(?:endpoints?|routes?|urls?|uri|handlers?|page|requests? (?:to|for)|call(?:s|ed|ing)? (?:to)?|endpunkte?n?|schnittstelle|pfad|adresse|seite|aufrufe? (?:von)?|point d'entree|chemin|ruta|extremo|punto final|pagina)[\s:(]{0,3}$/;
const NAMED_AFTER =
  /^[`'")]{0,2}[ -](?:endpoint|route|handler|page|api|url|endpunkt|schnittstelle|seite|is called|wird aufgerufen)\b/;
/** Catalogues, code hosts and documentation: read, not attacked. */
const PUBLIC_SITE =
  /^(?:(?:.{1,100}\.)?(?:mitre\.org|nist\.gov|cve\.org|first\.org|owasp\.org|wikipedia\.org|ietf\.org|rfc-editor\.org|w3\.org|mozilla\.org|portswigger\.net|github\.com|githubusercontent\.com|github\.io|gitlab\.com|bitbucket\.org|npmjs\.com|pypi\.org|snyk\.io|hackerone\.com|bugcrowd\.com|stackoverflow\.com|twitter\.com|x\.com|linkedin\.com|youtube\.com|youtu\.be|medium\.com|exploit-db\.com|osv\.dev|maven\.org|docker\.com|microsoft\.com|google\.com)|(?:docs?|blog|wiki|help|support)\..{1,250})$/;
const TRAILING = /[.,;:!'&$=-]{1,10}$/;
/** Enough to fill a report many times over. */
const MAX_MENTIONS = 5000;

/**
 * The endpoints and hosts that a text names. Files ("/tmp/x"), alternatives ("and/or") and dates are no endpoints.
 * @param text - any text
 */
export function indicatorsIn(text: string): Indicators {
  const { taken } = referencesIn(text);
  const named = taken.filter(reference => !PUBLIC_SITE.test(new URL(reference.value).hostname));
  const paths = named.flatMap(reference => pathOf(text, reference));
  const calls = [...callsIn(text), ...paths.filter(path => path.rule === OF_COMMAND)];
  const called = new Set(calls.map(call => call.value.slice(call.value.indexOf(' ') + 1)));
  const bare = [...pathsIn(text), ...paths.filter(path => path.rule === OF_URL)]
    .filter(path => !called.has(path.value))
    .sort((a, b) => a.start - b.start);

  const endpoints = new Gathering<string>();
  for (const call of calls) endpoints.add(call, { taken: true, rule: call.rule });
  for (const path of bare) endpoints.add(path, judge(text, path));
  const hosts = new Map<string, Found<string>>();
  for (const { value, start, end } of named) {
    const host = new URL(value).host;
    if (!hosts.has(host)) hosts.set(host, { value: host, start, end });
  }
  const { taken: found, passed } = endpoints.findings();
  const inOrder = [...found].sort((a, b) => a.start - b.start);
  return { endpoints: { taken: inOrder, passed }, hosts: [...hosts.values()] };
}

const OF_URL = 'path of an address in the text';
const OF_COMMAND = 'method and address of a curl command';
/** How far before an address its command begins. */
const MAX_COMMAND = 600;
const REQUEST = new RegExp(`(?:^|\\s)(?:-X|--request)[ =]?["']?(${METHOD})\\b`);

function pathOf(text: string, { value, start, end }: Found<string>): Ruled<string>[] {
  const path = /^https?:\/\/[^/?#]{1,2048}(\/[^?#]{0,2048})/i.exec(value)?.[1] ?? '/';
  const method = commandMethod(text, start, end);
  if (method !== null) return [{ value: `${method} ${path}`, start, end, rule: OF_COMMAND }];
  return path === '/' ? [] : [{ value: path, start, end, rule: OF_URL }];
}

/** The method that the curl command around an address names. */
function commandMethod(text: string, start: number, end: number): string | null {
  const before = text.slice(Math.max(0, start - MAX_COMMAND), start).replace(/\\\n/g, '  ');
  const begin = before.lastIndexOf('curl ');
  if (begin < before.lastIndexOf('\n') || begin < 0) return null;
  const after =
    text
      .slice(end, end + MAX_COMMAND)
      .replace(/\\\n/g, '  ')
      .split('\n', 1)[0] ?? '';
  return REQUEST.exec(`${before.slice(begin)} ${after}`)?.[1] ?? null;
}

function callsIn(text: string): Ruled<string>[] {
  const calls: Ruled<string>[] = [];
  for (const match of text.matchAll(CALL)) {
    const [whole, method = '', origin, path = ''] = match;
    const clean = path.replace(TRAILING, '') || '/';
    // "GET / POST" parts two methods; a request line names its protocol.
    if (
      clean === '/' &&
      origin === undefined &&
      !/^ HTTP\//.test(text.slice(match.index + whole.length, match.index + whole.length + 6))
    )
      continue;
    const end = match.index + whole.length - (path.length - clean.length);
    calls.push({ value: `${method} ${clean}`, start: match.index, end, rule: 'method before a path' });
    if (calls.length >= MAX_ITEMS) break;
  }
  return calls;
}

function pathsIn(text: string): Ruled<string>[] {
  const paths: Ruled<string>[] = [];
  let mentions = 0;
  for (const match of text.matchAll(BARE)) {
    if (++mentions > MAX_MENTIONS) break;
    const value = match[0].replace(TRAILING, '');
    if (value.length < 3) continue;
    paths.push({ value, start: match.index, end: match.index + value.length, rule: '' });
  }
  return paths;
}

function judge(text: string, path: Ruled<string>): Verdict {
  if (path.rule === OF_URL) return { taken: true, rule: OF_URL };
  if (DISK.test(path.value)) return { taken: false, rule: 'path of a file' };
  if (INTERFACE.test(path.value)) return { taken: true, rule: 'path of an interface' };
  const before = foldWords(sentenceBefore(text, path.start, 60)).replace(/["'`]$/, '');
  if (NAMED_BEFORE.test(before) || NAMED_AFTER.test(foldWords(sentenceAfter(text, path.end, 30)))) {
    return { taken: true, rule: 'path that words call an endpoint' };
  }
  return { taken: false, rule: 'path that nothing calls an endpoint' };
}
