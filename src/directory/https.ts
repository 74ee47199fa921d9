/**
 * One HTTPS request to a host that a stranger named: bounded in time and size, without redirects, and never to an
 * address inside our own network (SSRF). The address is checked as it is connected to, so that a name can't be good
 * when it is checked and another when it is used.
 */
import { lookup } from 'node:dns';
import { type RequestOptions, request } from 'node:https';
import { BlockList, type LookupFunction } from 'node:net';
import { errorCode } from '../failure.js';
import type { Answer, Ask } from './web-key-directory.js';

/** Milliseconds for all of it. */
const TIME_LIMIT = 10_000;

/** Bytes; the certificates of well-connected people have some 100,000. */
const MAX_BYTES = 262_144;

/** Networks that are not the public Internet: RFC 6890 and the registries it made. */
const NOT_PUBLIC = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  NOT_PUBLIC.addSubnet(network, prefix, 'ipv4');
}
/** RFC 4291 §2.4: global unicast is 2000::/3; of it these are for tunnels, benchmarks and documentation. */
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  NOT_PUBLIC.addSubnet(network, prefix, 'ipv6');
}

/** Whether an address is one of the public Internet. */
export function isPublic(address: string, family: number): boolean {
  if (family === 4) return !NOT_PUBLIC.check(address, 'ipv4');
  return GLOBAL.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
}

/**
 * Makes the means to ask.
 * @param options - for tests: how names are resolved, and whom to trust
 */
export function httpsAsk(
  options: Pick<RequestOptions, 'lookup' | 'ca' | 'port'> = { lookup: publicLookup },
): Ask {
  return url =>
    new Promise(resolve => {
      const settle = (answer: Answer) => {
        clearTimeout(timer);
        asking.destroy();
        resolve(answer);
      };
      const asking = request(url, { ...options, agent: false }, response => {
        const { statusCode: status, headers } = response;
        if (status !== 200) return settle({ kind: 'none', status });
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_BYTES) return settle({ kind: 'none', error: 'EFBIG' });
          chunks.push(chunk);
        });
        response.on('error', error => settle(failed(error)));
        response.on('end', () => {
          settle(
            response.complete
              ? { kind: 'found', bytes: Buffer.concat(chunks), contentType: headers['content-type'] }
              : { kind: 'none', error: 'ECONNRESET' },
          );
        });
      });
      asking.on('error', error => settle(failed(error)));
      const timer = setTimeout(() => settle({ kind: 'none', error: 'ETIMEDOUT' }), TIME_LIMIT);
      asking.end();
    });
}

function failed(error: unknown): Answer {
  const code = errorCode(error);
  return code === 'ENOTFOUND' ? { kind: 'no-host' } : { kind: 'none', error: code ?? 'unknown error' };
}

/** Resolves to public addresses alone; a name that has none but ours does not exist. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const [first, ...others] = (found ?? []).filter(({ address, family }) => isPublic(address, family));
    if (error || !first) {
      callback(error ?? Object.assign(new Error('no public address'), { code: 'EACCES' }), '', 0);
    } else if (options.all) {
      callback(null, [first, ...others]);
    } else {
      callback(null, first.address, first.family);
    }
  });
};
