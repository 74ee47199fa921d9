/** What can be asked for on an address of this machine, and what can't. */
import { once } from 'node:events';
import { request as ask, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Endpoint, endpoint } from '../../src/monitoring/endpoint.js';
import type { Health } from '../../src/monitoring/health.js';

let port: number;
let page: Endpoint;
let health: Health;
let metrics: () => Promise<string>;

const WELL: Health = {
  healthy: true,
  mailboxes: [{ mailbox: 'support', healthy: true, secondsSinceGoodPass: 12, failure: null }],
};

beforeEach(async () => {
  port = await freePort();
  health = WELL;
  metrics = async () => 'up 1\n';
  page = endpoint({ host: '127.0.0.1', port }, { metrics: () => metrics(), health: () => health });
  await page.listen();
});

afterEach(() => page.close());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function get(path: string, { method = 'GET', host = `127.0.0.1:${port}` } = {}) {
  const request = ask({ host: '127.0.0.1', port, path, method, headers: { host } });
  request.end();
  const [response] = await once(request, 'response');
  return {
    status: response.statusCode as number,
    type: response.headers['content-type'] as string,
    length: Number(response.headers['content-length']),
    allow: response.headers.allow as string | undefined,
    body: await text(response),
  };
}

it('/metrics is told in the format of Prometheus', async () => {
  expect(await get('/metrics')).toMatchObject({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    body: 'up 1\n',
  });
});

it('/healthz says of each mailbox when it was read, with a status for those who read no words', async () => {
  const well = await get('/healthz');
  expect([well.status, JSON.parse(well.body)]).toEqual([200, { schema: 'security-inbox/health@1', ...WELL }]);
  health = { healthy: false, mailboxes: [{ ...WELL.mailboxes[0], healthy: false } as never] };
  expect((await get('/healthz')).status).toBe(503);
});

it('HEAD is answered as GET is, without the words', async () => {
  expect(await get('/metrics', { method: 'HEAD' })).toMatchObject({ status: 200, length: 5, body: '' });
});

it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async method => {
  expect(await get('/metrics', { method })).toMatchObject({ status: 405, allow: 'GET, HEAD' });
});

it.each(['/', '/metrics/', '/..%2fetc', '/config.json'])('there is nothing at %s', async path => {
  expect((await get(path)).status).toBe(404);
});

it.each(['inbox.evil.example', 'evil.example:9464'])(
  'a browser that was led here by another name, %j, learns nothing',
  async host => {
    const { status, body } = await get('/metrics', { host });
    expect([status >= 400, body.includes('up')]).toEqual([true, false]);
  },
);

it('a database that can not be read is no end of the program, and not repeated', async () => {
  metrics = async () => {
    throw Object.assign(new Error('words of a report'), { code: 'SQLITE_BUSY' });
  };
  const { status, body } = await get('/metrics');
  expect([status, body]).toEqual([500, "The database can't be read (SQLITE_BUSY).\n"]);
  metrics = async () => 'up 1\n';
  expect((await get('/metrics')).status).toBe(200);
});

it('what is no request is hung up on', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.write('EHLO inbox\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400/);
  expect((await get('/healthz')).status).toBe(200);
});

it('whoever connects many times and asks for nothing keeps nobody else waiting', async () => {
  const silent = Array.from({ length: 40 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  try {
    await Promise.all(silent.map(socket => once(socket, 'connect')));
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/metrics')).status).toBe(200);
  } finally {
    for (const socket of silent) socket.destroy();
  }
});

it('whoever stays connected does not hold up the end', async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await page.close();
  await closed;
  await expect(get('/healthz')).rejects.toThrow('ECONNREFUSED');
});

it('where another program has the port it says so, and listens when that is gone', async () => {
  const other = endpoint({ host: '127.0.0.1', port }, { metrics, health: () => WELL });
  await expect(other.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await page.close();
  await other.listen();
  expect((await get('/metrics')).status).toBe(200);
  await other.close();
});
