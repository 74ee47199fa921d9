/**
 * What a token endpoint's answers mean, and what an operator can do about them.
 */
import type { OAuthConfig } from '../config/oauth.js';
import { Failure } from '../failure.js';
import { isUntrustedCertificate } from '../untrusted-certificate.js';
import type { NoToken } from './endpoint.js';

/**
 * Says it for the operator. Holds none of the library's errors as a cause, since they hold what was sent and answered.
 */
export function explainNoToken(answer: NoToken, config: OAuthConfig): Failure {
  const { host } = new URL(config.tokenEndpoint);
  switch (answer.kind) {
    case 'refused': {
      const said = wordsOf(answer);
      return new Failure(
        'login-refused',
        `${host} gives no access token for ${config.path} (${said}). ${remedy(answer, config)}`,
      );
    }
    case 'unavailable':
      if (isUntrustedCertificate(answer.reason)) {
        return new Failure(
          'unreachable',
          `The certificate of the token endpoint ${host} is not trusted (${answer.reason}). If an authority of your own made it, name its file to Node: NODE_EXTRA_CA_CERTS=FILE in the environment; if not, somebody may stand between. Nothing was sent.`,
        );
      }
      return answer.isUnknownHost
        ? new Failure(
            'host-unknown',
            `The name of the token endpoint ${host} can't be resolved (${answer.reason}). Check ${config.path} and this machine's DNS.`,
          )
        : new Failure(
            'unreachable',
            `The token endpoint ${host} gives no access token for ${config.path} now (${answer.reason}). It is asked again with the next login.`,
          );
    case 'no-token-endpoint':
      return new Failure(
        'config',
        `${config.tokenEndpoint} does not answer as a token endpoint does (${answer.reason}). Check ${config.path}.tokenEndpoint${config.provider === 'microsoft' ? ` and ${config.path}.tenant` : ''}.`,
      );
  }
}

/** Microsoft's number of an error; its words after it run on with trace IDs and the time. */
const MICROSOFT_CODE = /\bAADSTS\d+\b/;

/** RFC 6749 §5.2's code, and of the description what a person can use. */
function wordsOf({ error, description }: Extract<NoToken, { kind: 'refused' }>): string {
  const short = description
    .replace(/\s*\b(?:Trace ID|Correlation ID|Timestamp):.*$/, '')
    .replace(/^(.{20,160}?\.)\s.*$/, '$1')
    .slice(0, 200)
    .trim();
  return short === '' ? error : `${error}: ${short}`;
}

function remedy({ error, description }: Extract<NoToken, { kind: 'refused' }>, config: OAuthConfig): string {
  const known = MICROSOFT_REMEDIES[MICROSOFT_CODE.exec(description)?.[0] ?? ''];
  if (known !== undefined) return known.replaceAll('$', config.path);
  const { grant, path } = config;
  switch (error) {
    case 'invalid_grant':
      return grant.kind === 'service-account'
        ? `Check that the service account's key is not deleted, that ${grant.subject} is an account of its domain, and that this machine's clock is right.`
        : `The refresh token was revoked, has expired or is another application's. Get a new one for ${path}.refreshToken: security-inbox oauth login.`;
    case 'invalid_client':
      return grant.kind === 'service-account'
        ? `Check ${path}.keyFile.`
        : `Check ${path}.clientId and ${path}.${proofKey(config)}; it may have expired.`;
    case 'unauthorized_client':
      return grant.kind === 'service-account'
        ? 'Let the service account act for the domain: in the Google Admin console under Security, API controls, Domain-wide delegation, add its client ID with the scope https://mail.google.com/.'
        : `The application ${grant.client.id} may not ask in this way. Check ${path}.clientId, and allow the grant "${grant.kind}" where the application is registered.`;
    case 'invalid_scope':
      return `Check ${path}.scope, and the permissions that the application was given.`;
    case 'access_denied':
    case 'org_internal':
    case 'admin_policy_enforced':
      return 'An administrator has to allow the application.';
    case 'unsupported_grant_type':
      return `Check ${path}.grant and ${path}.tokenEndpoint.`;
    default:
      return `Check ${path}; docs/oauth.md says what each provider wants.`;
  }
}

function proofKey({ grant }: OAuthConfig): string {
  return grant.kind !== 'service-account' && grant.client.proof.kind === 'certificate'
    ? 'certificate'
    : 'clientSecret';
}

/**
 * By "Microsoft Entra authentication & authorization error codes", those that an operator of this program can meet; `$` is
 * where the settings are.
 */
const MICROSOFT_REMEDIES: Readonly<Record<string, string>> = {
  AADSTS50034: 'The account is not in that tenant. Check $.tenant and the account.',
  AADSTS50053: 'The account is locked. An administrator can unlock it in Entra.',
  AADSTS50057: 'The account is disabled. An administrator can enable it in Entra.',
  AADSTS50076:
    'The account has to confirm who it is once more (MFA). Have it log in once more: security-inbox oauth login.',
  AADSTS50079:
    'The account has to set up MFA first. Log in to it in a browser, then run: security-inbox oauth login.',
  AADSTS50173:
    'The refresh token was revoked, as by a change of password. Get a new one for $.refreshToken: security-inbox oauth login.',
  AADSTS53003:
    'A Conditional Access policy of the tenant forbids it. An administrator has to make an exception.',
  AADSTS65001:
    'Nobody has agreed to the permissions yet: an administrator grants consent in Entra, under App registrations, API permissions.',
  AADSTS70000:
    'The refresh token is not valid, or does not cover $.scope. Get a new one for $.refreshToken: security-inbox oauth login.',
  AADSTS70008:
    'The refresh token has expired: it was not used for 90 days. Get a new one for $.refreshToken: security-inbox oauth login.',
  AADSTS700016: 'There is no such application in that tenant. Check $.clientId and $.tenant.',
  AADSTS700025:
    'The application is registered as a public client, which has no secret. Leave out $.clientSecret.',
  AADSTS700027:
    'The certificate is not the one that was uploaded, or has expired. Check $.certificate and the application under Certificates & secrets in Entra.',
  AADSTS700082:
    'The refresh token has expired: it was not used for 90 days. Get a new one for $.refreshToken: security-inbox oauth login.',
  AADSTS7000215:
    'The client secret is wrong; Entra shows both an ID and a value, and the value is the secret. Check $.clientSecret.',
  AADSTS7000218:
    'The application is registered as one with a secret. Give $.clientSecret, or allow public client flows under Authentication in Entra.',
  AADSTS7000222:
    'The client secret has expired. Make a new one in Entra, under Certificates & secrets, and put its value where $.clientSecret says.',
  AADSTS90002: 'There is no such tenant. Check $.tenant.',
};
