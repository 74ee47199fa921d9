/** What `check` finds of where the form and the engineers' page are served. */
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPage, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPlace, checkServing, checkUrl } from '../../src/checks/serving.js';
import { Failure } from '../../src/failure.js';
import { type ListeningServer, listen } from '../../src/serving/server.js';
import { freePort } from '../form/served.js';

const APP = new Hono()
  .get('/report/', context => context.html('<form id="report" method="post" action="/report/">'))
  // As a proxy does that gets no answer.
  .get('/down/', context => context.text('Bad Gateway', 502));

let folder: string;
let served: ListeningServer | null;
beforeEach(() => {
  served = null;
  folder = mkdtempSync(join(tmpdir(), 'serving-'));
  chmodSync(folder, 0o750);
});
afterEach(async () => {
  await served?.close();
  rmSync(folder, { recursive: true });
});

const socketIn = (name: string) => ({ socket: join(folder, name) });

describe('an address', () => {
  it('that nobody listens on is warned of, and how serve is started', async () => {
    const place = { host: '127.0.0.1', port: await freePort() };
    expect(await checkPlace('form.listen', place, 5)).toMatchObject({
      outcome: 'warning',
      remedy: expect.stringContaining('install-service serve'),
    });
  });

  it('where serve answers is well, and no other than its own', async () => {
    const place = { host: '127.0.0.1', port: await freePort() };
    served = await listen(APP, place, 'form.listen');
    expect(await checkPlace('form.listen', place, 5)).toMatchObject({ outcome: 'ok' });
    expect(await checkPlace('engineersPage.listen', place, 5)).toMatchObject({
      outcome: 'failure',
      message: `127.0.0.1:${place.port} is taken by form.listen.`,
    });
  });

  describe('shows that serve is there', () => {
    const ASKS = { Connection: 'close, Security-Inbox-Presence' };
    const ask = async (headers: Readonly<Record<string, string>>) => {
      const place = { host: '127.0.0.1', port: await freePort() };
      served = await listen(APP, place, 'form.listen');
      const asked = request({ ...place, path: '/.security-inbox', headers }).end();
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    };
    it('to check', async () => {
      expect(await ask(ASKS)).toBe(200);
    });
    it.each([
      ['by a proxy that says nothing of whom it asks for', { Connection: 'close' }],
      ['by one that hands on what is not for it', { 'Security-Inbox-Presence': '1', Connection: 'upgrade' }],
      ['by one that says for whom', { ...ASKS, 'X-Forwarded-For': '203.0.113.1' }],
      ['by one that says for which name', { ...ASKS, 'X-Forwarded-Host': 'a.example' }],
      ['by one that says so as nginx does', { ...ASKS, 'X-Real-IP': '203.0.113.1' }],
      ['by one that says so as RFC 7239 has it', { ...ASKS, Forwarded: 'for=203.0.113.1' }],
      ['by one that names itself', { ...ASKS, Via: '1.1 proxy' }],
      ['by a name elsewhere', { ...ASKS, Host: 'rebound.example' }],
    ])('to nobody who asks %s', async (_how, headers) => {
      expect(await ask(headers)).toBe(404);
    });
  });

  it.each([
    ['speaks HTTP', () => createPage((_, answer) => answer.end('{}'))],
    ['says nothing', () => createServer(() => undefined)],
  ])('that another program has, which %s, is a failure', async (_, make) => {
    const server = make().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const result = await checkPlace('form.listen', { host: '127.0.0.1', port }, 1);
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    expect(result).toMatchObject({ outcome: 'failure', message: expect.stringContaining('Another program') });
  });
});

describe('a socket', () => {
  it('where serve answers is well', async () => {
    served = await listen(APP, socketIn('a.sock'), 'engineersPage.listen');
    expect(await checkPlace('engineersPage.listen', socketIn('a.sock'), 5)).toMatchObject({ outcome: 'ok' });
    await served.close();
    served = null;
    expect(existsSync(join(folder, 'a.sock'))).toBe(false);
    expect(await checkPlace('engineersPage.listen', socketIn('a.sock'), 5)).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining('Nobody answers'),
    });
  });

  it.each<[string, () => void, string, string]>([
    ['has no folder', () => undefined, 'none/a.sock', 'is not there'],
    ['anybody could replace', () => chmodSync(folder, 0o777), 'a.sock', 'Every user of this machine'],
    ['the proxy can not get at', () => chmodSync(folder, 0o700), 'a.sock', 'Nobody but its owner'],
    ['is a file', () => writeFileSync(join(folder, 'a.sock'), ''), 'a.sock', 'is no socket'],
    ['is a folder', () => mkdirSync(join(folder, 'a.sock')), 'a.sock', 'is no socket'],
  ])('that %s is said', async (_, make, name, says) => {
    make();
    const { outcome, message } = await checkPlace('form.listen', socketIn(name), 5);
    expect(outcome).toMatch(/warning|failure/);
    expect(message).toContain(says);
  });
});

describe("the form's address", () => {
  it('is well where the form is there, and warned of where something else or nobody is', async () => {
    const port = await freePort();
    const url = (path: string) => new URL(`http://127.0.0.1:${port}${path}`);
    expect(await checkUrl(url('/report/'), 5)).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    served = await listen(APP, { host: '127.0.0.1', port }, 'form.listen');
    expect(await checkUrl(url('/report/'), 5)).toMatchObject({ outcome: 'ok' });
    expect(await checkUrl(url('/other/'), 5)).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining('status 404'),
      remedy: expect.stringContaining('Compare the path'),
    });
    expect(await checkUrl(url('/down/'), 5)).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining('status 502'),
      remedy: expect.stringContaining('serve runs'),
    });
  });
});

it('nothing is said of what is not configured, and what is wrong with the token is', async () => {
  const resultsOf = async (page: () => null) => {
    const results = [];
    for await (const one of checkServing(null, page, true, 5)) results.push(one);
    return results;
  };
  expect(await resultsOf(() => null)).toEqual([]);
  const failing = () => {
    throw new Failure('config', 'engineersPage.token is short.');
  };
  expect(await resultsOf(failing)).toMatchObject([
    { id: 'engineersPage.listen', outcome: 'failure', message: 'engineersPage.token is short.' },
  ]);
});
