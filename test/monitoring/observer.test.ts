/** What those who watch over the program get to know of passes, good and bad. */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config, Configs, MonitoringConfig } from '../../src/config/config.js';
import { type EmbeddedSmtp, startEmbeddedSmtp } from '../../src/demo/embedded-smtp.js';
import { Failure } from '../../src/failure.js';
import type { Log } from '../../src/log.js';
import { openObserver } from '../../src/monitoring/observer.js';
import type { Observer } from '../../src/passes/observer.js';
import type { PassResult } from '../../src/passes/pass.js';
import { type Connection, openDatabase } from '../../src/store/database.js';
import { keptPass } from '../../src/store/kept-passes.js';
import { clear } from '../store/clear.js';

const RESULT = { looked: 3 } as PassResult;
const AWAY = new Failure('unreachable', "The IMAP server can't be reached.");
const OPERATOR = 'ops@example.net';

let folder: string;
let connection: Connection;
let smtp: EmbeddedSmtp;
let now: Date;
let events: [event: string, fields: Record<string, unknown>][];
let observers: Observer[];
/** Whether the mail server takes what goes to the operator. */
let refusal: { code: number; message: string } | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'observer-'));
  connection = openDatabase(clear(join(folder, 'inbox.sqlite')));
  refusal = undefined;
  smtp = await startEmbeddedSmtp({ refuseData: () => refusal });
  now = new Date('2026-11-25T12:00:00Z');
  events = [];
  observers = [];
});

afterEach(async () => {
  for (const observer of observers) await observer.close();
  await smtp.stop();
  connection.close();
  rmSync(folder, { recursive: true });
});

const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};

function configs(monitoring: Partial<MonitoringConfig>, names = ['support']): Configs {
  const [first = '', ...others] = names;
  const config = (name: string) =>
    ({
      name,
      database: join(folder, 'inbox.sqlite'),
      identity: { name: 'Security', address: 'security@example.com', aliases: [] },
      smtp: { host: smtp.host, port: smtp.port, security: 'none', ca: null, login: null },
      limits: { serverSeconds: 5 },
      calendar: { timeZone: 'UTC' },
      watch: { pollMinutes: 5 },
      monitoring: {
        metricsFile: null,
        listen: null,
        pingUrl: null,
        warnAfterMinutes: 60,
        operator: null,
        ...monitoring,
      },
    }) as unknown as Config;
  return [config(first), ...others.map(config)];
}

async function observe(all: Configs, listens = false): Promise<Observer> {
  const note = (fields: unknown, event: string) =>
    void events.push([event, fields as Record<string, unknown>]);
  const log = { debug: note, info: note, warn: note, error: note } as unknown as Log;
  const observer = await openObserver(all, { connection, log, now: () => now }, listens);
  observers.push(observer);
  return observer;
}

/** One pass as `poll` makes it, by a process of its own. */
async function poll(all: Configs, outcome: 'good' | 'bad', [config] = all): Promise<void> {
  const observer = await observe(all);
  if (outcome === 'good') await observer.passed(config, RESULT, 250);
  else await observer.failed(config, AWAY);
  await observer.close();
}

const subjects = () =>
  smtp.received.map(({ raw }) => /^Subject: (.*)/m.exec(raw.toString().replace(/\r\n /g, ' '))?.[1]?.trim());
const named = (event: string) => events.filter(([name]) => name === event);

describe('the operator', () => {
  it('is told once of an outage, and once that it is over, by whatever process', async () => {
    const all = configs({ operator: OPERATOR });
    await poll(all, 'good');
    await poll(all, 'bad');
    later(59);
    await poll(all, 'bad');
    expect(subjects()).toEqual([]);
    later(1);
    await poll(all, 'bad');
    await poll(all, 'bad');
    later(600);
    await poll(all, 'bad');
    await poll(all, 'good');
    await poll(all, 'good');
    expect(subjects()).toEqual([
      'security-inbox: mailbox support is not being read',
      'security-inbox: mailbox support is read again',
    ]);
    expect(named('operator.told')).toHaveLength(2);
    const [mail] = smtp.received;
    expect(mail?.envelope).toEqual({ from: 'security@example.com', to: [OPERATOR] });
    expect(mail?.raw.toString()).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(mail?.raw.toString()).toContain("The IMAP server can't be reached.");
  });

  it('is told of the next outage too', async () => {
    const all = configs({ operator: OPERATOR, warnAfterMinutes: 1 });
    for (const outcome of ['bad', 'bad', 'good', 'bad', 'bad', 'good'] as const) {
      await poll(all, outcome);
      later(1);
    }
    expect(smtp.received).toHaveLength(4);
    expect(
      new Set(smtp.received.map(({ raw }) => /^Message-ID: (.*)/im.exec(raw.toString())?.[1])).size,
    ).toBe(4);
  });

  it('is told with a later pass where the mail server is away too', async () => {
    const all = configs({ operator: OPERATOR, warnAfterMinutes: 1 });
    refusal = { code: 451, message: 'later' };
    await poll(all, 'bad');
    later(2);
    await poll(all, 'bad');
    await poll(all, 'bad');
    expect(named('operator.not-told')).toEqual([
      ['operator.not-told', { mailbox: 'support', news: 'outage', answer: '451 later' }],
    ]);
    refusal = undefined;
    await poll(all, 'bad');
    expect(smtp.received).toHaveLength(1);
  });

  it('is not told again and again by a server that will not have it', async () => {
    const all = configs({ operator: OPERATOR, warnAfterMinutes: 1 });
    refusal = { code: 550, message: 'no such user' };
    await poll(all, 'bad');
    later(2);
    for (const outcome of ['bad', 'bad', 'bad'] as const) await poll(all, outcome);
    expect(named('operator.not-told')).toHaveLength(1);
  });

  it('is told of each mailbox by itself', async () => {
    const all = configs({ operator: OPERATOR, warnAfterMinutes: 1 }, ['support', 'products']);
    await poll(all, 'bad', [all[1] as Config]);
    later(2);
    await poll(all, 'bad', [all[1] as Config]);
    await poll(all, 'good', [all[0]]);
    expect(subjects()).toEqual(['security-inbox: mailbox products is not being read']);
  });

  it('is nobody where none is named', async () => {
    const all = configs({ warnAfterMinutes: 1 });
    await poll(all, 'bad');
    later(100);
    await poll(all, 'bad');
    expect([smtp.received, events]).toEqual([[], []]);
  });
});

describe('the numbers', () => {
  it('are in the file after a good pass, and after a bad one', async () => {
    const file = join(folder, 'inbox.prom');
    const all = configs({ metricsFile: file });
    await poll(all, 'good');
    expect(readFileSync(file, 'utf8')).toContain('\nsecurity_inbox_mailbox_up{mailbox="support"} 1\n');
    later(1);
    await poll(all, 'bad');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('\nsecurity_inbox_mailbox_up{mailbox="support"} 0\n');
    expect(text).toContain('\nsecurity_inbox_messages_looked_at_total{mailbox="support"} 3\n');
    expect(text).toContain(`{mailbox="support"} ${Date.UTC(2026, 10, 25, 12) / 1000}\n`);
    expect(text).not.toContain("can't be reached");
  });

  it('that can not be written fail no pass, and are said to be missing once', async () => {
    const all = configs({ metricsFile: join(folder, 'nowhere', 'inbox.prom') });
    await poll(all, 'good');
    await poll(all, 'good');
    expect(named('monitoring.failed')).toEqual([
      ['monitoring.failed', { code: 'output', message: expect.stringContaining('nowhere') }],
    ]);
    expect(keptPass(connection, 'support')?.good).toBe(2);
  });
});

describe('a ping', () => {
  let server: Server;
  let pingUrl: URL;
  let pings: number;
  let status: number;

  beforeEach(async () => {
    pings = 0;
    status = 200;
    server = createServer((_request, response) => {
      pings += 1;
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    pingUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/s3cr3t`);
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  it('goes out after a good pass, and after no bad one', async () => {
    await poll(configs({ pingUrl }), 'good');
    await poll(configs({ pingUrl }), 'bad');
    expect([pings, events]).toEqual([1, []]);
  });

  it('goes out when all mailboxes were read', async () => {
    const all = configs({ pingUrl }, ['support', 'products']);
    const observer = await observe(all);
    await observer.passed(all[0], RESULT, 1);
    await observer.failed(all[1] as Config, AWAY);
    await observer.close();
    expect(pings).toBe(0);
    await observer.passed(all[1] as Config, RESULT, 1);
    await observer.close();
    expect(pings).toBe(1);
  });

  it('that is not taken is said once, by its host alone, and again after one that was', async () => {
    const all = configs({ pingUrl });
    for (const answered of [500, 500, 200, 500]) {
      status = answered;
      await poll(all, 'good');
    }
    expect(named('ping.failed')).toEqual(
      Array(2).fill(['ping.failed', { host: pingUrl.host, answer: 'HTTP 500' }]),
    );
    expect(JSON.stringify(events)).not.toContain('s3cr3t');
  });
});

describe('the address', () => {
  it('is asked by those who may, while the process stays', async () => {
    const port = await freePort();
    const all = configs({ listen: { host: '127.0.0.1', port } });
    const observer = await observe(all, true);
    const health = () => fetch(`http://127.0.0.1:${port}/healthz`);
    expect((await health()).status).toBe(503);
    await observer.passed(all[0], RESULT, 1);
    later(2);
    expect(await (await health()).json()).toMatchObject({
      healthy: true,
      mailboxes: [{ mailbox: 'support', secondsSinceGoodPass: 120 }],
    });
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toContain('\nsecurity_inbox_passes_total{mailbox="support",outcome="good"} 1\n');
    later(14);
    expect((await health()).status).toBe(503);
    await observer.close();
    await expect(health()).rejects.toThrow();
  });

  it('that another program has fails no pass, and is taken when it is free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const all = configs({ listen: { host: '127.0.0.1', port } });
    const observer = await observe(all, true);
    await observer.passed(all[0], RESULT, 1);
    expect(named('monitoring.failed')).toEqual([
      ['monitoring.failed', { code: 'unreachable', message: expect.stringContaining(`127.0.0.1:${port}`) }],
    ]);
    other.close();
    await once(other, 'close');
    await observer.passed(all[0], RESULT, 1);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });

  it('is nobody’s where the process ends at once', async () => {
    const port = await freePort();
    await observe(configs({ listen: { host: '127.0.0.1', port } }));
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });
});

it('a database that can not be written to fails no pass, and nothing is told that is not so', async () => {
  const file = join(folder, 'inbox.prom');
  const all = configs({ metricsFile: file });
  const observer = await observe(all);
  connection.pragma('query_only = ON');
  await observer.passed(all[0], RESULT, 1);
  expect(named('monitoring.failed').length).toBeGreaterThan(0);
  expect(existsSync(file)).toBe(false);
  connection.pragma('query_only = OFF');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
