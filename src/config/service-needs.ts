/**
 * What a service has to be given for a configuration: folders to write into, credentials to hand over. Read without the secrets, which
 * whoever installs the service need not be able to read.
 */
import { dirname, resolve } from 'node:path';
import { databasePath } from './database-path.js';
import { readConfigFile } from './load.js';
import { parseConfig } from './parse.js';

export interface ServiceNeeds {
  /** Absolute path of config.json. */
  readonly config: string;
  /** Absolute paths of the folders that the program writes into, the database's first; each once. */
  readonly folders: readonly [string, ...string[]];
  /** Absolute paths of the Unix sockets that `serve` listens on. */
  readonly sockets: readonly string[];
  /** Whether there is anything for `serve`. */
  readonly isServed: boolean;
  /** Names that systemd is to hand files over by, in order of the alphabet. */
  readonly credentials: readonly string[];
  /** Absolute paths below anybody's home that the configuration names. */
  readonly homes: readonly string[];
}

/** Whether a path lies where systemd's ProtectHome= hides all. */
export function isInHome(path: string): boolean {
  return /^\/(?:home|root|run\/user)(?:\/|$)/.test(path);
}

/**
 * Reads what a service needs.
 * @param file - path of config.json
 * @throws {Failure} `config` where it can't be read or holds a mistake
 */
export function serviceNeeds(file: string): ServiceNeeds {
  const config = resolve(file);
  const parsed = parseConfig(readConfigFile(config), config);
  const found = [...valuesIn(parsed)];
  const named = (name: string) => found.flatMap(({ key, value }) => (key === name ? [value] : []));
  const database = dirname(databasePath(parsed.database, dirname(config)));
  const others = named('metricsFile').map(path => dirname(resolve(dirname(config), path)));
  return {
    config,
    folders: [database, ...new Set(others.filter(folder => folder !== database))],
    sockets: [parsed.form, parsed.engineersPage].flatMap(served =>
      served?.listen.startsWith('/') === true ? [served.listen] : [],
    ),
    isServed: parsed.form !== undefined || parsed.engineersPage !== undefined,
    credentials: [...new Set(named('credential'))].sort(),
    homes: [config, database, ...found.map(({ value }) => value)].filter(isInHome),
  };
}

/** Every string of a tree, with the key that it stands under. */
function* valuesIn(tree: unknown, key = ''): Generator<{ key: string; value: string }> {
  if (typeof tree === 'string') yield { key, value: tree };
  else if (typeof tree === 'object' && tree !== null) {
    for (const [below, value] of Object.entries(tree))
      yield* valuesIn(value, Array.isArray(tree) ? key : below);
  }
}
