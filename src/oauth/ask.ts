/**
 * An access token by what the configuration holds.
 */
import { importPKCS8, SignJWT } from 'jose';
import type { OAuthConfig } from '../config/oauth.js';
import { PATIENCE } from './endpoint.js';
import { requestToken, type TokenAnswer } from './token-request.js';

/** Seconds that an assertion is good for; Google takes an hour at most. */
const ASSERTION_LIFETIME = 300;

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * Asks once for an access token.
 * @param refreshToken - the one to use, where the grant is one
 * @param patience - milliseconds for a whole answer
 * @throws nothing that an endpoint could cause
 */
export async function askForToken(
  config: OAuthConfig,
  refreshToken: string | null,
  patience = PATIENCE,
): Promise<TokenAnswer> {
  const { tokenEndpoint, grant } = config;
  const client = grant.kind === 'service-account' ? null : grant.client;
  const [grantType, parameters] = await grantParameters(config, refreshToken);
  return requestToken({ tokenEndpoint, client }, grantType, parameters, patience);
}

async function grantParameters(
  { grant, scope, tokenEndpoint }: OAuthConfig,
  refreshToken: string | null,
): Promise<[string, Record<string, string>]> {
  const scoped: Record<string, string> = scope === null ? {} : { scope };
  switch (grant.kind) {
    case 'client-credentials':
      return ['client_credentials', scoped];
    case 'refresh-token':
      return ['refresh_token', { ...scoped, refresh_token: refreshToken ?? grant.refreshToken }];
    case 'service-account': {
      // RFC 7523 §3, with the scope within, as Google wants it.
      const assertion = await new SignJWT({ ...scoped })
        .setProtectedHeader({
          alg: 'RS256',
          typ: 'JWT',
          ...(grant.keyId === null ? {} : { kid: grant.keyId }),
        })
        .setIssuer(grant.issuer)
        .setSubject(grant.subject)
        .setAudience(tokenEndpoint)
        .setIssuedAt()
        .setExpirationTime(`${ASSERTION_LIFETIME} s`)
        .sign(await importPKCS8(grant.privateKey, 'RS256'));
      return [JWT_BEARER, { assertion }];
    }
  }
}
