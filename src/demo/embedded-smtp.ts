/**
 * An SMTP server inside this process, on loopback alone, that keeps what it takes.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: Buffer;
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
  readonly user: string;
  readonly password: string;
  /** Asked for every recipient; undefined takes it. */
  readonly refuseRecipient?: (address: string) => Refusal | undefined;
  /** Asked after DATA; undefined takes the mail. */
  readonly refuseData?: () => Refusal | undefined;
}

/**
 * Starts a server that wants the login and speaks no TLS.
 */
export async function startEmbeddedSmtp(options: EmbeddedSmtpOptions): Promise<EmbeddedSmtp> {
  const received: ReceivedMail[] = [];
  let wake: () => void = () => undefined;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      if (username === options.user && password === options.password) done(null, { user: username });
      else done(refusal({ code: 535, message: '5.7.8 wrong user or password' }));
    },
    onRcptTo({ address }, _session, done) {
      const refused = options.refuseRecipient?.(address);
      done(refused ? refusal(refused) : null);
    },
    onData(stream, { envelope }, done) {
      buffer(stream).then(raw => {
        const refused = options.refuseData?.();
        if (refused) return done(refusal(refused));
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        received.push({ envelope: { from, to: envelope.rcptTo.map(({ address }) => address) }, raw });
        wake();
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
      while (received.length < count) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    },
    stop: () => new Promise(resolve => server.close(resolve)),
  };
}

function refusal({ code, message }: Refusal): Error {
  return Object.assign(new Error(message), { responseCode: code });
}
