/**
 * The place on this machine that a browser is sent back to after a login (RFC 8252 §7.3): loopback alone, for one login.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorCode, Failure } from '../failure.js';

export interface Redirect {
  readonly port: number;
  close(): void;
}

const DONE = 'The login has come back to security-inbox. Close this page and look at the terminal.';
const NOT_OURS =
  'This is no answer to the login that security-inbox waits for. Open the address that it shows.';

/** Milliseconds that an answer under way has when nothing is waited for any more. */
const GRACE = 1000;

/**
 * Listens for the browser.
 * @param port - 0 for any free one
 * @param take - is given the parameters that the browser brings; whether they are the login's
 * @throws {Failure} `usage` where the port is taken
 */
export async function listenForRedirect(
  port: number,
  take: (parameters: URLSearchParams) => boolean,
): Promise<Redirect> {
  const server = createServer((request, response) => {
    const url = urlOf(request.url ?? '/');
    const isHome = request.method === 'GET' && url?.pathname === '/';
    const isTaken = isHome && take(url.searchParams);
    response.writeHead(isTaken ? 200 : isHome ? 400 : 404, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
    });
    response.end(`${isTaken ? DONE : NOT_OURS}\n`);
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Failure(
      'usage',
      `Can't listen on port ${port} of this machine for the browser (${errorCode(error) ?? 'unknown error'}). Name another with --port, or leave it out.`,
      { cause: error },
    );
  }
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeIdleConnections();
      // The page that says so may still be on its way. A connection that has asked nothing, or not all of its question,
      // counts as busy, and would keep the process: browsers open one ahead.
      const rest = setTimeout(() => server.closeAllConnections(), GRACE);
      server.once('close', () => clearTimeout(rest));
    },
  };
}

/** What any process of this machine asks for; null where it is no address ("//"). */
function urlOf(target: string): URL | null {
  const base = 'http://localhost';
  return URL.canParse(target, base) ? new URL(target, base) : null;
}
