/**
 * The way out: one SMTP server, by nodemailer's connection. Knows nothing of reports. The connection is driven
 * here step by step, rather than by nodemailer's pool, because the pool sends a mail again by itself when a
 * connection breaks, and only the outbox may decide that.
 */
import { once } from 'node:events';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpConfig } from '../config/config.js';
import { serverWords } from '../failure.js';
import { isPlainAddress } from '../message/address.js';
import { withToken } from '../oauth/login.js';
import { type Delivery, fateOf, isLoginRefused, whyUnusable } from './smtp-answers.js';
import { logInByToken } from './token-login.js';

export interface Transport {
  /**
   * Sends one mail to its one recipient.
   * @param raw - the mail as it goes out
   * @throws {Failure} where the server itself can't be used, so that no other mail need be tried
   */
  send(recipient: string, raw: Buffer): Promise<Delivery>;
  close(): void;
}

/**
 * Milliseconds; RFC 5321 §4.5.3.2 allows minutes, but a receipt that is given up on is only tried again.
 * @param seconds - that a server may keep silent
 */
function timesOf(seconds: number) {
  return {
    dnsTimeout: Math.min(15, seconds) * 1000,
    connectionTimeout: Math.min(20, seconds) * 1000,
    greetingTimeout: Math.min(30, seconds) * 1000,
    socketTimeout: Math.min(120, seconds) * 1000,
  };
}

/** A server we are logged in to. */
interface Server {
  readonly connection: SMTPConnection;
  /** Whether it takes internationalised addresses, RFC 6531. */
  readonly takesUtf8: boolean;
}

/**
 * Makes the way out. Connects with the first mail, and keeps the connection for the next.
 * @param from - the envelope's sender: our own address, so that what can't be delivered comes back to us
 * @param seconds - that the server may keep silent, and that it may take for a login or a mail
 */
export function openTransport(smtp: SmtpConfig, from: string, seconds: number): Transport {
  let server: Server | null = null;
  const drop = () => {
    server?.connection.close();
    server = null;
  };
  return {
    async send(recipient, raw) {
      // The last gate: whatever came this far, one address and nothing beside it goes into the envelope.
      if (!isPlainAddress(recipient)) {
        return {
          outcome: 'refused',
          answer: 'not sent: the recipient is no address that can be written to safely',
        };
      }
      server ??= await connect(smtp, seconds);
      const isInternational = /[^\u0000-\u007f]/.test(recipient);
      if (isInternational && !server.takesUtf8) {
        return {
          outcome: 'refused',
          answer: 'not sent: the server does not take internationalised addresses (SMTPUTF8, RFC 6531)',
        };
      }
      try {
        const envelope = { from, to: [recipient], use8BitMime: isInternational };
        const answer = await inTime(seconds, hand(server.connection, raw, envelope));
        return { outcome: 'accepted', answer: serverWords(answer) };
      } catch (error) {
        const { lastServerResponse } = server.connection;
        // A fresh connection for the next mail: what state this one is in is not worth guessing.
        drop();
        return fateOf(error, lastServerResponse || '', isInternational, smtp);
      }
    },
    close: () => {
      server?.connection.quit();
      server = null;
    },
  };
}

/**
 * Connects, logs in and names a sender, and takes that back: nothing is sent.
 * @param from - the envelope's sender
 * @param seconds - that the server may keep silent, and that it may take for each step
 * @returns `deferred` where the server does not take the sender now
 * @throws {Failure} where it can't be used, or takes no mail from us
 */
export async function tryOut(smtp: SmtpConfig, from: string, seconds: number): Promise<Delivery> {
  const { connection } = await connect(smtp, seconds);
  try {
    const { status, response } = await inTime(seconds, nameSender(connection, from));
    if (status >= 200 && status < 300) return { outcome: 'accepted', answer: serverWords(response) };
    const error = Object.assign(new Error(), { responseCode: status, response, command: 'MAIL FROM' });
    return fateOf(error, '', false, smtp);
  } catch (error) {
    throw whyUnusable(error, smtp);
  } finally {
    connection.quit();
  }
}

/** A login of one's own making is the library's one public way to send a command of one's own. */
function nameSender(
  connection: SMTPConnection,
  from: string,
): Promise<{ readonly status: number; readonly response: string }> {
  return new Promise((resolve, reject) => {
    connection.customAuth.set('SENDER', async ({ sendCommand }) => {
      const answer = await sendCommand(`MAIL FROM:<${from}>`);
      // RFC 5321 §4.1.1.5.
      await sendCommand('RSET');
      resolve(answer);
    });
    connection.login({ method: 'SENDER' }, error => {
      if (error) reject(error);
    });
  });
}

/**
 * Waits no longer than that, also for a server that gives a byte now and then, which is never silent. The caller closes
 * the connection.
 */
async function inTime<T>(seconds: number, act: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no whole answer in ${seconds} seconds`)), seconds * 1000);
  });
  try {
    return await Promise.race([act, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Connects and logs in, with OAuth by a token that is asked for where there is none. */
async function connect(smtp: SmtpConfig, seconds: number): Promise<Server> {
  try {
    const { login } = smtp;
    if (login?.oauth === undefined) return await open(smtp, seconds, null);
    return await withToken(login.oauth, token => open(smtp, seconds, token), isLoginRefused);
  } catch (error) {
    throw whyUnusable(error, smtp);
  }
}

/** @param token - to log in with, or null for the password or none */
async function open(smtp: SmtpConfig, seconds: number, token: string | null): Promise<Server> {
  const connection = new SMTPConnection({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.security === 'tls',
    requireTLS: smtp.security === 'starttls',
    ignoreTLS: smtp.security === 'none',
    ...(smtp.ca ? { tls: { ca: smtp.ca } } : {}),
    ...timesOf(seconds),
  });
  try {
    const failed = once(connection, 'error').then(([error]) => Promise.reject(error));
    failed.catch(() => undefined);
    const connected = promised<void>(done => connection.connect(error => done(error ?? null, undefined)));
    await inTime(seconds, Promise.race([failed, connected]));
    // Past the handshake every failure also reaches the command's own callback.
    connection.on('error', () => undefined);
    const takesUtf8 = /[ -]SMTPUTF8\b/i.test(connection.lastServerResponse || '');
    if (smtp.login) await inTime(seconds, logIn(connection, smtp, smtp.login, token));
    return { connection, takesUtf8 };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function logIn(
  connection: SMTPConnection,
  server: SmtpConfig,
  { user, password }: NonNullable<SmtpConfig['login']>,
  token: string | null,
): Promise<unknown> {
  return promised(done => {
    if (token !== null) logInByToken(connection, server, user, token, done);
    else connection.login({ user, credentials: { user, pass: password } }, done);
  });
}

function hand(
  connection: SMTPConnection,
  raw: Buffer,
  envelope: { from: string; to: string[]; use8BitMime: boolean },
): Promise<string> {
  return promised<string>(done =>
    connection.send({ ...envelope, size: raw.length }, raw, (error, info) =>
      done(error, info?.response ?? ''),
    ),
  );
}

function promised<T>(act: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    act((error, value) => (error ? reject(error) : resolve(value as T)));
  });
}
