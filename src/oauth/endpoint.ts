/**
 * One request to a provider's endpoint, by oauth4webapi. Its errors hold the answer's body, tokens and all: none is passed
 * on, not as a cause either.
 */
import { createPrivateKey, webcrypto } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import type { OAuthClient } from '../config/oauth.js';
import { errorCode, errorProperty, serverWords } from '../failure.js';
import { jsonOf } from '../json-of.js';
import { retryAfterOf } from '../retry-after.js';

/** What came in place of what was asked for. */
export type NoToken =
  /** The provider says no, and will say so again. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly error: string;
      readonly description: string;
    }
  /** No answer, or one that says nothing of us. */
  | {
      readonly kind: 'unavailable';
      readonly reason: string;
      /** Whether its name could not be resolved. */
      readonly isUnknownHost: boolean;
      /** Seconds that the provider wants to be left alone, or null where it does not say. */
      readonly retryAfter: number | null;
    }
  /** No token endpoint answers so. */
  | { readonly kind: 'no-token-endpoint'; readonly reason: string };

/** Milliseconds for a whole answer. */
export const PATIENCE = 30_000;

/** Bytes of an answer; a token has a few thousand. */
const LONGEST_ANSWER = 262_144;

/**
 * How an endpoint is asked.
 * @param patience - milliseconds for a whole answer
 */
export function optionsFor(endpoint: string, patience: number) {
  return {
    [oauth.customFetch]: bounded,
    [oauth.allowInsecureRequests]: endpoint.startsWith('http:'),
    signal: AbortSignal.timeout(patience),
  };
}

/** How the application proves to be itself at a token endpoint. */
export async function proofOf({ proof }: OAuthClient, tokenEndpoint: string): Promise<oauth.ClientAuth> {
  switch (proof.kind) {
    case 'none':
      return oauth.None();
    case 'secret':
      return proof.sentBy === 'post'
        ? oauth.ClientSecretPost(proof.secret)
        : oauth.ClientSecretBasic(proof.secret);
    case 'certificate': {
      const bytes = createPrivateKey(proof.privateKey).export({ type: 'pkcs8', format: 'der' });
      const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' };
      const key = await webcrypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign']);
      return oauth.PrivateKeyJwt(key, {
        // Microsoft finds the certificate by its thumbprint, and wants the endpoint for an audience.
        [oauth.modifyAssertion](header, payload) {
          header['x5t#S256'] = proof.thumbprint;
          payload.aud = tokenEndpoint;
        },
      });
    }
  }
}

/** What an answer says that gives nothing: of RFC 6749 §5.2, whatever status and type it comes with. */
export async function refusalIn(response: Response): Promise<NoToken> {
  const { status, headers } = response;
  // RFC 6585 §4, RFC 9110 §15.6.
  if (status === 429 || status === 408 || status >= 500) {
    const retryAfter = retryAfterOf(headers.get('retry-after'), new Date());
    return { kind: 'unavailable', reason: `HTTP ${status}`, isUnknownHost: false, retryAfter };
  }
  const body = jsonOf(await response.text());
  const error = serverWords(errorProperty(body, 'error'));
  if (error === '') return { kind: 'no-token-endpoint', reason: `HTTP ${status}` };
  // RFC 6749 §4.1.2.1's code for it, which Microsoft uses here as well.
  if (error === 'temporarily_unavailable' || error === 'server_error') {
    return { kind: 'unavailable', reason: error, isUnknownHost: false, retryAfter: null };
  }
  const description = serverWords(errorProperty(body, 'error_description'));
  return { kind: 'refused', status, error, description };
}

/** Why nothing came back: fetch hides the system's code in the cause of a "fetch failed". */
export function noAnswer(error: unknown): NoToken {
  const code = errorCode(errorProperty(error, 'cause')) ?? errorCode(error);
  const reason =
    error instanceof TooLong
      ? 'an answer of more than 256 kB'
      : errorProperty(error, 'name') === 'TimeoutError'
        ? 'no answer in time'
        : (code ?? 'no answer');
  const isUnknownHost = code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  return { kind: 'unavailable', reason, isUnknownHost, retryAfter: null };
}

class TooLong extends Error {}

/**
 * fetch, with an answer that is bounded and holds no ID token: who logged in is not asked, and where a provider says it
 * all the same, the library would refuse an issuer that it was not told.
 */
async function bounded(url: string, options: object): Promise<Response> {
  const { status, headers, body } = await fetch(url, options);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > LONGEST_ANSWER) throw new TooLong();
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const kept = new Headers(headers);
  // What was decompressed is not to be taken for compressed.
  for (const name of ['content-encoding', 'content-length']) kept.delete(name);
  const isEmpty = status === 204 || status === 205 || status === 304;
  return new Response(isEmpty ? null : withoutIdToken(text), { status, headers: kept });
}

function withoutIdToken(text: string): string {
  const body = jsonOf(text);
  if (typeof body !== 'object' || body === null || !('id_token' in body)) return text;
  const { id_token, ...rest } = body;
  return JSON.stringify(rest);
}
