/**
 * An SMTP server inside this process, on loopback alone, that keeps what it takes.
 */
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: Buffer;
  /** When DATA had come in whole. */
  readonly at: Date;
}

/** An SMTP answer that is no acceptance, RFC 5321 §4.2. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
}

export interface EmbeddedSmtp {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** In the order they were accepted. */
  readonly received: readonly ReceivedMail[];
  /** Resolves when that many mails have been accepted. */
  accepted(count: number): Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedSmtpOptions {
  /** Without it nobody need log in. */
  readonly user?: string;
  readonly password?: string;
  /** Asked for every login by token, in place of user and password; passwords are then not taken. */
  readonly takesToken?: (user: string, accessToken: string) => Promise<boolean>;
  /** PEM, to offer STARTTLS with; a login is then taken after STARTTLS alone. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Whether it offers SMTPUTF8 (RFC 6531); by default it does. */
  readonly smtpUtf8?: boolean;
  /** Asked for every sender; undefined takes it. */
  readonly refuseSender?: (address: string) => Refusal | undefined;
  /** Asked for every recipient; undefined takes it. */
  readonly refuseRecipient?: (address: string) => Refusal | undefined;
  /** Asked after DATA; undefined takes the mail. */
  readonly refuseData?: (mail: ReceivedMail) => Refusal | undefined;
}

/** Milliseconds that a client who stays connected is given when the server stops. */
const CLOSE_TIMEOUT = 500;

/**
 * Starts a server; by default it speaks no TLS and takes mail from anybody.
 */
export async function startEmbeddedSmtp(options: EmbeddedSmtpOptions = {}): Promise<EmbeddedSmtp> {
  const received: ReceivedMail[] = [];
  const arrivals = new EventEmitter();
  const server = new SMTPServer({
    ...(options.tls ?? { disabledCommands: ['STARTTLS'] }),
    allowInsecureAuth: options.tls === undefined,
    authOptional: options.user === undefined && options.takesToken === undefined,
    ...(options.takesToken ? { authMethods: ['XOAUTH2'] } : {}),
    hideSMTPUTF8: options.smtpUtf8 === false,
    closeTimeout: CLOSE_TIMEOUT,
    onAuth({ username = '', password, accessToken }, _session, done) {
      if (options.takesToken) {
        options.takesToken(username, accessToken ?? '').then(taken => {
          // Without it the refusal comes at once; with it, as a challenge that has to be answered first.
          if (taken) done(null, { user: username });
          else done(null, { data: { status: '400', schemes: 'Bearer', scope: 'mail' } });
        }, done);
        return;
      }
      if (username === options.user && password === options.password) done(null, { user: username });
      else done(refusal({ code: 535, message: '5.7.8 wrong user or password' }));
    },
    onMailFrom({ address }, _session, done) {
      const refused = options.refuseSender?.(address);
      done(refused ? refusal(refused) : null);
    },
    onRcptTo({ address }, _session, done) {
      const refused = options.refuseRecipient?.(address);
      done(refused ? refusal(refused) : null);
    },
    onData(stream, { envelope }, done) {
      buffer(stream).then(raw => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        const to = envelope.rcptTo.map(({ address }) => address);
        const mail = { envelope: { from, to }, raw, at: new Date() };
        const refused = options.refuseData?.(mail);
        if (refused) return done(refusal(refused));
        received.push(mail);
        arrivals.emit('mail');
        return done(null, 'taken');
      }, done);
    },
  });
  // A client that hangs up is that client's business.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    received,
    async accepted(count) {
      while (received.length < count) await once(arrivals, 'mail');
    },
    stop: () => new Promise(resolve => server.close(resolve)),
  };
}

function refusal({ code, message }: Refusal): Error {
  return Object.assign(new Error(message), { responseCode: code });
}
