/**
 * Monitoring: how the program is → those who watch over it. It keeps what came of each pass, and tells it as numbers in a
 * file and on an address of this machine, as a sign of life to a service, and by mail to the operator where a mailbox
 * can't be read. Takes counts, instants and our own words for failures, never anything of a mail; no pass fails for it,
 * and none waits for another server.
 */
import type { Configs } from '../config/config.js';
import { errorCode, Failure } from '../failure.js';
import type { Log } from '../log.js';
import type { Observer } from '../passes/observer.js';
import type { Connection } from '../store/database.js';
import { explainDatabase } from '../store/database-trouble.js';
import { keepFailedPass, keepGoodPass } from '../store/kept-passes.js';
import { beginTrouble, endTrouble } from '../store/troubles.js';
import { background } from './background.js';
import type { Endpoint } from './endpoint.js';
import { healthOf, patienceOf } from './health.js';
import { writeMetricsFile } from './metrics-file.js';
import { ping, pingClock } from './ping.js';
import { mailboxStates, snapshotOf } from './snapshot.js';
import { tellOperator } from './telling-operator.js';

/** What it is bound to. */
export interface Observed {
  /** Open until the observer is closed. */
  readonly connection: Connection;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Makes the observer of all mailboxes.
 * @param listens - whether the process stays, and answers on `monitoring.listen`
 */
export async function openObserver(
  configs: Configs,
  observed: Observed,
  listens: boolean,
): Promise<Observer> {
  const { connection, log, now } = observed;
  const [{ monitoring, watch, database }] = configs;
  const names = configs.map(({ name }) => name);
  const clock = pingClock(names);
  const { start, finished } = background(error => sayFailure(error));
  // Loaded where they are wanted: the library takes longer to load than most polls take.
  const metrics = async () => (await import('./metrics.js')).exposition(snapshotOf(connection, names, now()));
  const page: Endpoint | null =
    monitoring.listen !== null && listens
      ? (await import('./endpoint.js')).endpoint(monitoring.listen, {
          metrics,
          health: () => healthOf(mailboxStates(connection, names), patienceOf(watch.pollMinutes), now()),
        })
      : null;

  function sayFailure(error: unknown): void {
    const { code, message } = error instanceof Failure ? error : explainDatabase(database, error);
    log.error({ code, message }, 'monitoring.failed');
  }

  /** What fails is said once, until it works again; a database that can't keep that is itself said each time. */
  async function once(trouble: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
      endTrouble(connection, trouble);
    } catch (error) {
      if (!(error instanceof Failure) || beginTrouble(connection, trouble, now())) sayFailure(error);
    }
  }

  async function tell(): Promise<void> {
    const { metricsFile } = monitoring;
    if (metricsFile !== null) {
      await once('metrics-file', async () => writeMetricsFile(metricsFile, await metrics()));
    }
    if (page !== null) await once('listen', () => listening(page, monitoring.listen));
  }

  async function pingOnce(url: URL): Promise<void> {
    const answer = await ping(url);
    if (answer === null) endTrouble(connection, 'ping');
    else if (beginTrouble(connection, 'ping', now())) log.warn({ host: url.host, answer }, 'ping.failed');
  }

  /** None of it may fail a pass. */
  async function guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      sayFailure(error);
    }
  }

  if (page !== null) await guarded(() => once('listen', () => listening(page, monitoring.listen)));
  return {
    passed: (config, { looked }, milliseconds) =>
      guarded(async () => {
        const { name } = config;
        const { pingUrl } = monitoring;
        keepGoodPass(connection, name, { milliseconds, lookedAt: looked }, now());
        start(`operator ${name}`, () => tellOperator(config, observed));
        if (pingUrl !== null && clock.passed(name, now().getTime())) start('ping', () => pingOnce(pingUrl));
        await tell();
      }),
    failed: (config, { code, message }) =>
      guarded(async () => {
        clock.failed(config.name);
        keepFailedPass(connection, config.name, { code, message }, now());
        start(`operator ${config.name}`, () => tellOperator(config, observed));
        await tell();
      }),
    async close() {
      await finished();
      await page?.close();
    },
  };
}

async function listening(page: Endpoint, address: Configs[0]['monitoring']['listen']): Promise<void> {
  try {
    await page.listen();
  } catch (error) {
    throw new Failure(
      'unreachable',
      `Can't listen on monitoring.listen ${address?.host}:${address?.port} (${errorCode(error) ?? 'unknown error'}). Another program may have the port: "ss -ltnp" names it. It is tried again after each pass.`,
      { cause: error },
    );
  }
}
