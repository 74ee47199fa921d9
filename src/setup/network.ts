/** The means to ask the network where servers are: DNS, and HTTPS without redirects, both bounded in time and size. */
import { Resolver } from 'node:dns/promises';
import { httpsAsk } from '../directory/https.js';
import type { Network } from './found-servers.js';

/** Milliseconds for an answer of DNS, and how often it is asked. */
const PATIENCE = { timeout: 3000, tries: 2 };

/**
 * Opens it.
 * @param options - for tests: servers of DNS as `host:port`, and how HTTPS is asked
 */
export function openNetwork(
  options: { readonly dns?: readonly string[]; readonly https?: Parameters<typeof httpsAsk>[0] } = {},
): Network {
  const resolver = new Resolver(PATIENCE);
  if (options.dns) resolver.setServers(options.dns);
  // Other than for strangers' keys the domain is the operator's own, whose servers may well be in their own network.
  const ask = httpsAsk(options.https ?? {});
  return {
    srv: name => resolver.resolveSrv(name).catch(() => []),
    mx: domain =>
      resolver.resolveMx(domain).then(
        records => records.map(({ exchange }) => exchange),
        () => [],
      ),
    async get(url) {
      const answer = await ask(new URL(url));
      return answer.kind === 'found' ? Buffer.from(answer.bytes).toString('utf8') : null;
    },
  };
}
