/**
 * `security-inbox watch`: the same as poll, as a daemon. Every mailbox is watched beside the others; SIGHUP has the
 * configuration read again, SIGTERM has what is in hand finished.
 */
import type { Configs } from '../config/config.js';
import { loadConfig } from '../config/load.js';
import type { Log } from '../log.js';
import { openObserver } from '../monitoring/observer.js';
import type { Observer } from '../passes/observer.js';
import type { Session } from '../passes/session.js';
import type { Sessions } from '../passes/sessions.js';
import { type Follower, watchMailbox } from '../passes/watching.js';
import { type ServiceManager, serviceManager } from '../service-manager/service-manager.js';
import { type Beginning, beginning } from './beginning.js';
import { type HangUps, hangUps } from './hang-ups.js';
import { loadLateModules } from './late-modules.js';
import { endInTime } from './latest-end.js';
import { longestStep, STILL_ALIVE } from './longest-step.js';
import { logOf, stopSignal, type WorkOptions } from './options.js';
import { summary } from './poll.js';
import { firstReady, nextReady, type Ready } from './reloading.js';
import { type Standing, standingOf } from './standing.js';

/** What the watching is done with from beginning to end. */
interface Daemon {
  readonly log: Log;
  readonly load: () => Configs;
  readonly stopping: AbortSignal;
  readonly manager: ServiceManager;
  readonly hangUps: HangUps;
}

/**
 * Watches until asked to stop.
 * @throws {Failure} where the start shows a mistake only the operator can mend: in the configuration or the database, or
 * in every mailbox
 */
export async function watch(options: Omit<WorkOptions, 'json'>): Promise<void> {
  const log = logOf(options);
  const load = () =>
    loadConfig(options.config, sentence => log.warn({ message: sentence }, 'config.warning'));
  const configs = load();
  const daemon = {
    log,
    load,
    hangUps: hangUps(),
    stopping: stopSignal(log),
    manager: serviceManager(log),
  };
  daemon.stopping.addEventListener('abort', () => daemon.manager.stopping(), { once: true });
  endInTime(daemon.stopping, () => {
    log.warn('watch.cut-off');
    process.exit(0);
  });
  await loadLateModules();
  let ready = await firstReady(configs, log);
  let start = beginning(configs.length);
  try {
    for (;;) {
      const next = await watchBy(ready, start, daemon);
      if (next === null) break;
      if (next.held !== ready.held) ready.held.release();
      ready = next;
      start = workedBefore();
      log.info({ mailboxes: ready.configs.map(({ name }) => name) }, 'config.reloaded');
    }
    log.info('watch.stopped');
  } finally {
    ready.held.release();
    await daemon.manager.close();
  }
}

/** A daemon that worked stays, however wrong the configuration is that it was given later: somebody may rely on it. */
function workedBefore(): Beginning {
  const start = beginning(1);
  start.worked();
  return start;
}

/**
 * Watches all mailboxes of a configuration.
 * @returns what is to be watched by next, once what was in hand is finished; null where the process is to end
 */
async function watchBy(ready: Ready, start: Beginning, daemon: Daemon): Promise<Ready | null> {
  const { stopping } = daemon;
  const leaving = new AbortController();
  const sessions = ready.prepared.begin(AbortSignal.any([stopping, leaving.signal]));
  const observed = { connection: ready.held.connection, log: daemon.log, now: () => new Date() };
  const observer = await openObserver(ready.configs, observed, true);
  const standing = standingOf(ready.configs);
  const reload = reloader(ready, standing, daemon, () => leaving.abort());
  try {
    await watchAll(sessions, followers(standing, start, observer, daemon), () => leaving.abort());
    return await reload.end();
  } catch (error) {
    const next = await reload.end();
    if (next !== null) await drop(next, ready);
    throw error;
  } finally {
    await observer.close();
    await sessions.close();
  }
}

/** Side by side. Where one ends with an error the others finish what they have in hand, and it is thrown then. */
async function watchAll(
  { all }: Sessions,
  followerOf: (session: Session) => Follower,
  leave: () => void,
): Promise<void> {
  const watched = all.map(session => watchMailbox(session, followerOf(session)));
  for (const one of watched) one.catch(leave);
  await Promise.allSettled(watched);
  await Promise.all(watched);
}

/** Makes the next configuration ready where SIGHUP asks for it, one at a time. */
function reloader(
  ready: Ready,
  standing: Standing,
  { log, load, manager, hangUps, stopping }: Daemon,
  leave: () => void,
) {
  let next: Ready | null = null;
  let work: Promise<void> = Promise.resolve();
  const reload = async () => {
    if (stopping.aborted) return;
    manager.reloading();
    next = await nextReady(ready, load, log);
    if (next === null) {
      manager.ready(standing.text());
      return;
    }
    // Another one is for those who watch by what is ready now.
    hangUps.keep();
    leave();
  };
  hangUps.listen(() => {
    work = work.then(() => (next === null ? reload() : hangUps.again()));
    work.catch(leave);
  });
  return {
    /** @returns what is ready, or null where nothing is, or the process is to end */
    async end(): Promise<Ready | null> {
      hangUps.keep();
      await work;
      if (next === null || !stopping.aborted) return next;
      await drop(next, ready);
      return null;
    },
  };
}

async function drop(next: Ready, ready: Ready): Promise<void> {
  await next.prepared.drop();
  if (next.held !== ready.held) next.held.release();
}

/** Those who follow each mailbox: the start, the service manager, the log and the monitoring. */
function followers(standing: Standing, start: Beginning, observer: Observer, { manager }: Daemon) {
  let isReady = false;
  const tell = (hasChanged: boolean) => {
    if (!isReady && standing.isMet()) {
      isReady = true;
      manager.ready(standing.text());
    } else if (isReady && hasChanged) manager.status(standing.text());
  };
  return ({ config, log: ownLog, stopping }: Session): Follower => {
    const { name, limits } = config;
    const pulse = manager.pulse(name);
    return {
      connected: () => tell(standing.works(name)),
      turn: (milliseconds, client) =>
        pulse.beat(
          milliseconds === null ? longestStep(limits) : milliseconds + STILL_ALIVE,
          client === null ? undefined : () => client.stats().received,
        ),
      passed: async (result, milliseconds) => {
        start.worked();
        if (result.looked > 0) ownLog.info({ summary: summary(result) }, 'pass.done');
        // One that was asked to end may have left some.
        if (!stopping.aborted) await observer.passed(config, result, milliseconds);
      },
      failed: async failure => {
        await observer.failed(config, failure);
        start.failed(name, failure);
        tell(standing.fails(name, failure.code));
      },
      ended: () => pulse.end(),
    };
  };
}
