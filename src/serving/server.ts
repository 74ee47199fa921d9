/**
 * A server on an address of this machine, or on a Unix socket: bounded in time, connections and header, because all that
 * reaches it comes from anybody.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ListenPlace } from '../config/config.js';
import { errorCode, Failure } from '../failure.js';
import { presenceAnswer, type ServedKey } from './presence.js';
import { removeStale } from './stale-socket.js';

/** What answers. */
export type Served = Pick<Hono, 'fetch'>;

/** A server that listens. */
export interface ListeningServer {
  /** Has another app answer from now on; what the last one has in hand, it finishes. */
  serve(app: Served): void;
  /** Takes no more requests, and ends when those that it has are answered. */
  close(): Promise<void>;
}

/** Milliseconds for a header, and for a whole request: files over a slow line take minutes. */
const HEADER_TIME = 10_000;
const REQUEST_TIME = 600_000;

/** Milliseconds without a byte, after which a connection is closed: longer than a mail may be read for. */
const SILENCE = 600_000;

/** Bytes; browsers send some hundred, and a proxy adds some. */
const LARGEST_HEADER = 16_384;

/** Milliseconds in which an answer is fetched: all that a page needs, over the slowest of lines. */
const ANSWER_TIME = 180_000;

const MOST_CONNECTIONS = 256;

/** Milliseconds that a request in hand may take when the server is to end. */
const FINISHING = 20_000;

/**
 * Listens.
 * @param path - of the key of the configuration that names the address, for messages
 * @throws {Failure} `config` where the address can't be listened on
 */
export async function listen(app: Served, where: ListenPlace, path: ServedKey): Promise<ListeningServer> {
  let answer = listenerOf(app);
  const server = createServer(
    {
      headersTimeout: HEADER_TIME,
      requestTimeout: REQUEST_TIME,
      connectionsCheckingInterval: HEADER_TIME / 5,
      maxHeaderSize: LARGEST_HEADER,
    },
    (request, response) => {
      endLateAnswer(request, response);
      const presence = presenceAnswer(request, path);
      if (presence === null) void answer(request, response);
      else response.setHeader('Content-Type', 'application/json').end(presence);
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.setTimeout(SILENCE);
  await begin(server, where).catch((error: unknown) => {
    throw explain(error, where, path);
  });
  return {
    serve(next) {
      answer = listenerOf(next);
    },
    async close() {
      const closed = new Promise<void>(done => server.close(() => done()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), FINISHING);
      await closed;
      clearTimeout(late);
    },
  };
}

async function begin(server: Server, where: ListenPlace): Promise<void> {
  if ('socket' in where) await removeStale(where.socket);
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    const ready = () => {
      server.removeAllListeners('error');
      // What a connection does wrong ends that connection.
      server.on('error', () => undefined);
      done();
    };
    if ('socket' in where) listenOnSocket(server, where.socket, ready);
    else server.listen(where.port, where.host, ready);
  });
}

function listenerOf({ fetch }: Served) {
  return getRequestListener(fetch, { overrideGlobalObjects: false });
}

/** Who fetches an answer a byte at a time would keep its connection for ever. */
function endLateAnswer({ method, socket }: IncomingMessage, answer: ServerResponse): void {
  const isShort = method === 'GET' || method === 'HEAD';
  const late = setTimeout(() => socket.destroy(), (isShort ? 0 : REQUEST_TIME) + ANSWER_TIME);
  answer.once('close', () => clearTimeout(late));
}

/** Made with its mode, so that nobody else can connect in between: the proxy runs as another user of a common group. */
function listenOnSocket(server: Server, path: string, ready: () => void): void {
  const before = process.umask(0o117);
  try {
    // Node binds before this returns.
    server.listen(path, ready);
  } finally {
    process.umask(before);
  }
}

function explain(error: unknown, where: ListenPlace, path: string): Failure {
  if (error instanceof Failure) return error;
  const code = errorCode(error) ?? 'unknown error';
  const address = 'socket' in where ? where.socket : `${where.host}:${where.port}`;
  return new Failure(
    'config',
    `Can't listen on ${address}, which ${path} names: ${code === 'EADDRINUSE' ? 'another program does' : code === 'EACCES' ? 'this user may not' : code}.`,
    { cause: error },
  );
}
