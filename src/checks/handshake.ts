/**
 * The first words with a mail server, up to the certificate it shows and no further: nobody is logged in. Apart from the
 * libraries that read and send mail, because neither tells of a certificate that is good, which may run out soon.
 */
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { ServerConfig } from '../config/config.js';
import { serverWords } from '../failure.js';

export interface Handshake {
  /** The server's first line, without what a terminal would act on. */
  readonly greeting: string;
  /** Checked against the authorities that are trusted; null where the connection is not protected. */
  readonly certificate: PeerCertificate | null;
}

/** Bytes of a greeting or an answer; RFC 5321 §4.5.3.1.5 allows lines of 512. */
const MOST_BYTES = 65_536;

/**
 * Connects, and ends the connection.
 * @param seconds - for all of it
 * @throws what the system and TLS throw, with their `code`; an error with `response` where the server refuses
 */
export async function shakeHands(
  server: ServerConfig,
  protocol: 'imap' | 'smtp',
  seconds: number,
): Promise<Handshake> {
  const sockets: Socket[] = [];
  const open = <T extends Socket>(socket: T): T => {
    sockets.push(socket);
    // What it says also rejects what waits for it.
    socket.on('error', () => undefined);
    return socket;
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error(`no answer in ${seconds} seconds`), { code: 'ETIMEOUT' })),
      seconds * 1000,
    );
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([late, talk(server, protocol, open)]);
  } finally {
    clearTimeout(timer);
    // TLS took over the connection below it, and ends that too; to end it a second time from there crashes Node.js 20.
    sockets.at(-1)?.destroy();
  }
}

type Open = <T extends Socket>(socket: T) => T;

async function talk(server: ServerConfig, protocol: 'imap' | 'smtp', open: Open): Promise<Handshake> {
  const { host, port, security } = server;
  if (security === 'tls') {
    const socket = open(connectTls({ ...tlsOptions(server), host, port }));
    await happens(socket, 'secureConnect');
    return { greeting: await firstLine(socket, protocol), certificate: socket.getPeerCertificate() };
  }
  const plain = open(connectPlain({ host, port }));
  await happens(plain, 'connect');
  const greeting = await firstLine(plain, protocol);
  if (security === 'none') return { greeting, certificate: null };
  if (protocol === 'imap') {
    await ask(plain, 'a STARTTLS', /^a (OK)?/im, 'OK');
  } else {
    await ask(plain, 'EHLO localhost', /^(\d{3}) /m, '250');
    await ask(plain, 'STARTTLS', /^(\d{3}) /m, '220');
  }
  const socket = open<TLSSocket>(connectTls({ ...tlsOptions(server), socket: plain }));
  await happens(socket, 'secureConnect');
  return { greeting, certificate: socket.getPeerCertificate() };
}

/** RFC 6066 §3: no IP address goes into the server's name. */
function tlsOptions({ host, ca }: ServerConfig) {
  return { host, ...(isIP(host) ? {} : { servername: host }), ...(ca === null ? {} : { ca }) };
}

/** RFC 9051 §7.1 and RFC 5321 §4.2: how a server begins that takes us. */
const WELCOME = { imap: /^\* (?:OK|PREAUTH)\b/i, smtp: /^220[ -]/ };

async function firstLine(socket: Socket, protocol: 'imap' | 'smtp'): Promise<string> {
  const said = await heard(socket, /^(.*)\r?\n/);
  const line = said[1] ?? '';
  if (!WELCOME[protocol].test(line)) throw refusal(line);
  return serverWords(line);
}

/** @param whole - matches when the answer is whole; its group is what the answer is known by */
async function ask(socket: Socket, command: string, whole: RegExp, wanted: string): Promise<void> {
  const answer = heard(socket, whole);
  socket.write(`${command}\r\n`);
  const [line, status] = await answer;
  if (status?.toUpperCase() !== wanted) throw refusal(line);
}

function refusal(line: string): Error {
  return Object.assign(new Error(serverWords(line)), { response: serverWords(line), command: 'STARTTLS' });
}

function heard(socket: Socket, whole: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let said = '';
    const settle = (act: () => void) => {
      socket.off('data', hear).off('error', fail).off('close', close);
      act();
    };
    const hear = (bytes: Buffer) => {
      said += bytes.toString('latin1');
      const found = whole.exec(said);
      if (found) settle(() => resolve(found));
      else if (said.length > MOST_BYTES) settle(() => reject(new Error('no end of its answer')));
    };
    const fail = (error: Error) => settle(() => reject(error));
    const close = () => settle(() => reject(new Error('it closed the connection')));
    socket.on('data', hear).on('error', fail).on('close', close);
  });
}

function happens(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it closed the connection')));
  });
}
