/**
 * What an SMTP server's answers mean for a receipt: it was refused, put off, or may have been taken; or the server will
 * have nothing from us, which is no fault of any receipt.
 */
import type { SmtpConfig } from '../config/config.js';
import { errorCode, errorProperty, Failure, serverWords } from '../failure.js';
import { remedyOfLogin } from '../oauth/remedies.js';

export type Delivery =
  /** The server took it, with these words. */
  | { readonly outcome: 'accepted'; readonly answer: string }
  /** 5xx: it will never take it. */
  | { readonly outcome: 'refused'; readonly answer: string }
  /** 4xx, or no connection: try again later. */
  | { readonly outcome: 'deferred'; readonly answer: string }
  /** All of it went over, and no answer came back: the server may have taken it. */
  | { readonly outcome: 'unanswered'; readonly answer: string };

/** The words of a mail whose answer was lost. */
export const ANSWER_LOST = 'the connection broke after the mail was handed over';

/**
 * The fate of one mail on a connection that worked. RFC 5321 §4.2.1: 4xx may pass later, 5xx never will.
 * @param error - of nodemailer, whose `command` says what was answered
 * @param before - the server's last answer before it failed
 * @param isInternational - whether the mail asked for SMTPUTF8
 * @throws {Failure} where the answer is about us and would be the same for any mail
 */
export function fateOf(error: unknown, before: string, isInternational: boolean, smtp: SmtpConfig): Delivery {
  const status = errorProperty(error, 'responseCode');
  const command = errorProperty(error, 'command');
  const answer = serverWords(errorProperty(error, 'response'));
  if (typeof status === 'number' && status >= 500) {
    if (isAboutUs(status, answer, command, isInternational)) throw unwelcome(status, answer, smtp);
    // Said unasked, or as the last thing before hanging up: no answer to this mail, which was not taken either.
    if (command === 'CONN') return { outcome: 'deferred', answer };
    return { outcome: 'refused', answer };
  }
  if (errorCode(error) === 'EMESSAGE' && command === 'MAIL FROM') {
    // RFC 1870 §6.1: the server said at the start what it takes at most, and was not asked.
    return { outcome: 'refused', answer: 'not sent: it is larger than any mail the server takes' };
  }
  // RFC 5321 §4.1.1.4: 354 lets the mail come, and only the answer after it says whether it was taken. The next attempt
  // carries the same Message-ID, by which a mailbox recognises the copy.
  if (typeof status !== 'number' && before.startsWith('354')) {
    return { outcome: 'unanswered', answer: ANSWER_LOST };
  }
  return { outcome: 'deferred', answer: answer || 'the connection broke before the server answered' };
}

/** RFC 4954 §6: a login is asked for (530), too weak (534), failed (535), or needs encryption (538). */
const ASKS_FOR_LOGIN = new Set([530, 534, 535, 538]);

/**
 * RFC 3463 §3.2: the sender's mailbox (5.1.7) or domain (5.1.8) is not accepted. Exchange says 5.7.60 or 5.2.252, after
 * the whole mail, where a user may not send under our address.
 */
const SENDER_STATUS = /^\d{3}[ -](?:5\.1\.[78]|5\.7\.60|5\.2\.252)(?!\d)/;

/** Postfix's and Exim's words: they judge the client and the sender by default only when the recipient is named. */
const SENDER_WORDS =
  /sender address rejected|sender verify failed|client host rejected|helo command rejected/i;

/** RFC 1870 §6.1 and RFC 3463 §3.4: this mail is too large. */
const TOO_LARGE = /^\d{3}[ -]5\.3\.4(?!\d)/;

function isAboutUs(status: number, answer: string, command: unknown, isInternational: boolean): boolean {
  if (ASKS_FOR_LOGIN.has(status) || SENDER_STATUS.test(answer)) return true;
  // All that can differ in it from one receipt to the next is its size and whether it asks for SMTPUTF8.
  if (command === 'MAIL FROM') return !isInternational && status !== 552 && !TOO_LARGE.test(answer);
  return command === 'RCPT TO' && SENDER_WORDS.test(answer);
}

function unwelcome(status: number, answer: string, { path, host, port, login }: SmtpConfig): Failure {
  const server = `${host}:${port}`;
  if (ASKS_FOR_LOGIN.has(status)) {
    const remedy = login
      ? `Check ${path}.user, ${login.oauth ? login.oauth.path : `${path}.password`} and ${path}.security.`
      : `Give ${path}.user and ${path}.password, or ${path}.oauth.`;
    return new Failure(
      'login-refused',
      `The SMTP server ${server} takes no mail without a login it accepts (${answer}). ${remedy} Receipts stay queued.`,
    );
  }
  return new Failure(
    'sender-refused',
    `The SMTP server ${server} takes no mail from us (${answer}). Check that the account in ${path}.user may send as identity.address. Receipts stay queued.`,
  );
}

/** Whether a login was refused for good, and not put off: RFC 4954 §6, as in Exchange's "535 5.7.3". */
export function isLoginRefused(error: unknown): boolean {
  const status = errorProperty(error, 'responseCode');
  return errorCode(error) === 'EAUTH' && (typeof status !== 'number' || status >= 500);
}

/**
 * Why a server can't be connected to or logged in to.
 * @returns what was tried, what came back and what to do
 */
export function whyUnusable(error: unknown, smtp: SmtpConfig): Failure {
  if (error instanceof Failure) return error;
  const server = `${smtp.host}:${smtp.port}`;
  const code = errorCode(error);
  const answer = serverWords(errorProperty(error, 'response'));
  const say = (kind: 'login-refused' | 'host-unknown' | 'unreachable', sentence: string) =>
    new Failure(kind, `${sentence} Receipts stay queued.`, { cause: error });
  if (isLoginRefused(error)) {
    const remedy = smtp.login?.oauth
      ? `It was given a token. ${smtpDisabled(answer) ?? remedyOfLogin(smtp.login.oauth, `${smtp.path}.user`)}`
      : `Check ${smtp.path}.user and ${smtp.path}.password.`;
    return say(
      'login-refused',
      `The SMTP server ${server} refused the login${answer && ` (${answer})`}. ${remedy}`,
    );
  }
  if (code === 'EDNS' || errorProperty(error, 'originalCode') === 'ENOTFOUND') {
    return say(
      'host-unknown',
      `The name of the SMTP server ${smtp.host} can't be resolved. Check ${smtp.path}.host and this machine's DNS.`,
    );
  }
  if (code === 'ETLS' || errorProperty(error, 'command') === 'STARTTLS') {
    return say(
      'unreachable',
      `The SMTP server ${server} offers no encryption that can be trusted${answer && ` (${answer})`}. Check ${smtp.path}.security and its certificate; nothing is sent in the clear.`,
    );
  }
  const reason = answer || (error instanceof Error ? serverWords(error.message) : '') || 'no answer';
  return say(
    'unreachable',
    `The SMTP server ${server} can't be used (${reason}). Check ${smtp.path}.host, ${smtp.path}.port and ${smtp.path}.security.`,
  );
}

/** Exchange says it as part of a 535 5.7.139, which has other meanings too. */
function smtpDisabled(answer: string): string | null {
  return /SmtpClientAuthentication is disabled/i.test(answer)
    ? 'Switch authenticated SMTP on for the mailbox, and for the tenant, in Exchange ("It is refused" in docs/oauth.md).'
    : null;
}
