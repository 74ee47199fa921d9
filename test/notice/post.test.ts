/** Posts against a real HTTP server on loopback. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebhookConfig } from '../../src/config/config.js';
import { poster } from '../../src/notice/post.js';

const NOW = new Date('2026-11-24T12:00:00Z');

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let taken: { method: string; path: string; headers: IncomingMessage['headers']; body: string }[];

beforeEach(async () => {
  taken = [];
  answer = (_request, response) => response.writeHead(204).end();
  server = createServer((request, response) => {
    text(request).then(
      body => {
        const { method = '', url: path = '', headers } = request;
        taken.push({ method, path, headers, body });
        answer(request, response);
      },
      () => undefined,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const hook = (port = (server.address() as AddressInfo).port): WebhookConfig => ({
  name: 'chat',
  url: new URL(`http://127.0.0.1:${port}/hooks/s3cr3t`),
  shape: 'json',
  headers: [['Authorization', 'Bearer t0k3n']],
  events: null,
});

const send = (seconds = 5, port?: number) => poster(seconds, () => NOW)(hook(port), { a: 1 }, 'id-1');

const status = (code: number, headers: Record<string, string> = {}) => {
  answer = (_request, response) => response.writeHead(code, headers).end('the body /hooks/s3cr3t');
};

describe('a post', () => {
  it('is JSON with the headers that are configured and the id it can be told by', async () => {
    expect(await send()).toEqual({ outcome: 'accepted', answer: 'HTTP 204' });
    expect(taken).toMatchObject([
      {
        method: 'POST',
        path: '/hooks/s3cr3t',
        body: '{"a":1}',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          authorization: 'Bearer t0k3n',
          'idempotency-key': 'id-1',
          connection: 'close',
        },
      },
    ]);
  });

  it.each<[string, number, Record<string, string>, object]>([
    ['taken', 200, {}, { outcome: 'accepted' }],
    ['taken, as Teams says it', 202, {}, { outcome: 'accepted' }],
    ['refused where it is wrong', 400, {}, { outcome: 'refused', answer: 'HTTP 400' }],
    ['refused where the webhook is gone', 404, {}, { outcome: 'refused' }],
    ['not sent where a redirect leads', 307, { location: '/elsewhere' }, { outcome: 'refused' }],
    ['tried later where the server fails', 503, {}, { outcome: 'deferred', retryAfter: null }],
    [
      'tried later after the seconds asked for',
      429,
      { 'retry-after': '30' },
      { outcome: 'deferred', retryAfter: 30 },
    ],
    [
      'tried later after the date asked for',
      503,
      { 'retry-after': 'Tue, 24 Nov 2026 12:01:00 GMT' },
      { outcome: 'deferred', retryAfter: 60 },
    ],
    [
      'tried later where what it asks for makes no sense',
      429,
      { 'retry-after': 'soon' },
      { retryAfter: null },
    ],
  ])('is %s', async (_name, code, headers, expected) => {
    status(code, headers);
    const result = await send();
    expect(result).toMatchObject(expected);
    expect(taken).toHaveLength(1);
    expect(JSON.stringify(result)).not.toContain('s3cr3t');
  });

  it('that the server hangs up on may have arrived', async () => {
    answer = request => request.socket.destroy();
    const result = await send();
    expect(result).toEqual({ outcome: 'unanswered', answer: expect.stringContaining('no answer (') });
  });

  it('that gets no answer in time may have arrived', async () => {
    answer = () => undefined;
    expect(await send(1)).toEqual({ outcome: 'unanswered', answer: 'no answer (too slow)' });
  });

  it('that nobody listens to is tried later', async () => {
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(await send(5, port)).toMatchObject({ outcome: 'deferred', answer: 'not reached (ECONNREFUSED)' });
  });

  it('does not wait for an answer’s body, which may have no end', async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.on('close', () => clearInterval(more));
    };
    expect(await send()).toMatchObject({ outcome: 'accepted' });
  });
});
