/**
 * A server on an address of this machine, or on a Unix socket: bounded in time, connections and header, because all that
 * reaches it comes from anybody.
 */
import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ListenPlace } from '../config/config.js';
import { errorCode, Failure } from '../failure.js';

/** A server that listens. */
export interface ListeningServer {
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

const MOST_CONNECTIONS = 256;

/** Milliseconds that a request in hand may take when the server is to end. */
const FINISHING = 20_000;

/**
 * Listens.
 * @param path - of the key of the configuration that names the address, for messages
 * @throws {Failure} `config` where the address can't be listened on
 */
export async function listen(
  app: Pick<Hono, 'fetch'>,
  where: ListenPlace,
  path: string,
): Promise<ListeningServer> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    createServer,
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: HEADER_TIME,
      requestTimeout: REQUEST_TIME,
      connectionsCheckingInterval: HEADER_TIME / 5,
      maxHeaderSize: LARGEST_HEADER,
    },
  }) as Server;
  server.maxConnections = MOST_CONNECTIONS;
  server.setTimeout(SILENCE);
  if ('socket' in where) removeStale(where.socket);
  await new Promise<void>((done, fail) => {
    server.once('error', error => fail(explain(error, where, path)));
    const ready = () => {
      server.removeAllListeners('error');
      // What a connection does wrong ends that connection.
      server.on('error', () => undefined);
      done();
    };
    if ('socket' in where) server.listen(where.socket, ready);
    else server.listen(where.port, where.host, ready);
  });
  // The proxy runs as another user of a common group.
  if ('socket' in where) chmodSync(where.socket, 0o660);
  return {
    async close() {
      const closed = new Promise<void>(done => server.close(() => done()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), FINISHING);
      await closed;
      clearTimeout(late);
    },
  };
}

/** One that a killed process left; a file of any other kind is left alone, and listening then fails. */
function removeStale(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true) rmSync(path);
}

function explain(error: Error, where: ListenPlace, path: string): Failure {
  const code = errorCode(error) ?? 'unknown error';
  const address = 'socket' in where ? where.socket : `${where.host}:${where.port}`;
  return new Failure(
    'config',
    `Can't listen on ${address}, which ${path} names: ${code === 'EADDRINUSE' ? 'another program does' : code === 'EACCES' ? 'this user may not' : code}.`,
    { cause: error },
  );
}
