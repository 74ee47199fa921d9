/**
 * Reading the configuration again while `watch` runs: asked for by SIGHUP, tried out whole before anything of the old one
 * is given up.
 */
import { existsSync } from 'node:fs';
import type { Configs } from '../config/config.js';
import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import {
  type HeldDatabase,
  holdDatabase,
  type PreparedSessions,
  prepareSessions,
} from '../passes/sessions.js';
import { requireOpensAgain } from '../store/connecting.js';
import { warnOfExposure } from './exposure.js';

/** A configuration with all that it takes to watch by it. */
export interface Ready {
  readonly configs: Configs;
  readonly held: HeldDatabase;
  readonly prepared: PreparedSessions;
}

/**
 * Makes ready what the program starts with.
 * @throws {Failure} `busy`, `config`, `database` or `disk`
 */
export async function firstReady(configs: Configs, log: Log): Promise<Ready> {
  const held = holdDatabase(configs[0], log);
  try {
    warnOfExposure(held.file, log);
    return { configs, held, prepared: await prepareSessions(configs, held, log) };
  } catch (error) {
    held.release();
    throw error;
  }
}

/**
 * Makes ready what takes its place; the lock is kept where the database stays the same.
 * @param load - reads the configuration
 * @returns null where it can't be used, which is logged
 */
export async function nextReady({ held }: Ready, load: () => Configs, log: Log): Promise<Ready | null> {
  try {
    const configs = load();
    if (configs[0].database !== held.file) {
      requireDatabase(configs[0].database);
      return await firstReady(configs, log);
    }
    // What the next start would refuse must show now, while somebody is at it.
    requireOpensAgain(held.key, configs[0]);
    return { configs, held, prepared: await prepareSessions(configs, held, log) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message } = error;
    log.error(
      {
        code,
        message: `${message} The configuration of before stays in use; mend it and send SIGHUP again.`,
      },
      'config.reload-failed',
    );
    return null;
  }
}

/** A new one knows nothing of what was answered, and a slip in its path is easily made. */
function requireDatabase(database: string): void {
  if (existsSync(database)) return;
  throw new Failure(
    'database',
    `There is no database at ${database}, and SIGHUP makes none: the mail in the mailbox would be read, and answered, as if for the first time. Mend its path; where a new one is meant, restart "security-inbox watch".`,
  );
}
