/**
 * The way out: one SMTP server, by nodemailer's connection. Knows nothing of reports. The connection is driven
 * here step by step, rather than by nodemailer's pool, because the pool sends a mail again by itself when a
 * connection breaks, and only the outbox may decide that.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpConfig } from '../config/config.js';
import { errorCode, errorProperty, Failure, serverWords } from '../failure.js';
import { isPlainAddress } from '../message/address.js';

export type Delivery =
  /** The server took it, with these words. */
  | { readonly outcome: 'accepted'; readonly answer: string }
  /** 5xx: it will never take it. */
  | { readonly outcome: 'refused'; readonly answer: string }
  /** 4xx, or no connection: try again later. */
  | { readonly outcome: 'deferred'; readonly answer: string }
  /** All of it went over, and no answer came back: the server may have taken it. */
  | { readonly outcome: 'unanswered'; readonly answer: string };

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
        return sort(error, lastServerResponse || '');
      }
    },
    close: () => {
      server?.connection.quit();
      server = null;
    },
  };
}

/**
 * Waits no longer than that, also for a server that gives a byte now and then, which is never silent. The caller closes
 * the connection.
 */
async function inTime<T>(seconds: number, act: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = pause(seconds * 1000, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`no whole answer in ${seconds} seconds`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([act, late]);
  } finally {
    timer.abort();
  }
}

/** Connects and logs in. */
async function connect(smtp: SmtpConfig, seconds: number): Promise<Server> {
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
    if (smtp.login) {
      const { user, password } = smtp.login;
      const credentials = { user, pass: password };
      await inTime(
        seconds,
        promised(done => connection.login({ user, credentials }, done)),
      );
    }
    return { connection, takesUtf8 };
  } catch (error) {
    connection.close();
    throw explain(error, smtp);
  }
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

/**
 * The fate of one mail on a connection that worked. RFC 5321 §4.2.1: 4xx may pass later, 5xx never will.
 * @param before - the server's last answer before it failed
 */
function sort(error: unknown, before: string): Delivery {
  const status = errorProperty(error, 'responseCode');
  const answer = serverWords(errorProperty(error, 'response'));
  if (typeof status === 'number' && status >= 500) return { outcome: 'refused', answer };
  // RFC 5321 §4.1.1.4: 354 lets the mail come, and only the answer after it says whether it was taken. The next attempt
  // carries the same Message-ID, by which a mailbox recognises the copy.
  if (typeof status !== 'number' && before.startsWith('354')) {
    return { outcome: 'unanswered', answer: 'the connection broke after the mail was handed over' };
  }
  return { outcome: 'deferred', answer: answer || 'the connection broke before the server answered' };
}

/** Why the server can't be used at all. */
function explain(error: unknown, smtp: SmtpConfig): Failure {
  const server = `${smtp.host}:${smtp.port}`;
  const code = errorCode(error);
  const status = errorProperty(error, 'responseCode');
  const answer = serverWords(errorProperty(error, 'response'));
  const say = (kind: 'login-refused' | 'host-unknown' | 'unreachable', sentence: string) =>
    new Failure(kind, `${sentence} Receipts stay queued.`, { cause: error });
  if (code === 'EAUTH' && (typeof status !== 'number' || status >= 500)) {
    return say(
      'login-refused',
      `The SMTP server ${server} refused the login${answer && ` (${answer})`}. Check smtp.user and smtp.password.`,
    );
  }
  if (code === 'EDNS' || errorProperty(error, 'originalCode') === 'ENOTFOUND') {
    return say(
      'host-unknown',
      `The name of the SMTP server ${smtp.host} can't be resolved. Check smtp.host and this machine's DNS.`,
    );
  }
  if (code === 'ETLS' || errorProperty(error, 'command') === 'STARTTLS') {
    return say(
      'unreachable',
      `The SMTP server ${server} offers no encryption that can be trusted${answer && ` (${answer})`}. Check smtp.security and its certificate; nothing is sent in the clear.`,
    );
  }
  const reason = answer || (error instanceof Error ? serverWords(error.message) : '') || 'no answer';
  return say(
    'unreachable',
    `The SMTP server ${server} can't be used (${reason}). Check smtp.host, smtp.port and smtp.security.`,
  );
}
