/**
 * Who is told how the program itself is: the URL looked up and judged, the address to listen on taken apart.
 */
import { resolve } from 'node:path';
import type { MonitoringConfig } from './config.js';
import { listenAddress } from './listen-address.js';
import type { ConfigFile } from './schema.js';
import { readSecret } from './secret.js';
import { secretUrl } from './secret-url.js';

/**
 * Completes the settings.
 * @param folder - relative paths count from it
 * @throws {Failure} `config` where the secret is missing, or an address is not one that may be used
 */
export function loadMonitoring(monitoring: ConfigFile['monitoring'], folder: string): MonitoringConfig {
  const { metricsFile, listen, pingUrl, warnAfterMinutes, operator } = monitoring;
  return {
    metricsFile: metricsFile === undefined ? null : resolve(folder, metricsFile),
    listen:
      listen === undefined
        ? null
        : listenAddress(listen, 'monitoring.listen', {
            example: '127.0.0.1:9464',
            others: port =>
              `Numbers and health are told to this machine alone, by "127.0.0.1:${port}"; let a proxy with a login hand them on.`,
          }),
    pingUrl:
      pingUrl === undefined
        ? null
        : secretUrl(readSecret(pingUrl, 'monitoring.pingUrl', folder), 'monitoring.pingUrl', {
            unreadable: 'Copy it once more from the service that waits for it.',
            login: 'Take a URL without them.',
          }),
    warnAfterMinutes,
    operator: operator ?? null,
  };
}
