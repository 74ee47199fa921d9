/**
 * What our own mail server found of the sender: Authentication-Results, RFC 8601.
 *
 * Anyone can write such a field, so three rules decide which count. The authserv-id is the configured one
 * (§2.5). The field stands above the first Received field that another server made, since what lies below came
 * in with the mail (§5 makes our server remove fields that claim its name; this holds where it does not). And once
 * one counts, the next Received field ends the reading: of several results the topmost is our server's own.
 * Linear in the header's length, and never throws.
 */
import { isIP } from 'node:net';
import type { HeaderField } from './header-fields.js';
import type { Authentication } from './message.js';
import { organisation } from './organisation.js';

/** A result as §2.2 has it: `dmarc=fail (p=none) header.from=example.org`. */
const RESULT = /^\s*([a-z][a-z0-9-]{0,30})\s*(?:\/\s*\d+\s*)?=\s*([a-z]{1,20})(?![a-z0-9-])/i;

/** Results read of one mail; ours make a dozen at most. */
const MAX_RESULTS = 100;

interface Result {
  /** Lower-case, as the result is. */
  readonly method: string;
  readonly result: string;
}

/**
 * Reads the results that can be trusted.
 * @param fields - of the outer header, in order
 * @param authservId - the name under which our server writes; null or undefined trusts nothing
 * @returns null where no trusted field is there
 */
export function readAuthentication(
  fields: readonly HeaderField[],
  authservId: string | null | undefined,
): Authentication | null {
  if (authservId === null || authservId === undefined) return null;
  const trusted = trustedFields(fields, authservId.toLowerCase());
  if (trusted.length === 0) return null;
  const results = trusted.flatMap(clauses => clauses.flatMap(toResult)).slice(0, MAX_RESULTS);
  const of = (method: string) => results.filter(result => result.method === method);
  const dkim = of('dkim');
  return {
    dmarc: of('dmarc')[0]?.result ?? null,
    spf: of('spf')[0]?.result ?? null,
    // A mail may carry several signatures, and one that holds is enough (RFC 6376 §6.1).
    dkim: (dkim.find(({ result }) => result === 'pass') ?? dkim[0])?.result ?? null,
  };
}

/** The clauses of each field that counts, without the authserv-id. */
function trustedFields(fields: readonly HeaderField[], authservId: string): string[][] {
  const trusted: string[][] = [];
  for (const field of fields) {
    if (field.name === 'received' && (trusted.length > 0 || !isOurs(field.value, authservId))) break;
    if (field.name !== 'authentication-results') continue;
    const [name, ...clauses] = clausesOf(field.value);
    if (name !== undefined && isNamed(name, authservId)) trusted.push(clauses);
  }
  return trusted;
}

/**
 * Whether a Received field was made by a server of our organisation (RFC 5321 §4.4: "by" names it). Hops inside one
 * machine or one large provider name an address in place of a host.
 */
function isOurs(received: string, authservId: string): boolean {
  const host = /(?:^|\s)by\s+([a-z0-9.:-]{1,253})/i.exec(clausesOf(received)[0] ?? '')?.[1]?.toLowerCase();
  if (host === undefined) return false;
  const organisationOfHost = organisation(host);
  return (
    host === authservId ||
    host === 'localhost' ||
    isIP(host) !== 0 ||
    (organisationOfHost !== null && organisationOfHost === organisation(authservId))
  );
}

/** §2.2: the name, and perhaps a version, of which there is only 1. */
function isNamed(clause: string, authservId: string): boolean {
  const [name, version, ...more] = clause.trim().toLowerCase().split(/\s+/);
  return name === authservId && (version === undefined || version === '1') && more.length === 0;
}

function toResult(clause: string): Result[] {
  const match = RESULT.exec(clause);
  return match?.[1] && match[2] ? [{ method: match[1].toLowerCase(), result: match[2].toLowerCase() }] : [];
}

/**
 * A structured field cut at its semicolons, comments left out and quotes taken off (RFC 5322 §3.2.2 and §3.2.4).
 */
function clausesOf(value: string): string[] {
  const clauses: string[] = [];
  let clause = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at] ?? '';
    if (character === '\\' && (quoted || depth > 0)) {
      at += 1;
      if (quoted) clause += value[at] ?? '';
    } else if (character === '"' && depth === 0) quoted = !quoted;
    else if (quoted) clause += character;
    else if (character === '(') depth += 1;
    else if (character === ')' && depth > 0) {
      depth -= 1;
      if (depth === 0) clause += ' ';
    } else if (character === ';' && depth === 0) {
      clauses.push(clause);
      clause = '';
    } else if (depth === 0) clause += character;
  }
  return [...clauses, clause];
}
