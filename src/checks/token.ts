/**
 * The access token that a login with OAuth needs: that the provider gives one.
 */
import type { OAuthConfig } from '../config/oauth.js';
import { tokensOf } from '../oauth/sources.js';
import { about, type CheckResult, failed, ok, skipped } from './result.js';

/**
 * Asks for it, unless that could cost the next poll its login.
 * @param id - of the result
 * @param keepsTokens - whether a refresh token that comes along is kept
 */
export async function checkToken(id: string, oauth: OAuthConfig, keepsTokens: boolean): Promise<CheckResult> {
  const host = new URL(oauth.tokenEndpoint).host;
  // RFC 6749 §6: a provider may give a new refresh token and take the old one back. Microsoft and Google do not.
  if (oauth.grant.kind === 'refresh-token' && oauth.provider === 'other' && !keepsTokens) {
    return about(
      oauth.path,
      skipped(
        id,
        `No token was asked for at ${host}: it may give a new refresh token, and there is no database of this version yet to keep it in. Run "security-inbox poll" first.`,
      ),
    );
  }
  try {
    await tokensOf(oauth).get();
    return about(oauth.path, ok(id, `${host} gave an access token.`));
  } catch (error) {
    return about(oauth.path, failed(id, error));
  }
}
