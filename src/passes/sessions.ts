/**
 * What poll, watch and ingest work with: the lock and the database, which are one for all mailboxes, and a session for
 * each. Opened together and closed together.
 *
 * The sessions share one connection to the database, whose writes are synchronous: between two awaits of one session
 * others may write, but never within a transaction.
 */
import type { Config, Configs } from '../config/config.js';
import type { Log } from '../log.js';
import type { DatabaseFile, DatabaseKey } from '../store/connecting.js';
import { type Connection, openWithKey } from '../store/database.js';
import { explaining } from '../store/database-trouble.js';
import { takeLock } from '../store/lock.js';
import { keepTargets } from '../store/notices.js';
import { letGoOfAbandoned } from '../store/remainders.js';
import { learnedKeys } from '../store/sender-keys.js';
import { engineersOf, targetsOf, tellDue } from './notifying.js';
import { oneAtATime } from './one-at-a-time.js';
import { openParts, type Parts, type ReadingStarts } from './opening.js';
import { keepRefreshTokens } from './refresh-tokens.js';
import { register } from './registering.js';
import { type Session, sessionOf } from './session.js';

/** A database that this process alone takes mail into. */
export interface HeldDatabase {
  /** Absolute path. */
  readonly file: string;
  /** That it is encrypted with; null where it is in the clear. */
  readonly key: DatabaseKey | null;
  readonly connection: Connection;
  release(): void;
}

/** A session for each mailbox, in the order of the configuration. */
export interface Sessions {
  readonly all: readonly [Session, ...Session[]];
  /** Ends what reads mail; the database stays held. */
  close(): Promise<void>;
}

/** All that may be wrong with a configuration has shown, and nothing was changed by it. */
export interface PreparedSessions {
  /** @throws {Failure} for the database */
  begin(stopping: AbortSignal): Sessions;
  /** In place of `begin`. */
  drop(): Promise<void>;
}

/**
 * Takes the lock and opens the database, or makes it where there is none: which is right the first time, and where its path
 * was mistyped has mail answered again, so that the log says it.
 * @throws {Failure} `busy` where another process has it, `database` or `disk`
 */
export function holdDatabase(file: DatabaseFile, log: Log): HeldDatabase {
  const lock = takeLock(file.database);
  try {
    const { connection, key, isNew } = openWithKey(file, ({ from, to, backup }) =>
      // A warning: the copy holds every report, and somebody has to know of it.
      log.warn({ from, to, backup }, 'database.migrating'),
    );
    if (isNew) log.warn({ database: file.database }, 'database.new');
    return {
      file: file.database,
      key,
      connection,
      release() {
        connection.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Opens what reads mail and what signs, for each mailbox.
 * @throws {Failure} `config` for keys, templates and calendar
 */
export async function prepareSessions(
  configs: Configs,
  { file, connection }: HeldDatabase,
  log: Log,
  starts: ReadingStarts = 'now',
): Promise<PreparedSessions> {
  const [first] = configs;
  const engineers = await engineersOf(first, log);
  const opened = await openAll(configs, connection, starts);
  const stop = async () => {
    await Promise.all(opened.map(({ parts }) => parts.intake.reader.stop()));
  };
  return {
    drop: stop,
    begin(stopping) {
      const learn = (address: string, armored: string) => {
        for (const { parts } of opened) parts.intake.reader.learn(address, armored);
      };
      const rows = explaining(file, () => {
        // Sessions that were at work while these were prepared may have learned keys since.
        for (const { address, armored } of learnedKeys(connection)) learn(address, armored);
        letGoOfAbandoned(connection);
        keepTargets(connection, targetsOf(first), new Date());
        return register(configs, connection, log);
      });
      for (const config of configs) keepRefreshTokens(config, connection, log);
      // By the first mailbox: what is due is told once, of whichever mailbox it is.
      const { intake, ownKey } = opened[0].parts;
      const telling = {
        connection,
        config: first,
        calendar: intake.calendar,
        engineers,
        ownKey,
        log,
        stopping,
      };
      const tell = oneAtATime(() => tellDue(telling));
      const all = mapAll(opened, ({ config, parts }, index) =>
        sessionOf(config, parts, rows[index] ?? 0, learn, logOf(config, configs, log), stopping, tell),
      );
      return { all, close: stop };
    },
  };
}

/**
 * Holds the database and opens the sessions, for what has one configuration from beginning to end.
 * @returns whose `close` releases the database too
 * @throws {Failure} as holdDatabase and prepareSessions do
 */
export async function openSessions(configs: Configs, log: Log, stopping: AbortSignal): Promise<Sessions> {
  const held = holdDatabase(configs[0], log);
  let prepared: PreparedSessions | null = null;
  const close = async () => {
    await prepared?.drop();
    held.release();
  };
  try {
    prepared = await prepareSessions(configs, held, log, 'with-the-first-mail');
    return { all: prepared.begin(stopping).all, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** In the log each of several mailboxes is named. */
function logOf(config: Config, configs: Configs, log: Log): Log {
  return configs.length === 1 ? log : log.child({ mailbox: config.name });
}

interface Opened {
  readonly config: Config;
  readonly parts: Parts;
}

async function openAll(
  [first, ...others]: Configs,
  connection: Connection,
  starts: ReadingStarts,
): Promise<readonly [Opened, ...Opened[]]> {
  const open = async (config: Config): Promise<Opened> => ({
    config,
    parts: await openParts(config, connection, starts),
  });
  const opened: [Opened, ...Opened[]] = [await open(first)];
  try {
    for (const config of others) opened.push(await open(config));
  } catch (error) {
    await Promise.all(opened.map(({ parts }) => parts.intake.reader.stop()));
    throw error;
  }
  return opened;
}

function mapAll<A, B>(
  [first, ...others]: readonly [A, ...A[]],
  make: (one: A, index: number) => B,
): readonly [B, ...B[]] {
  return [make(first, 0), ...others.map((one, index) => make(one, index + 1))];
}
