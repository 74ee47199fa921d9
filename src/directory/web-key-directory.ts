/**
 * Web Key Directory (draft-koch-openpgp-webkey-service): the key that a mail address's domain publishes for it. Only
 * where the operator turned it on, only over HTTPS, and only in the main process: the thread that reads mail has no
 * business on the network.
 */
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';

/** What asking one address came to. */
export type Answer =
  | { readonly kind: 'found'; readonly bytes: Uint8Array; readonly contentType?: string | undefined }
  /** There is such a host, and it has nothing for us: by its HTTP status, or the code of the error that came in its place. */
  | { readonly kind: 'none'; readonly status?: number | undefined; readonly error?: string | undefined }
  /** There is no such host. */
  | { readonly kind: 'no-host' };

/** Asks for one HTTPS address; never follows a redirect, and never rejects. */
export type Ask = (url: URL) => Promise<Answer>;

/** Draft §3.1, from the z-base-32 specification. */
const Z_BASE_32 = 'ybndrfg8ejkmcpqxot1uwisza345h769';

/**
 * Looks up the key of an address.
 * @param address - lower-case
 * @returns what the domain publishes, unchecked; null where it publishes nothing, or the address is none to ask for
 */
export async function lookUpKey(address: string, ask: Ask): Promise<Uint8Array | null> {
  const asked = await askForKey(address, ask);
  return asked?.answer.kind === 'found' ? asked.answer.bytes : null;
}

/**
 * The same for whoever wants to know why there is none.
 * @returns where was asked last and what came back; null where the address is none to ask for
 */
export async function askForKey(
  address: string,
  ask: Ask,
): Promise<{ readonly url: URL; readonly answer: Answer } | null> {
  const urls = urlsOf(address);
  if (urls === null) return null;
  const advanced = await ask(urls.advanced);
  // Draft §3.1: the direct method is for domains without the sub-domain, not for keys it does not have.
  return advanced.kind === 'no-host'
    ? { url: urls.direct, answer: await ask(urls.direct) }
    : { url: urls.advanced, answer: advanced };
}

/**
 * Where an address's key is to be found, draft §3.1.
 * @returns null where the domain is no host name that anybody publishes under
 */
export function urlsOf(address: string): { readonly advanced: URL; readonly direct: URL } | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  if (at < 1 || !isHostName(domain)) return null;
  const path = `hu/${hashOfLocalPart(local)}?l=${encodeURIComponent(local)}`;
  return {
    advanced: new URL(`https://openpgpkey.${domain}/.well-known/openpgpkey/${domain}/${path}`),
    direct: new URL(`https://${domain}/.well-known/openpgpkey/${path}`),
  };
}

/** The name of a key's file, draft §3.1. */
export function hashOfLocalPart(local: string): string {
  // RFC 5321 §2.4 has local parts be case-sensitive; the draft maps ASCII letters alone.
  const mapped = local.replace(/[A-Z]/g, letter => letter.toLowerCase());
  return zBase32(createHash('sha1').update(mapped).digest());
}

/** RFC 1123 §2.1, with a top-level domain that is not a number. */
function isHostName(domain: string): boolean {
  const labels = domain.split('.');
  return (
    domain.length <= 200 &&
    labels.length > 1 &&
    isIP(domain) === 0 &&
    labels.every(label => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) &&
    /[a-z]/.test(labels.at(-1) ?? '')
  );
}

function zBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map(five => Z_BASE_32[Number.parseInt(five, 2)]).join('');
}
