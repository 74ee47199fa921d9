/**
 * One request to a token endpoint.
 */
import * as oauth from 'oauth4webapi';
import type { OAuthClient } from '../config/oauth.js';
import { errorCode } from '../failure.js';
import { type NoToken, noAnswer, optionsFor, PATIENCE, proofOf, refusalIn } from './endpoint.js';

export type TokenAnswer =
  | {
      readonly kind: 'given';
      readonly accessToken: string;
      /** Seconds it is good for, or null where the provider does not say. */
      readonly lifetime: number | null;
      /** In place of the one that was sent, RFC 6749 §6; null for none. */
      readonly refreshToken: string | null;
    }
  | NoToken;

/** Whom it is asked at, and as what application. */
export interface Asking {
  readonly tokenEndpoint: string;
  /** Null where an assertion among the parameters proves all there is to prove (RFC 7521 §4.1). */
  readonly client: OAuthClient | null;
}

/**
 * Asks once for an access token.
 * @param parameters - of the grant
 * @param patience - milliseconds for a whole answer
 * @throws nothing that an endpoint could cause
 */
export async function requestToken(
  { tokenEndpoint, client }: Asking,
  grantType: string,
  parameters: Readonly<Record<string, string>>,
  patience = PATIENCE,
): Promise<TokenAnswer> {
  const server = { issuer: new URL(tokenEndpoint).origin, token_endpoint: tokenEndpoint };
  // The library wants a name; with an assertion it sends none.
  const named = { client_id: client?.id ?? 'none' };
  const proof: oauth.ClientAuth = client === null ? () => undefined : await proofOf(client, tokenEndpoint);
  try {
    const options = optionsFor(tokenEndpoint, patience);
    const response = await oauth.genericTokenEndpointRequest(
      server,
      named,
      proof,
      grantType,
      { ...parameters },
      options,
    );
    return response.status === 200 ? await read(server, named, response) : await refusalIn(response);
  } catch (error) {
    return noAnswer(error);
  }
}

async function read(
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  response: Response,
): Promise<TokenAnswer> {
  try {
    const answer = await oauth.processGenericTokenEndpointResponse(server, client, response);
    if (answer.token_type !== 'bearer') {
      return { kind: 'no-token-endpoint', reason: 'a token of another type than Bearer' };
    }
    return {
      kind: 'given',
      accessToken: answer.access_token,
      lifetime: answer.expires_in ?? null,
      refreshToken: answer.refresh_token ?? null,
    };
  } catch (error) {
    return {
      kind: 'no-token-endpoint',
      reason: `HTTP 200 and no token, ${errorCode(error) ?? 'unreadable'}`,
    };
  }
}
