/**
 * How `serve` shows on an address that it is there, and of which version: to this machine alone, which asks past the proxy.
 */
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import type { ListenPlace } from '../config/config.js';
import { jsonOf } from '../json-of.js';
import { version } from '../version.js';

/** The key of the configuration that an address stands under. */
export type ServedKey = 'form.listen' | 'engineersPage.listen';

/** Below no path that a proxy is told to hand on. */
const PATH = '/.security-inbox';
const SCHEMA = 'security-inbox/serve@1';

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
export function presenceAnswer({ url, method, headers }: IncomingMessage, serves: ServedKey): string | null {
  if (url !== PATH || method !== 'GET' || headers['x-forwarded-for'] !== undefined) return null;
  return JSON.stringify({ schema: SCHEMA, version, serves });
}

/**
 * Asks for it.
 * @param seconds - that it may take
 */
export function presenceAt(place: ListenPlace, seconds: number): Promise<Presence> {
  const where =
    'socket' in place
      ? { socketPath: place.socket, host: 'localhost' }
      : { host: place.host, port: place.port };
  return new Promise(done => {
    const asked = request({ ...where, path: PATH, signal: AbortSignal.timeout(seconds * 1000) }, response => {
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
