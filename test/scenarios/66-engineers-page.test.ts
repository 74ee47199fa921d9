/** The engineers' page: reports to be read by those who were let in, and by nobody else. */

import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formAt, freePort } from '../form/served.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, type Running } from '../world/program.js';

const NOWHERE = { host: '127.0.0.1', port: 1 };
const MAIL = { imap: { ...NOWHERE, user: 'support@example.test', password: 'x' }, smtp: NOWHERE };
const TOKEN = 'an-engineers-token-of-32-characters';

/** What would run, load or send something if it were taken for markup. */
const HOSTILE = `<script>alert(1)</script> "><img src=x onerror=alert(2)> </pre></title> \u202eevil`;
const REPORT = plainMail(
  { from: 'Ada <ada@example.org>', subject: 'Security Alert: the export leaks' },
  `Description\nA wombat reads all. ${HOSTILE}\n\nSteps to reproduce\n1. open it\n2. look\n`,
);

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

describe("the engineers' page", { timeout: 120_000 }, () => {
  let inbox: Installation;
  let serve: Running | null = null;
  let where: { readonly port: number } | { readonly socketPath: string };

  const start = async (engineersPage: object) => {
    inbox = install({ ...MAIL, overrides: { engineersPage } });
    expect((await inbox.runWithInput(REPORT, 'ingest', '--no-send', '-')).status).toBe(0);
    serve = inbox.start('serve');
    await serve.logged('page.listening');
  };
  const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET', body = '') =>
    new Promise<Answer>((done, fail) => {
      const asked = request({ host: '127.0.0.1', ...where, path, method, headers }, response => {
        let text = '';
        response.setEncoding('utf8').on('data', part => {
          text += part;
        });
        response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      asked.on('error', fail).end(body);
    });
  const letIn = { Authorization: `Bearer ${TOKEN}` };

  beforeEach(async () => {
    serve = null;
    where = { port: await freePort() };
  });
  afterEach(async () => {
    serve?.child.kill('SIGTERM');
    expect((await serve?.finished)?.status ?? 0).toBe(0);
    inbox.remove();
  });

  const withToken = () => start({ listen: `127.0.0.1:${'port' in where ? where.port : 0}`, token: TOKEN });

  it('shows the open reports, each with all that is known of it, and the digest', async () => {
    await withToken();
    const list = await ask('/', letIn);
    expect(list.status).toBe(200);
    const [, number = ''] = /href="\/reports\/([^"]+)"/.exec(list.text) ?? [];
    expect(list.text).toContain('the export leaks');
    const report = await ask(`/reports/${number}`, letIn);
    for (const part of ['A wombat reads all.', 'ada@example.org', 'Received', 'Steps', '1. open it']) {
      expect(report.text).toContain(part);
    }
    expect((await ask('/digest', letIn)).text).toContain('Security reports');
    expect((await ask(`/reports/${number.toLowerCase()}`, letIn)).status).toBe(200);
    expect((await ask('/reports/TS-1999-0001', letIn)).status).toBe(404);
  });

  it('finds reports by their words, and by their number at once', async () => {
    await withToken();
    expect((await ask('/?words=wombat', letIn)).text).toContain('the export leaks');
    expect((await ask('/?words=quokka', letIn)).text).toContain('No report is like that.');
    expect((await ask('/?words=%22%3E%3Cscript%3E', letIn)).text).not.toContain('<script');
    const [number] = inbox.query('SELECT number FROM reports').map(row => String(row.number));
    const exact = await ask(`/?words=${number}`, letIn);
    expect([exact.status, exact.headers.location]).toEqual([303, `/reports/${number}`]);
    expect((await ask('/?list=closed', letIn)).text).toContain('No report is like that.');
    expect((await ask('/?list=all', letIn)).text).toContain('the export leaks');
  });

  it('is searched without the words in any address, and from no other page', async () => {
    await withToken();
    const search = (words: string, headers: Readonly<Record<string, string>> = {}) => {
      const form = { ...letIn, 'Content-Type': 'application/x-www-form-urlencoded', ...headers };
      return ask('/search', form, 'POST', new URLSearchParams({ words }).toString());
    };
    const sent = await search('wombat', { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' });
    const address = String(sent.headers.location);
    expect([sent.status, address]).toEqual([303, expect.stringMatching(/^\/\?found=[\w-]{40,}$/)]);
    const found = await ask(address, letIn);
    expect(found.text).toContain('the export leaks');
    expect(found.text).toContain('value="wombat"');
    serve?.child.kill('SIGHUP');
    await serve?.logged('config.reloaded');
    expect((await ask(address, letIn)).text).toContain('value="wombat"');
    const forgotten = await ask(address.slice(0, -1), letIn);
    expect([forgotten.status, forgotten.text]).toEqual([410, expect.stringContaining('Search again.')]);
    expect(forgotten.text).not.toContain('the export leaks');
    expect((await search('quokka')).headers.location).not.toBe(address);
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'https://evil.example' },
    ])
      expect((await search('wombat', headers)).status).toBe(403);
    expect((await search('x'.repeat(10_000))).status).toBe(413);
    expect((await search('wombat', { Authorization: 'Bearer none' })).status).toBe(401);
    expect((await ask('/', letIn, 'POST')).status).toBe(405);
  });

  it('takes a search that is broken off for no fault of its own', async () => {
    const port = await freePort();
    where = { port };
    await withToken();
    for (const length of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(
        `POST /search HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/x-www-form-urlencoded\r\n${length}\r\n\r\n7\r\nwords=x\r\n`,
      );
      // Answered behind it, so that it has come.
      expect((await ask('/', letIn)).status).toBe(200);
      await new Promise<void>(done => socket.end(done));
      socket.destroy();
      expect((await ask('/', letIn)).status).toBe(200);
    }
    serve?.child.kill('SIGTERM');
    expect((await serve?.finished)?.stderr).not.toMatch(/"level":[45]0/);
  });

  it('tells who was not let in nothing, on no address and by no method', async () => {
    await withToken();
    const wrong = { Authorization: `Bearer ${TOKEN}x` };
    for (const path of ['/', '/digest', '/reports/TS-2026-0001', '/nowhere']) {
      for (const headers of [{}, wrong, { 'X-Remote-User': 'Ada' }]) {
        const { status, text, headers: said } = await ask(path, headers);
        expect([status, text]).toEqual([401, 'Only for those who were given the token.\n']);
        expect(said['www-authenticate']).toContain('Basic');
      }
    }
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await ask('/', letIn, method)).status).toBe(405);
    const heads = [await ask('/', letIn, 'HEAD'), await ask('/', wrong, 'HEAD')];
    expect(heads.map(({ status, text }) => [status, text])).toEqual([
      [200, ''],
      [401, ''],
    ]);
    await serve?.logged('page.refused');
  });

  it('shows what a mail says as text, on a page that runs nothing, is kept nowhere and framed by nobody', async () => {
    await withToken();
    const [number] = inbox.query('SELECT number FROM reports').map(row => String(row.number));
    const { text, headers } = await ask(`/reports/${number}`, letIn);
    expect(text).not.toMatch(/<script|<img|onerror=alert\(2\)>(?!.*&lt;img)/);
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('\u202e');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('changes nothing on record, and logs who read which report, without a word of it', async () => {
    await withToken();
    const before = inbox.query(
      'SELECT total_changes(), (SELECT max(id) FROM history) AS h, content FROM reports',
    );
    const [number] = inbox.query('SELECT number FROM reports').map(row => String(row.number));
    const user = `Basic ${Buffer.from(`Grace:${TOKEN}`).toString('base64')}`;
    await ask(`/reports/${number}`, { Authorization: user });
    await serve?.logged('page.read');
    expect(
      inbox.query('SELECT total_changes(), (SELECT max(id) FROM history) AS h, content FROM reports'),
    ).toEqual(before);
    serve?.child.kill('SIGTERM');
    const { stdout, stderr } = (await serve?.finished) ?? { stdout: '', stderr: '' };
    const events = stderr.split('\n').flatMap(line => (line.startsWith('{') ? [JSON.parse(line)] : []));
    expect(events).toContainEqual(
      expect.objectContaining({ event: 'page.read', report: number, who: 'Grace' }),
    );
    expect(stdout + stderr).not.toMatch(/wombat|export leaks|an-engineers-token/);
  });

  it('goes by the header field of a proxy that reaches it by a Unix socket', async () => {
    where = { socketPath: join('/tmp', `page-${process.pid}-${Date.now()}.sock`) };
    await start({ listen: where.socketPath, userHeader: 'X-Remote-User' });
    expect(statSync(where.socketPath).mode & 0o777).toBe(0o660);
    expect((await ask('/', { 'X-Remote-User': 'Ada' })).status).toBe(200);
    expect((await ask('/')).status).toBe(403);
  });

  it('a new token is made, for its owner alone, and none in its place', async () => {
    inbox = install(MAIL);
    const file = join(inbox.folder, 'page.token');
    const made = await inbox.run('serve', '--make-token', file);
    expect([made.status, made.stderr]).toEqual([0, '']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = readFileSync(file, 'utf8').trim();
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(made.stdout).not.toContain(token);
    expect((await inbox.run('serve', '--make-token', file)).status).toBe(73);
    expect(readFileSync(file, 'utf8').trim()).toBe(token);
  });

  it('ends where its address is taken, though the form has one', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const engineersPage = { listen: `127.0.0.1:${port}`, token: TOKEN };
    inbox = install({ ...MAIL, overrides: { ...formAt(await freePort()), engineersPage } });
    const { status, stderr } = await inbox.run('serve');
    taken.close();
    expect(status).toBe(78);
    expect(stderr).toContain('which engineersPage.listen names: another program does');
  });

  it.each([
    ['nobody has to prove anything', { listen: '127.0.0.1:8026' }, 'lets in anybody'],
    [
      'any user of the machine could write the field',
      { listen: '127.0.0.1:8026', userHeader: 'X-User' },
      'Unix socket',
    ],
    ['the token can be guessed', { listen: '127.0.0.1:8026', token: 'secret' }, '32 or more'],
    ['others can reach it', { listen: '0.0.0.0:8026', token: TOKEN }, 'which others may reach'],
    ['nothing is configured', undefined, 'neither a form nor'],
  ])('is not served where %s', async (_, engineersPage, says) => {
    inbox = install({ ...MAIL, overrides: engineersPage === undefined ? {} : { engineersPage } });
    const { status, stderr } = await inbox.run('serve');
    expect(status).toBe(78);
    expect(stderr).toContain(says);
  });
});
