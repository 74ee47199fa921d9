/**
 * An address of this machine to listen on, as config.json writes it.
 */
import { Failure } from '../failure.js';
import type { ListenAddress, ListenPlace } from './config.js';
import { isLoopback } from './loopback.js';

/** The words of what can be wrong. */
interface Advice {
  /** An address as it should be. */
  readonly example: string;
  /** What to do where others could reach it, as whole sentences. */
  readonly others: (port: number) => string;
}

/**
 * Takes an address apart: IPv4, a name, or IPv6 in brackets, and a port.
 * @param path - of the key
 * @throws {Failure} `config` where it is none, or others may reach it
 */
export function listenAddress(text: string, path: string, { example, others }: Advice): ListenAddress {
  const [, host = '', digits = ''] = /^(\[[^[\]]*\]|[^:[\]]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === '' || port < 1 || port > 65_535) {
    throw new Failure(
      'config',
      `${path} is "${text}", and must be an address of this machine and a port, such as "${example}".`,
    );
  }
  if (!isLoopback(host)) {
    throw new Failure('config', `${path} is "${text}", which others may reach. ${others(port)}`);
  }
  return { host: host.replace(/^\[|\]$/g, ''), port };
}

/**
 * The same, or an absolute path, which is that of a Unix socket: where `serve` answers a reverse proxy.
 * @param example - an address as it should be
 * @throws {Failure} `config` as listenAddress does
 */
export function listenPlace(text: string, path: string, example: string): ListenPlace {
  if (text.startsWith('/')) return { socket: text };
  return listenAddress(text, path, {
    example,
    others: port => `Listen on "127.0.0.1:${port}", and let a proxy hand on what comes by https.`,
  });
}
