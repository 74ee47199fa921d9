/**
 * A person lets the program read and send mail for them: what both ways to ask for it share, and why it does not come.
 */
import type { OAuthClient, OAuthConfig } from '../config/oauth.js';
import { Failure } from '../failure.js';
import type { NoToken } from './endpoint.js';
import { explainNoToken } from './refusals.js';
import type { TokenAnswer } from './token-request.js';

/** What consent is asked for with. */
export interface ConsentRequest {
  /** The settings as they will be used, but for the refresh token that they still lack. */
  readonly config: OAuthConfig;
  readonly client: OAuthClient;
  /** RFC 6749 §3.3, or null for what the provider gives unasked. */
  readonly scope: string | null;
}

/** What the provider gives when a person has agreed. */
export interface Consented {
  readonly accessToken: string;
  /** Seconds that the access token is good for, or null where the provider does not say. */
  readonly lifetime: number | null;
  readonly refreshToken: string;
}

/**
 * Takes the answer to the last request of a login.
 * @throws {Failure} where there is no refresh token in it
 */
export function consentIn(answer: TokenAnswer, { config }: ConsentRequest): Consented {
  if (answer.kind !== 'given') throw explainNoConsent(answer, config);
  const { accessToken, lifetime, refreshToken } = answer;
  if (refreshToken !== null) return { accessToken, lifetime, refreshToken };
  throw new Failure(
    'login-refused',
    `${hostOf(config)} took the login and gave no refresh token. ${
      config.provider === 'microsoft'
        ? `Let ${config.path}.scope hold offline_access, and the application have that permission.`
        : `See that the application is one that may have refresh tokens, and that ${config.path}.scope asks for one.`
    }`,
  );
}

/** RFC 6749 §4.1.2.1 and RFC 8628 §3.5; the second is Microsoft's. */
const DECLINED = new Set(['access_denied', 'authorization_declined']);

/** Of Microsoft's reasons for "invalid_grant" those that another login would not mend. */
const NOT_OF_THE_CODE = /\bAADSTS(?:50\d{3}|53003|65001)\b/;

/**
 * Why a login came to nothing, for the operator.
 */
export function explainNoConsent(answer: NoToken, config: OAuthConfig): Failure {
  const host = hostOf(config);
  if (answer.kind === 'refused' && DECLINED.has(answer.error)) {
    return new Failure(
      'login-refused',
      `${host} says that the login was declined (${answer.error}). Run the command again and agree; where the page asks for an administrator, have one allow the application first.`,
    );
  }
  // What was redeemed is this login's code, where the same refusal otherwise means a refresh token.
  if (
    answer.kind === 'refused' &&
    answer.error === 'invalid_grant' &&
    !NOT_OF_THE_CODE.test(answer.description)
  ) {
    return new Failure(
      'login-refused',
      `${host} does not take the code of this login (invalid_grant): it has been used, or took too long. Run the command again.`,
    );
  }
  return explainNoToken(answer, config);
}

/** @param seconds - that the person had */
export function explainLate(seconds: number, config: OAuthConfig): Failure {
  return new Failure(
    'login-refused',
    `Nobody logged in at ${hostOf(config)} within ${Math.max(1, Math.round(seconds / 60))} min. Run the command again.`,
  );
}

function hostOf({ tokenEndpoint }: OAuthConfig): string {
  return new URL(tokenEndpoint).host;
}
