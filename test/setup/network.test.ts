/** Asking a real name server, from a process of its own: within the tests no name is looked up. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DnsServer, startDns } from '../world/dns-server.js';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDns({
    srv: {
      '_imaps._tcp.example.com': [[10, 5, 993, 'imap.example.com']],
      '_submissions._tcp.example.com': [[0, 0, 0, '.']],
      '_submission._tcp.example.com': [[0, 1, 587, 'smtp.example.com']],
    },
    mx: { 'example.org': [[1, 'aspmx.l.google.com']] },
  });
});
afterAll(() => dns?.stop());

/** What the built program finds. */
const found = (address: string, server: string) =>
  new Promise<{ imap: unknown; smtp: unknown }>((done, fail) => {
    const url = (file: string) => JSON.stringify(pathToFileURL(resolve('dist/setup', file)).href);
    const script = `
      const { openNetwork } = await import(${url('network.js')});
      const { findServers } = await import(${url('found-servers.js')});
      const network = openNetwork({ dns: [${JSON.stringify(server)}] });
      // Files are asked for by the system's names, which no test may need.
      console.log(JSON.stringify(await findServers(${JSON.stringify(address)}, { ...network, get: async () => null }, false)));`;
    execFile(process.execPath, ['--input-type=module', '-e', script], (error, stdout) =>
      error ? fail(error) : done(JSON.parse(stdout)),
    );
  });

it('its SRV records are read, and "." is none', async () => {
  expect(await found('support@example.com', dns.address)).toMatchObject({
    imap: { isSure: true, server: { host: 'imap.example.com', port: 993, security: 'tls' } },
    smtp: { server: { host: 'smtp.example.com', port: 587, security: 'starttls' } },
  });
});

it('its MX records tell the provider', async () => {
  expect(await found('support@example.org', dns.address)).toMatchObject({
    imap: { server: { host: 'imap.gmail.com' } },
  });
});

it('a name that is not there is no failure, nor is a name server that is not there', async () => {
  expect(await found('support@example.net', dns.address)).toEqual({ imap: null, smtp: null });
  expect(await found('support@example.net', '127.0.0.1:9')).toEqual({ imap: null, smtp: null });
});
