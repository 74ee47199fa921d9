/**
 * Who may see the engineers' page. Pure: what a request says of itself → a name, or none.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

/** How people are let in. */
export interface Access {
  /** What a browser is asked for as a password, or a program sends as a bearer token; null where the proxy alone decides. */
  readonly token: string | null;
  /** The header field in which the reverse proxy names whom it let in, lower-case; null where it names nobody. */
  readonly userHeader: string | null;
}

/** The header fields that count, as they came. */
export interface Credentials {
  readonly authorization: string | undefined;
  /** Of `userHeader`. */
  readonly user: string | undefined;
}

/** Where a form comes from, as its browser says. */
export interface Asking {
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly host: string | undefined;
}

/** Whether a form was sent from this page, and from no page elsewhere that has its reader search here. */
export function isFromThisPage({ origin, fetchSite, host }: Asking): boolean {
  if (fetchSite !== undefined) return fetchSite === 'same-origin' || fetchSite === 'none';
  // A page that names no referrer has the origin "null" in its forms (Fetch, "append a request Origin header").
  return origin === undefined || origin === 'null' || /^https?:\/\/(.*)$/.exec(origin)?.[1] === host;
}

/** Characters of a name in the log. */
const LONGEST_NAME = 100;

/**
 * Says who asks.
 * @returns a name for the log, or null where they are not let in
 */
export function whoAsks({ token, userHeader }: Access, { authorization, user }: Credentials): string | null {
  const given = givenIn(authorization);
  if (token !== null && (given === null || !isSame(given.secret, token))) return null;
  if (userHeader === null) return token === null ? null : (nameOf(given?.name) ?? 'token');
  return nameOf(user);
}

/** RFC 7617 §2 and RFC 6750 §2.1: of the first the password counts, and the name is only what they call themselves. */
function givenIn(
  authorization: string | undefined,
): { readonly name: string; readonly secret: string } | null {
  const [, scheme = '', value = ''] = /^(basic|bearer) +([\w.~+/=-]+)$/i.exec(authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return { name: '', secret: value };
  if (scheme === '') return null;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { name: text.slice(0, colon), secret: text.slice(colon + 1) };
}

function nameOf(text: string | undefined): string | null {
  const name = (text ?? '').replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').trim();
  return name === '' ? null : name.slice(0, LONGEST_NAME);
}

/** In the same time whatever differs. */
function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}
