/** What `check` finds of those who watch over the program. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer as createPage } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkListen, checkMetricsFile, checkMonitoring } from '../../src/checks/monitoring.js';
import type { CheckResult } from '../../src/checks/result.js';
import type { MonitoringConfig } from '../../src/config/config.js';
import { endpoint } from '../../src/monitoring/endpoint.js';

const NOW = new Date('2026-06-01T12:00:00Z');
const NOTHING: MonitoringConfig = {
  metricsFile: null,
  listen: null,
  pingUrl: null,
  warnAfterMinutes: 60,
  operator: null,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'monitoring-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
}

async function resultsOf(monitoring: Partial<MonitoringConfig>, online = false): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for await (const one of checkMonitoring({ ...NOTHING, ...monitoring }, online, 5, NOW)) results.push(one);
  return results;
}

it('what is not configured is skipped', async () => {
  expect((await resultsOf({})).map(({ id, outcome }) => [id, outcome])).toEqual([
    ['monitoring.metrics-file', 'skipped'],
    ['monitoring.listen', 'skipped'],
    ['monitoring.ping', 'skipped'],
  ]);
});

describe('the file of the numbers', () => {
  const writtenAt = (at: string) => {
    writeFileSync(join(folder, 'a.prom'), '');
    utimesSync(join(folder, 'a.prom'), new Date(at), new Date(at));
    return checkMetricsFile(join(folder, 'a.prom'), NOW);
  };

  it('may be missing where its folder is there', () => {
    expect(checkMetricsFile(join(folder, 'a.prom'), NOW)).toMatchObject({ outcome: 'ok' });
  });

  it('is well where it is young, and warned of where nobody has written it for over an hour', () => {
    expect(writtenAt('2026-06-01T11:01:00Z')).toMatchObject({ outcome: 'ok' });
    expect(writtenAt('2026-06-01T10:59:00Z')).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining('2026-06-01T10:59:00.000Z'),
      remedy: expect.stringContaining('ReadWritePaths='),
    });
  });

  it('fails where its folder is missing, or is a file', () => {
    const missing = checkMetricsFile(join(folder, 'no', 'a.prom'), NOW);
    expect(missing).toMatchObject({ outcome: 'failure', code: 'output' });
    expect(missing.message).toContain(`${join(folder, 'no')}, is not there`);
    writeFileSync(join(folder, 'file'), '');
    expect(checkMetricsFile(join(folder, 'file', 'a.prom'), NOW).message).toContain('is no folder');
  });

  it('fails where a folder lies in its place', () => {
    mkdirSync(join(folder, 'a.prom'));
    expect(checkMetricsFile(join(folder, 'a.prom'), NOW)).toMatchObject({ outcome: 'failure' });
  });
});

describe('the address that numbers are asked for at', () => {
  it('is well where it is free, and free afterwards', async () => {
    const port = await freePort();
    expect(await checkListen({ host: '127.0.0.1', port }, 5)).toMatchObject({ outcome: 'ok' });
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });

  it('is well where watch answers there, and it goes on', async () => {
    const port = await freePort();
    const ours = endpoint(
      { host: '127.0.0.1', port },
      { metrics: async () => 'up 1\n', health: () => ({ healthy: false, mailboxes: [] }) },
    );
    await ours.listen();
    try {
      const found = await checkListen({ host: '127.0.0.1', port }, 5);
      expect(found).toMatchObject({ outcome: 'ok', message: expect.stringContaining('A running watch') });
      expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(200);
    } finally {
      await ours.close();
    }
  });

  it('fails where another program answers', async () => {
    const other = createPage((_, response) => response.end('{"schema":"another/health@1"}'));
    const port = await listening(other);
    try {
      expect(await checkListen({ host: '127.0.0.1', port }, 5)).toMatchObject({
        outcome: 'failure',
        message: expect.stringContaining(`Another program has 127.0.0.1:${port}`),
        remedy: expect.stringContaining('monitoring.listen'),
      });
    } finally {
      other.close();
    }
  });
});

describe('the sign of life', () => {
  it('is never given: its host is connected to, where that is asked for, and told nothing', async () => {
    let connections = 0;
    let bytes = 0;
    const ended: Promise<unknown>[] = [];
    const service = createServer(socket => {
      connections += 1;
      ended.push(once(socket, 'close'));
      socket.on('data', chunk => {
        bytes += chunk.length;
      });
    });
    const port = await listening(service);
    try {
      const pingUrl = new URL(`http://127.0.0.1:${port}/s3cr3t`);
      const [, , offline] = await resultsOf({ pingUrl });
      expect([offline?.outcome, connections]).toEqual(['skipped', 0]);
      const [, , online] = await resultsOf({ pingUrl }, true);
      await Promise.all(ended);
      expect([online?.outcome, connections, bytes]).toEqual(['ok', 1, 0]);
      expect(`${offline?.message}${online?.message}`).not.toContain('s3cr3t');
    } finally {
      service.close();
    }
  });

  it('is warned of where its host is not reached, without its URL', async () => {
    const pingUrl = new URL(`http://127.0.0.1:${await freePort()}/s3cr3t`);
    const [, , found] = await resultsOf({ pingUrl }, true);
    expect(found).toMatchObject({ outcome: 'warning', message: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.stringify(found)).not.toContain('s3cr3t');
  });
});
