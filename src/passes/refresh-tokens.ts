/**
 * Newer refresh tokens, bound to a database: they outlive the process, encrypted.
 */
import type { Config } from '../config/config.js';
import type { Log } from '../log.js';
import { keepInMemory, type TokenKeeper } from '../oauth/rotation.js';
import { nameOf, seal, unseal } from '../oauth/sealing.js';
import { tokensOf } from '../oauth/sources.js';
import type { Connection } from '../store/database.js';
import { explainDatabase, explaining } from '../store/database-trouble.js';
import { keepRefreshToken, keptRefreshToken } from '../store/refresh-tokens.js';

/**
 * Has the logins of a configuration use and keep them there. Call before the first login of a process that has the
 * database, and again where a database is opened anew.
 */
export function keepRefreshTokens(config: Config, connection: Connection, log: Log): void {
  for (const oauth of [config.mailbox.oauth, config.smtp.login?.oauth]) {
    if (oauth?.grant.kind === 'refresh-token') tokensOf(oauth).keepIn(keeperOf(config, connection, log));
  }
}

/** A database that can't be written to is no reason not to log in: until it can be, the process remembers. */
function keeperOf({ database }: Config, connection: Connection, log: Log): TokenKeeper {
  const memory = keepInMemory();
  return {
    newest(configured) {
      const remembered = memory.newest(configured);
      if (remembered !== null) return remembered;
      if (!connection.open) return null;
      const sealed = explaining(database, () => keptRefreshToken(connection, nameOf(configured)));
      return sealed === null ? null : unseal(configured, sealed);
    },
    keep(configured, newest) {
      try {
        keepRefreshToken(connection, nameOf(configured), seal(configured, newest), new Date());
        memory.forget(configured);
      } catch (error) {
        memory.keep(configured, newest);
        const { code, message } = explainDatabase(database, error);
        log.error({ code, message }, 'oauth.token-not-kept');
      }
    },
  };
}
