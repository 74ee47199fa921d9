/**
 * SMTP's login by token (RFC 4954), in place of nodemailer's own, which renews tokens by itself. XOAUTH2 is what Microsoft
 * and Google offer; OAUTHBEARER (RFC 7628) is the standard that others have.
 */
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { ServerConfig } from '../config/config.js';
import { Failure } from '../failure.js';

/**
 * The name of our own way at nodemailer. Under the name "XOAUTH2" it takes the first method that the server offers in its
 * place, such as Microsoft's LOGIN, where it was given no token generator.
 */
const OUR_METHOD = 'BY-TOKEN';

/** What an EHLO answer says of logins: "250-AUTH LOGIN XOAUTH2". */
const OFFERED = /^250[ -]AUTH[ =](.*)$/gim;

/**
 * Logs in on a connection that has said EHLO.
 * @param done - told as nodemailer tells
 */
export function logInByToken(
  connection: SMTPConnection,
  server: Pick<ServerConfig, 'path' | 'host' | 'port'>,
  user: string,
  accessToken: string,
  done: (error?: Error | null) => void,
): void {
  const method = methodAmong(connection.lastServerResponse || '');
  if (method === null) {
    done(
      new Failure(
        'login-refused',
        `The SMTP server ${server.host}:${server.port} offers no login by token (neither XOAUTH2 nor OAUTHBEARER). Check ${server.path}.host, ${server.path}.port and ${server.path}.security, or give ${server.path}.password. Receipts stay queued.`,
      ),
    );
    return;
  }
  const fields =
    method === 'XOAUTH2'
      ? [`user=${user}`, `auth=Bearer ${accessToken}`]
      : [
          // RFC 5801 §4.
          `n,a=${user.replaceAll('=', '=3D').replaceAll(',', '=2C')},`,
          `host=${server.host}`,
          `port=${server.port}`,
          `auth=Bearer ${accessToken}`,
        ];
  const initial = Buffer.from(`${fields.join('\u0001')}\u0001\u0001`).toString('base64');
  connection.customAuth.set(OUR_METHOD, async ({ sendCommand }) => {
    const answer = await sendCommand(`AUTH ${method} ${initial}`);
    if (answer.status === 235) return;
    // RFC 7628 §3.2.3: the reason comes as a challenge, and the refusal after it is answered.
    if (answer.status === 334) await sendCommand(method === 'XOAUTH2' ? '' : 'AQ==');
    throw new Error('the server refused the token');
  });
  connection.login({ user, method: OUR_METHOD }, error => done(error));
}

function methodAmong(ehlo: string): 'XOAUTH2' | 'OAUTHBEARER' | null {
  const offered = [...ehlo.matchAll(OFFERED)].flatMap(([, methods = '']) =>
    methods.toUpperCase().split(/\s+/),
  );
  if (offered.includes('XOAUTH2')) return 'XOAUTH2';
  return offered.includes('OAUTHBEARER') ? 'OAUTHBEARER' : null;
}
