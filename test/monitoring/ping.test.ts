/** Signs of life: when one is due, and what comes of it. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ping, pingClock } from '../../src/monitoring/ping.js';

const MINUTE = 60_000;

describe('one is due', () => {
  it('when the only mailbox was read, and not more often than once a minute', () => {
    const clock = pingClock(['a']);
    expect([0, 1, MINUTE - 1, MINUTE, MINUTE + 1].map(now => clock.passed('a', now))).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it('when all mailboxes were read, each since the last one', () => {
    const clock = pingClock(['a', 'b']);
    expect(clock.passed('a', 0)).toBe(false);
    expect(clock.passed('a', 1)).toBe(false);
    expect(clock.passed('b', 2)).toBe(true);
    // One that is stuck is not covered up by the other.
    expect(clock.passed('b', 10 * MINUTE)).toBe(false);
    expect(clock.passed('a', 11 * MINUTE)).toBe(true);
  });

  it('not while one of them fails', () => {
    const clock = pingClock(['a', 'b']);
    clock.passed('a', 0);
    clock.failed('a');
    expect(clock.passed('b', 1)).toBe(false);
    expect(clock.passed('a', 2)).toBe(true);
  });

  it('also after the clock was set back', () => {
    const clock = pingClock(['a']);
    clock.passed('a', 100 * MINUTE);
    expect(clock.passed('a', MINUTE)).toBe(true);
  });
});

describe('it comes to', () => {
  let server: Server;
  let url: URL;
  let asked: string[];
  let status: number;

  beforeEach(async () => {
    asked = [];
    status = 200;
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('OK');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/s3cr3t`);
  });

  afterEach(async () => {
    server.close();
    server.closeAllConnections();
  });

  it('nothing to say where the service took it', async () => {
    expect(await ping(url)).toBeNull();
    expect(asked).toEqual(['GET /s3cr3t']);
  });

  it.each([404, 500, 302])('the status %i where it did not', async answered => {
    status = answered;
    expect(await ping(url)).toBe(`HTTP ${answered}`);
    expect(asked).toEqual(['GET /s3cr3t']);
  });

  it('the reason where nobody is there, without the URL', async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect(await ping(url)).toBe('ECONNREFUSED');
  });
});
