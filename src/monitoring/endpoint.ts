/**
 * Two pages on an address of this machine: the numbers at /metrics, and at /healthz whether the mailboxes are read. It
 * takes no input but the path, and nothing that it says comes from a mail.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ListenAddress } from '../config/config.js';
import { isLoopback } from '../config/loopback.js';
import { errorCode } from '../failure.js';
import { type Health, healthJson } from './health.js';
import { EXPOSITION_TYPE } from './metrics.js';

/** What is told; asked for with each request. */
export interface Pages {
  metrics(): Promise<string>;
  health(): Health;
}

export interface Endpoint {
  /** Listens where it does not yet. @throws the system's error, as where another program has the port */
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds for a whole request: both readers are on this machine. */
const LONGEST_REQUEST = 5_000;

/** Bytes; a scraper sends some hundred. */
const LARGEST_HEADER = 8_192;

/** Connections that have asked for nothing yet; beyond them the oldest is hung up on, so that nobody keeps others waiting. */
const MOST_IDLE = 16;

/** Connections at once; more are hung up on. */
const MOST_CONNECTIONS = 64;

/** Makes it; nothing listens yet. */
export function endpoint({ host, port }: ListenAddress, pages: Pages): Endpoint {
  let server: Server | null = null;
  return {
    async listen() {
      if (server !== null) return;
      const opened = createServer(
        {
          requestTimeout: LONGEST_REQUEST,
          headersTimeout: LONGEST_REQUEST,
          connectionsCheckingInterval: LONGEST_REQUEST / 5,
          maxHeaderSize: LARGEST_HEADER,
        },
        (request, response) => {
          idle.delete(request.socket);
          void answer(request, response, pages);
        },
      );
      opened.maxConnections = MOST_CONNECTIONS;
      const idle = new Set<Socket>();
      opened.on('connection', socket => {
        idle.add(socket);
        socket.once('close', () => idle.delete(socket));
        const [oldest] = idle;
        if (idle.size > MOST_IDLE) oldest?.destroy();
      });
      await new Promise<void>((done, fail) => {
        opened.once('error', fail);
        opened.listen(port, host, () => {
          opened.off('error', fail);
          // What a connection does wrong ends that connection.
          opened.on('error', () => undefined);
          done();
        });
      });
      server = opened;
    },
    async close() {
      const opened = server;
      server = null;
      if (opened === null) return;
      const closed = new Promise<void>(done => opened.close(() => done()));
      opened.closeAllConnections();
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, pages: Pages): Promise<void> {
  const page = await pageOf(request, pages).catch(
    (error: unknown): Page => [
      500,
      'text/plain',
      `The database can't be read (${errorCode(error) ?? 'unknown error'}).\n`,
    ],
  );
  const [status, type, text] = page;
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

type Page = readonly [status: number, type: string, text: string];

async function pageOf({ method, url = '', headers }: IncomingMessage, pages: Pages): Promise<Page> {
  // A page in a browser on this machine may have a name of its own lead here (DNS rebinding).
  if (!isOurs(headers.host)) return [421, 'text/plain', 'This address is asked for by its own name alone.\n'];
  if (method !== 'GET' && method !== 'HEAD') return [405, 'text/plain', 'GET or HEAD.\n'];
  switch (url.split('?')[0]) {
    case '/metrics':
      return [200, EXPOSITION_TYPE, await pages.metrics()];
    case '/healthz': {
      const health = pages.health();
      return [health.healthy ? 200 : 503, 'application/json', `${JSON.stringify(healthJson(health))}\n`];
    }
    default:
      return [404, 'text/plain', 'There are /metrics and /healthz.\n'];
  }
}

/** A Host field (RFC 9110 §7.2), with or without its port. */
function isOurs(host: string | undefined): boolean {
  return isLoopback((host ?? '').toLowerCase().replace(/:\d{1,5}$/, ''));
}
