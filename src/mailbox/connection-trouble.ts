/**
 * What an IMAP server, the network and TLS say when a connection fails, and what an operator can do about it.
 */
import type { MailboxConfig } from '../config/config.js';
import { errorCode, errorProperty, Failure, serverWords } from '../failure.js';
import { remedyOfLogin } from '../oauth/remedies.js';
import { isUntrustedCertificate } from '../untrusted-certificate.js';

/** Microsoft's words after a login, where the token is good and the mailbox is not open to it; also under load. */
const NOT_CONNECTED = /User is authenticated but not connected/i;

/**
 * What went wrong between us and an IMAP server, for the operator.
 */
export function explainConnection(error: unknown, config: MailboxConfig): Failure {
  if (error instanceof Failure) return error;
  const server = `${config.host}:${config.port}`;
  const { path } = config;
  const code = errorCode(error);
  const said = serverWords(
    // The last: what the server said when it hung up, RFC 9051 §7.1.5.
    errorProperty(error, 'responseText') ??
      errorProperty(error, 'response') ??
      errorProperty(error, 'reason'),
  );
  if (errorProperty(error, 'authenticationFailed') === true && !isForNow(error)) {
    return new Failure(
      'login-refused',
      `The IMAP server ${server} refused the login of ${config.user}${said && ` (${said})`}. ${
        config.oauth === undefined
          ? `Check ${path}.user and ${path}.password; many providers want an app password.`
          : `It was given a token. ${remedyOfLogin(config.oauth, `${path}.user`)}`
      }`,
      { cause: error },
    );
  }
  if (NOT_CONNECTED.test(said)) {
    return new Failure(
      'unreachable',
      `The IMAP server ${server} knows ${config.user}, but does not open its mailbox (${said}). ${
        config.oauth === undefined
          ? 'It does so when it is busy, too.'
          : `It does so when it is busy, too. If it stays so: ${remedyOfLogin(config.oauth, `${path}.user`)}`
      } The next poll tries again.`,
      { cause: error },
    );
  }
  if (
    config.oauth !== undefined &&
    error instanceof Error &&
    /^Unsupported authentication/.test(error.message)
  ) {
    return new Failure(
      'login-refused',
      `The IMAP server ${server} offers no login by token (neither OAUTHBEARER nor XOAUTH2). Check ${path}.host, or give ${path}.password in place of ${path}.oauth.`,
      { cause: error },
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new Failure(
      'host-unknown',
      `The name of the IMAP server ${config.host} can't be resolved (${code}). Check ${path}.host and this machine's DNS.`,
      { cause: error },
    );
  }
  if (isUntrustedCertificate(code)) {
    return new Failure(
      'unreachable',
      `The certificate of the IMAP server ${server} is not trusted (${code}). If it is your own, name the file of its authority in ${path}.caFile; if not, somebody may stand between. Neither password nor token was sent.`,
      { cause: error },
    );
  }
  const words = error instanceof Error ? serverWords(error.message) : 'no answer';
  const reason = code === null ? words : code === 'ETIMEOUT' ? `${code}, no answer in time` : code;
  return new Failure(
    'unreachable',
    `The IMAP server ${server} can't be used (${reason}${said && `: ${said}`}). Check ${path}.host, ${path}.port and ${path}.security (now "${config.security}"), and that it is up; the next poll goes on where this one stopped.`,
    { cause: error },
  );
}

/**
 * RFC 5530 §3: the server can't tell now whether the password is right or the folder is there, or takes no more sessions for
 * now; the last two are Gmail's words where an account did too much of late.
 */
export function isForNow(error: unknown): boolean {
  const code = errorProperty(error, 'serverResponseCode');
  return (
    typeof code === 'string' && /^(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|OVERQUOTA|THROTTLED)$/i.test(code)
  );
}
