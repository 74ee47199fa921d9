/** Where an address's servers are, by what its domain says. */
import { expect, it } from 'vitest';
import { findServers, type Network, type SrvRecord } from '../../src/setup/found-servers.js';

const FILE = `<clientConfig version="1.1"><emailProvider id="example.com">
  <incomingServer type="imap"><hostname>imap.provider.net</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
  <outgoingServer type="smtp"><hostname>smtp.provider.net</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>
</emailProvider></clientConfig>`;

interface Says {
  readonly srv?: Record<string, readonly SrvRecord[]>;
  readonly mx?: readonly string[];
  readonly files?: Record<string, string>;
}

/** Notes what is asked. */
function network({ srv = {}, mx = [], files = {} }: Says) {
  const asked: string[] = [];
  const means: Network = {
    srv: async name => srv[name] ?? [],
    mx: async () => mx,
    get: async url => {
      asked.push(url);
      return files[new URL(url).host] ?? null;
    },
  };
  return { means, asked };
}

const find = (says: Says, isListAsked = false, address = 'support@example.com') =>
  findServers(address, network(says).means, isListAsked);
const record = (name: string, port: number, priority = 0, weight = 0) => ({ name, port, priority, weight });

it('by the autoconfig file of the domain, before all else', async () => {
  const { imap, smtp } = await find({
    files: { 'autoconfig.example.com': FILE },
    srv: { '_imaps._tcp.example.com': [record('imap.example.com', 993)] },
    mx: ['aspmx.l.google.com'],
  });
  expect([imap?.server.host, smtp?.server.host]).toEqual(['imap.provider.net', 'smtp.provider.net']);
  expect([imap?.isSure, smtp?.isSure]).toEqual([true, true]);
});

it('by the file under .well-known where there is no other', async () => {
  const { imap } = await find({ files: { 'example.com': FILE } });
  expect(imap?.server.host).toBe('imap.provider.net');
});

it('by SRV records: the lowest priority, and of it the highest weight', async () => {
  const { imap, smtp } = await find({
    srv: {
      '_imaps._tcp.example.com': [
        record('c.example.com', 993, 20, 100),
        record('a.example.com', 993, 10, 1),
        record('B.example.com.', 994, 10, 9),
      ],
      '_submission._tcp.example.com': [record('smtp.example.com', 587)],
    },
  });
  expect(imap?.server).toMatchObject({ host: 'b.example.com', port: 994, security: 'tls' });
  expect(smtp?.server).toMatchObject({ host: 'smtp.example.com', port: 587, security: 'starttls' });
  expect(imap?.isSure).toBe(true);
});

it('TLS goes before STARTTLS, and a target of "." is no server', async () => {
  const { imap, smtp } = await find({
    srv: {
      '_imaps._tcp.example.com': [record('imap.example.com', 993)],
      '_imap._tcp.example.com': [record('old.example.com', 143)],
      '_submissions._tcp.example.com': [record('.', 0)],
      '_submission._tcp.example.com': [record('', 0)],
    },
  });
  expect(imap?.server.host).toBe('imap.example.com');
  expect(smtp).toBeNull();
});

it.each([
  ['imap.attacker.net', false],
  ['imap.example.com.attacker.net', false],
  ['imap.example.com', true],
])('an SRV record that names %s is sure: %s', async (host, isSure) => {
  const { imap } = await find({ srv: { '_imaps._tcp.example.com': [record(host, 993)] } });
  expect(imap).toMatchObject({ isSure, server: { host } });
});

it('what is sure goes before an SRV record of another domain', async () => {
  const { imap } = await find({
    srv: { '_imaps._tcp.example.com': [record('imap.attacker.net', 993)] },
    mx: ['aspmx.l.google.com'],
  });
  expect(imap?.server.host).toBe('imap.gmail.com');
});

it.each([
  ['ASPMX.L.GOOGLE.COM.', 'imap.gmail.com', true],
  ['example-com.mail.protection.outlook.com', 'outlook.office365.com', false],
  ['example-com.a-v1.mx.microsoft', 'outlook.office365.com', false],
])('a domain whose mail %s takes is at %s, with passwords: %s', async (mx, host, takesPasswords) => {
  expect((await find({ mx: [mx] })).imap?.server).toMatchObject({ host, takesPasswords });
});

it('a host that only ends like a provider is none', async () => {
  expect((await find({ mx: ['mx.notgoogle.com', 'outlook.com.example.net'] })).imap).toBeNull();
});

it("Thunderbird's list is asked only where that is wanted, and nothing else was said", async () => {
  const files = { 'autoconfig.thunderbird.net': FILE };
  expect((await find({ files })).imap).toBeNull();
  expect((await find({ files }, true)).imap?.server.host).toBe('imap.provider.net');

  const { means, asked } = network({ files: { ...files, 'autoconfig.example.com': FILE } });
  await findServers('support@example.com', means, true);
  expect(asked.filter(url => url.includes('thunderbird'))).toEqual([]);
});

it('a domain with other letters is asked for in ASCII, and only over https', async () => {
  const { means, asked } = network({});
  await findServers('support@bücher.example', means, true);
  expect(asked.length).toBeGreaterThan(0);
  for (const url of asked) expect(url).toMatch(/^https:\/\/[^/]*/);
  expect(asked[0]).toContain('https://autoconfig.xn--bcher-kva.example/');
});
