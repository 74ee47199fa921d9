/**
 * How `serve` shows on an address that it is there, and of which version: to this machine alone, which asks past the proxy. A proxy
 * on this machine may hand any path on, and say nothing of whom it asks for; so what is asked for is one that no proxy hands on.
 */
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import type { ListenPlace } from '../config/config.js';
import { jsonOf } from '../json-of.js';
import { version } from '../version.js';

/** The key of the configuration that an address stands under. */
export type ServedKey = 'form.listen' | 'engineersPage.listen';

const PATH = '/.security-inbox';
const SCHEMA = 'security-inbox/serve@1';

/** Named in `Connection`, which is for the next hop: a proxy takes it out, and no browser lets a page write it (RFC 9110 §7.6.1). */
const ASKING = 'security-inbox-presence';

/** What proxies write of whom they ask for, besides `X-Forwarded-...`. */
const BY_A_PROXY: readonly string[] = ['forwarded', 'via', 'x-real-ip'];

/** Bytes of an answer that are read. */
const LONGEST = 1_000;

/** Who answers there: `serve`, of which version; another program; nobody. */
export type Presence =
  | { readonly kind: 'serve'; readonly version: string; readonly serves: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'nobody' };

/**
 * Whether a request asks for it.
 * @returns what to answer, as JSON; null where it asks for something else, or comes by a proxy
 */
export function presenceAnswer(request: IncomingMessage, serves: ServedKey): string | null {
  if (request.url !== PATH || request.method !== 'GET') return null;
  if (!isPastTheProxy(request) || !isFromThisMachine(request)) return null;
  return JSON.stringify({ schema: SCHEMA, version, serves });
}

function isPastTheProxy({ headers }: IncomingMessage): boolean {
  const forThisHop = (headers.connection ?? '').split(',').map(name => name.trim().toLowerCase());
  const isByAProxy = (name: string) => BY_A_PROXY.includes(name) || name.startsWith('x-forwarded-');
  return forThisHop.includes(ASKING) && !Object.keys(headers).some(isByAProxy);
}

/** A Unix socket is always. A name elsewhere that leads here, as by a DNS server of somebody else, is not asked for by us. */
function isFromThisMachine({ headers, socket }: IncomingMessage): boolean {
  const { remoteAddress, localAddress } = socket;
  if (remoteAddress === undefined) return true;
  const isNear = remoteAddress === localAddress || /^(?:::ffff:)?127\.|^::1$/.test(remoteAddress);
  return isNear && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(headers.host ?? '');
}

/**
 * Asks for it.
 * @param seconds - that it may take
 */
export function presenceAt(place: ListenPlace, seconds: number): Promise<Presence> {
  const where = 'socket' in place ? { socketPath: place.socket } : { host: place.host, port: place.port };
  const headers = { Host: 'localhost', Connection: `close, ${ASKING}` };
  const signal = AbortSignal.timeout(seconds * 1000);
  return new Promise(done => {
    const asked = request({ ...where, headers, path: PATH, signal }, response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > LONGEST) response.destroy();
      });
      response.on('close', () => done(read(text)));
      response.on('error', () => undefined);
    });
    let isConnected = false;
    asked.on('socket', socket =>
      socket.once('connect', () => {
        isConnected = true;
      }),
    );
    asked.on('error', () => done({ kind: isConnected ? 'other' : 'nobody' }));
    asked.end();
  });
}

function read(text: string): Presence {
  const said = jsonOf(text);
  if (typeof said !== 'object' || said === null || !('schema' in said) || said.schema !== SCHEMA)
    return { kind: 'other' };
  const told = said as { readonly version?: unknown; readonly serves?: unknown };
  return { kind: 'serve', version: String(told.version), serves: String(told.serves) };
}
