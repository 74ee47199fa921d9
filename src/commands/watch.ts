/**
 * `security-inbox watch`: the same as poll, as a daemon. IDLE tells of new mail at once, a look every few minutes
 * finds what IDLE missed, and a lost connection is made again with growing pauses.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '../config/load.js';
import { Failure } from '../failure.js';
import { growingPause } from '../growing-pause.js';
import { connect, disconnect } from '../mailbox/connection.js';
import { explainConnection } from '../mailbox/connection-trouble.js';
import { listenForMail } from '../mailbox/idle.js';
import { makePass } from '../passes/pass.js';
import { openSession, type Session } from '../passes/session.js';
import { SENT_OUT_OF_REACH } from '../receipt/sent-folder.js';
import { onlyMailbox } from './one-mailbox.js';
import { logOf, stopSignal, type WorkOptions } from './options.js';
import { summary } from './poll.js';

/** Milliseconds of the first pause after a failure, and of the longest. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 300_000;

/** Milliseconds; due instants are whole milliseconds, and timers may ring early. */
const SHORTEST_WAIT = 1_000;

/** What more waiting does not mend, when it shows before the first good pass. */
const NEEDS_THE_OPERATOR = new Set(['login-refused', 'config', 'database']);

/**
 * Watches until asked to stop.
 * @throws {Failure} where the very first connection shows a mistake only the operator can mend
 */
export async function watch(options: Omit<WorkOptions, 'json'>): Promise<void> {
  const log = logOf(options);
  const config = onlyMailbox(
    loadConfig(options.config, sentence => log.warn({ message: sentence }, 'config.warning')),
  );
  const stopping = stopSignal(log);
  const session = await openSession(config, log, stopping);
  let failures = 0;
  let everWorked = false;
  try {
    while (!stopping.aborted) {
      try {
        await watchConnection(
          session,
          () => everWorked,
          () => {
            failures = 0;
            everWorked = true;
          },
        );
      } catch (error) {
        const failure = explainConnection(error, config.mailbox);
        if (!everWorked && NEEDS_THE_OPERATOR.has(failure.code)) throw failure;
        log.error({ code: failure.code, message: failure.message }, 'mailbox.failed');
        // What could not be read can't be answered, but what is queued can.
        await session.deliver(new Set(), SENT_OUT_OF_REACH).catch(() => undefined);
        await session.tell();
        await rest(failures, stopping);
        failures += 1;
      }
    }
    log.info('watch.stopped');
  } finally {
    await session.close();
  }
}

/** Passes over the mailbox on one connection until it breaks or the process is to stop. */
async function watchConnection(
  session: Session,
  everWorked: () => boolean,
  onGoodPass: () => void,
): Promise<void> {
  const { config, log, stopping } = session;
  const client = await connect(config.mailbox, config.limits);
  log.info({ host: config.mailbox.host, folder: config.mailbox.folder }, 'mailbox.connected');
  try {
    const doorbell = listenForMail(client);
    while (!stopping.aborted) {
      doorbell.reset();
      const result = await makePass(client, session);
      // A mistake in the configuration that only shows in Junk is said at the start as any other.
      if (result.junkFailure?.code === 'config' && !everWorked()) throw result.junkFailure;
      onGoodPass();
      if (result.looked > 0) log.info({ summary: summary(result) }, 'pass.done');
      await doorbell.wait(untilNextLook(session), stopping);
      if (!client.usable && !stopping.aborted) {
        throw new Failure('unreachable', `The IMAP server ${config.mailbox.host} closed the connection.`);
      }
    }
  } finally {
    await disconnect(client);
  }
}

/** Milliseconds: a receipt that was put off for a minute must not wait for the next look at the mailbox. */
function untilNextLook({ config, nextTry }: Session): number {
  const due = nextTry();
  const untilLook = config.watch.pollMinutes * 60_000;
  return due === null ? untilLook : Math.min(untilLook, Math.max(SHORTEST_WAIT, due.getTime() - Date.now()));
}

/** Waits longer after every failure in a row, with jitter so that many clients do not come back at once. */
async function rest(failures: number, stopping: AbortSignal): Promise<void> {
  const longest = growingPause(FIRST_PAUSE, failures, LONGEST_PAUSE);
  await pause(longest / 2 + Math.random() * (longest / 2), undefined, { signal: stopping }).catch(
    () => undefined,
  );
}
