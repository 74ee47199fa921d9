/**
 * Where a provider asks people for their consent, by what it is known to have beside its token endpoint. Pure.
 */
import { isLoopback } from './loopback.js';
import type { OAuthSettings } from './oauth-schema.js';

type Provider = OAuthSettings['provider'];

/** @returns the authorization endpoint (RFC 6749 §3.1), or null for a provider that is not known */
export function authorizationEndpointOf(provider: Provider, tokenEndpoint: string): string | null {
  return provider === 'google'
    ? 'https://accounts.google.com/o/oauth2/v2/auth'
    : besideToken(provider, tokenEndpoint, 'authorize');
}

/**
 * @returns the device authorization endpoint (RFC 8628 §3.1), or null where none is known; Google's gives none of its
 * rights to mail
 */
export function deviceEndpointOf(provider: Provider, tokenEndpoint: string): string | null {
  return besideToken(provider, tokenEndpoint, 'devicecode');
}

/** Microsoft's lie side by side, in every one of its clouds. */
function besideToken(provider: Provider, tokenEndpoint: string, name: string): string | null {
  return provider === 'microsoft' ? new URL(name, tokenEndpoint).href : null;
}

/** RFC 6749 §3.1 and §3.2: whether what goes there crosses no network in the clear. */
export function isProtected(endpoint: string): boolean {
  const { protocol, hostname } = new URL(endpoint);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
