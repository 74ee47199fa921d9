/**
 * The mail server for receipts: that it is reached, logged in to, and takes our address as a sender. Nothing is sent: what
 * was begun is taken back (RSET).
 */
import type { SmtpConfig } from '../config/config.js';
import { errorCode } from '../failure.js';
import { whyUnusable } from '../receipt/smtp-answers.js';
import { tryOut } from '../receipt/transport.js';
import { judgeCertificate } from './certificate.js';
import { shakeHands } from './handshake.js';
import { type CheckResult, failed, ok, skippedAfter, warning } from './result.js';
import { checkToken } from './token.js';

/** Tells what its greeting says, for the clock. */
export type GreetingListener = (server: string, greeting: string) => void;

/**
 * Tries all of it.
 * @param from - the envelope's sender
 * @param seconds - that the server may take for an answer
 */
export async function* checkSmtp(
  smtp: SmtpConfig,
  from: string,
  seconds: number,
  { keepsTokens, now }: { readonly keepsTokens: boolean; readonly now: Date },
  onGreeting: GreetingListener,
): AsyncGenerator<CheckResult> {
  const server = `the SMTP server ${smtp.host}:${smtp.port}`;
  try {
    const { certificate, greeting } = await shakeHands(smtp, 'smtp', seconds);
    onGreeting(server, greeting);
    yield ok('smtp.connect', `Reached ${server}.`);
    yield judgeCertificate('smtp.certificate', certificate, server, now);
  } catch (error) {
    yield failed('smtp.connect', whyUnusable(asNodemailer(error), smtp));
    yield* skippedAfter(['smtp.certificate', 'smtp.login', 'smtp.sender'], 'the SMTP server was not reached');
    return;
  }
  if (smtp.login?.oauth !== undefined) {
    const token = await checkToken('smtp.token', smtp.login.oauth, keepsTokens);
    yield token;
    if (token.outcome !== 'ok') {
      yield* skippedAfter(['smtp.login', 'smtp.sender'], 'there is no token to log in with');
      return;
    }
  }
  try {
    const answer = await tryOut(smtp, from, seconds);
    yield smtp.login
      ? ok('smtp.login', `Logged in as ${smtp.login.user}.`)
      : ok('smtp.login', 'No login is configured, and the server asked for none.');
    yield answer.outcome === 'accepted'
      ? ok('smtp.sender', `The server takes mail from ${from}.`)
      : warning(
          'smtp.sender',
          `The server does not take mail from ${from} now (${answer.answer}).`,
          'Try again later; receipts wait meanwhile.',
        );
  } catch (error) {
    const isSender = errorCode(error) === 'sender-refused';
    if (isSender)
      yield ok('smtp.login', smtp.login ? `Logged in as ${smtp.login.user}.` : 'No login is configured.');
    yield failed(isSender ? 'smtp.sender' : 'smtp.login', error);
    if (!isSender) yield* skippedAfter(['smtp.sender'], 'the login failed');
  }
}

/** Gives the system's and TLS's errors the codes of the library that sends, which their explanation goes by. */
function asNodemailer(error: unknown): unknown {
  const code = errorCode(error) ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return Object.assign(new Error(code), { code: 'EDNS' });
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/.test(code)) {
    return Object.assign(new Error(code), { code: 'ETLS', response: code });
  }
  return error;
}
