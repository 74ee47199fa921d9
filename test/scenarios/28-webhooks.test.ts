/** Posts of the built program, as a real HTTP server takes them. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startEmbeddedImap } from '../../src/demo/embedded-imap.js';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { plainMail } from '../world/mails.js';
import { type Installation, install, type Running, SMTP_LOGIN } from '../world/program.js';

const SECRET = 's3cr3t-path';
const FROM = 'Nightjar <nightjar@example.org>';
const REPORT = plainMail(
  { from: FROM, subject: 'Security Alert: wombat @all <!channel>' },
  'Description\nThe wombat export leaks every name.\n',
);
const ORDINARY = plainMail({ subject: 'An order' }, 'Thanks.\n');

let smtp: EmbeddedSmtp;
let server: Server;
let inbox: Installation;
let taken: { hook: string; id: string; body: string }[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let printed: string;

beforeEach(async () => {
  taken = [];
  printed = '';
  answer = (_request, response) => response.end('ok');
  smtp = await startEmbeddedSmtp(SMTP_LOGIN);
  server = createServer((request, response) => {
    text(request).then(
      body => {
        const hook = request.url?.split('/').at(-1) ?? '';
        taken.push({ hook, id: String(request.headers['idempotency-key']), body });
        answer(request, response);
      },
      () => undefined,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = (hook: string) =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}/${hook}`;
  inbox = install({
    imap: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
    smtp,
    overrides: {
      webhooks: [
        { name: 'ours', url: url('json') },
        { name: 'chat', url: { file: 'chat.url' }, shape: 'slack' },
        { name: 'rooms', url: url('mattermost'), shape: 'mattermost' },
        { name: 'office', url: url('teams'), shape: 'teams', events: ['overdue'] },
      ],
    },
  });
  writeFileSync(join(inbox.folder, 'chat.url'), `${url('slack')}\n`, { mode: 0o600 });
});

afterEach(async () => {
  inbox.remove();
  server.closeAllConnections();
  server.close();
  await smtp.stop();
});

async function take(mail: Buffer): Promise<Running> {
  const running = inbox.start('ingest', '--log-level', 'debug', '-');
  running.child.stdin?.end(mail);
  answering = running;
  const { stdout, stderr } = await running.finished;
  printed += stdout + stderr;
  return running;
}

/** The program that is at work now. */
let answering: Running;

const hooks = () => taken.map(({ hook }) => hook).sort();

const dispatches = () =>
  inbox.query('SELECT target, state, attempts, last_answer FROM dispatches ORDER BY target');

it('each webhook is told once of what it wants, in its form, with nothing that came from a mail', async () => {
  await take(REPORT);
  expect(hooks()).toEqual(['json', 'mattermost', 'slack']);
  const change = new Database(inbox.database);
  change.exec(`UPDATE notice_targets SET since = '2000-01-01T00:00:00.000Z';
    UPDATE reports SET acknowledge_by = '2001-01-02T00:00:00.000Z'`);
  change.close();
  await take(ORDINARY);
  expect(hooks()).toEqual(['json', 'json', 'mattermost', 'mattermost', 'slack', 'slack', 'teams']);
  const bodies = taken.map(({ body }) => body).join('\n');
  expect(bodies).toContain('"report":"TS-2026-0001","kind":"new-report"');
  expect(bodies).toContain('application/vnd.microsoft.card.adaptive');
  expect(bodies).not.toMatch(/wombat|nightjar|@all|<!channel>/i);
  expect(printed).toContain('notice.sent');
  expect(printed).not.toContain(SECRET);
});

it('one that fails holds up neither receipts nor the others, and is tried again under the same id', async () => {
  answer = (request, response) =>
    response.writeHead(request.url?.endsWith('/slack') ? 503 : 200, { 'retry-after': '3600' }).end();
  await take(REPORT);
  expect(smtp.received).toHaveLength(1);
  answer = (_request, response) => response.end();
  const change = new Database(inbox.database);
  change.exec("UPDATE dispatches SET not_before = '2000-01-01T00:00:00.000Z'");
  change.close();
  await take(ORDINARY);
  const slack = taken.filter(({ hook }) => hook === 'slack');
  expect(slack).toHaveLength(2);
  expect(new Set(slack.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
  expect(dispatches().every(({ state }) => state === 'sent')).toBe(true);
});

it('a post over which the program was killed is not repeated, and is known as one that may have arrived', async () => {
  answer = (request, response) => {
    if (request.url?.endsWith('/slack')) answering.child.kill('SIGKILL');
    else response.end();
  };
  await take(REPORT);
  answer = (_request, response) => response.end();
  await take(ORDINARY);
  expect(taken.filter(({ hook }) => hook === 'slack')).toHaveLength(1);
  expect(dispatches().find(({ target }) => target === 'chat')).toMatchObject({
    state: 'refused',
    attempts: 1,
    last_answer: expect.stringContaining('may have arrived'),
  });
  expect(printed).not.toContain(SECRET);
});

it('one that hangs keeps no mail from being read and answered meanwhile', async () => {
  const login = { user: 'support@example.test', password: 'p' };
  const imap = await startEmbeddedImap(login);
  let hangs = 0;
  const hanging = new Promise<void>(resolve => {
    answer = (_request, response) => {
      hangs += 1;
      resolve();
      response.on('close', () => {
        hangs -= 1;
      });
    };
  });
  const { port } = server.address() as AddressInfo;
  const webhooks = [{ name: 'ours', url: `http://127.0.0.1:${port}/hook` }];
  const watching = install({
    imap: { ...login, host: imap.host, port: imap.port },
    smtp,
    overrides: { webhooks },
  });
  const watch = watching.start('watch');
  try {
    imap.append('INBOX', REPORT);
    await smtp.accepted(1);
    await hanging;
    imap.append('INBOX', plainMail({ from: 'Ada <ada@example.net>' }, 'Description\nThe import leaks.\n'));
    await smtp.accepted(2);
    expect(hangs).toBe(1);
  } finally {
    server.closeAllConnections();
    watch.child.kill('SIGTERM');
    await watch.finished;
    watching.remove();
    await imap.stop();
  }
});
