/**
 * Watching one mailbox: passes over a connection, IDLE between them, and a new connection with growing pauses where one
 * is lost. Several are watched side by side, and none of them knows of the others.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { Failure } from '../failure.js';
import { growingPause } from '../growing-pause.js';
import { connect, disconnect } from '../mailbox/connection.js';
import { explainConnection } from '../mailbox/connection-trouble.js';
import { listenForMail } from '../mailbox/idle.js';
import { tokensOf } from '../oauth/sources.js';
import { SENT_OUT_OF_REACH } from '../receipt/sent-folder.js';
import { makePass, type PassResult } from './pass.js';
import type { Session } from './session.js';

/** Milliseconds of the first pause after a failure, and of the longest. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 300_000;

/** Milliseconds; due instants are whole milliseconds, and timers may ring early. */
const SHORTEST_WAIT = 1_000;

/** Milliseconds between two looks for receipts that the form queued: a confirmation is to go within a minute. */
const OUTBOX_EVERY = 15_000;

/** Milliseconds that a mail in hand may take when the watching is to end, before its connection is closed. */
const FINISHING = 45_000;

/** Whoever follows the watching of a mailbox. */
export interface Follower {
  /** It is logged in. */
  connected(): void;
  /**
   * A turn begins: it connects, does the next step of a pass over the mailbox, or waits.
   * @param milliseconds - that it waits at most; null where it depends on a server
   * @param client - the connection, where there is one
   */
  turn(milliseconds: number | null, client: ImapFlow | null): void;
  /** @param milliseconds - that the pass took */
  passed(result: PassResult, milliseconds: number): Promise<void>;
  /**
   * It could not be connected to or read, and is tried again.
   * @throws where that is to be the end
   */
  failed(failure: Failure): Promise<void>;
  /** Nothing more comes of it. */
  ended(): void;
}

/**
 * Watches until the session is to stop.
 * @throws what the follower throws
 */
export async function watchMailbox(session: Session, follower: Follower): Promise<void> {
  const { config, log, stopping } = session;
  let failures = 0;
  let everWorked = false;
  // Beside what follows: a receiver of notices that hangs must not keep mail from being read.
  let told: Promise<void> = Promise.resolve();
  const tell = () => {
    told = session.tell();
  };
  try {
    while (!stopping.aborted) {
      try {
        await watchConnection(session, follower, result => {
          tell();
          // A mistake in the configuration that only shows in Junk is said at the start as any other.
          if (result.junkFailure?.code === 'config' && !everWorked) throw result.junkFailure;
          failures = 0;
          everWorked = true;
        });
      } catch (error) {
        if (stopping.aborted) return;
        const failure = explainConnection(error, config.mailbox);
        await follower.failed(failure);
        log.error({ code: failure.code, message: failure.message }, 'mailbox.failed');
        // What could not be read can't be answered, but what is queued can.
        await session.deliverApart(SENT_OUT_OF_REACH).catch(() => undefined);
        tell();
        await rest(failures, session, follower);
        failures += 1;
      }
    }
  } finally {
    await told;
    follower.ended();
  }
}

/** Passes over the mailbox on one connection until it breaks or the watching is to end. */
async function watchConnection(
  session: Session,
  follower: Follower,
  onPass: (result: PassResult) => void,
): Promise<void> {
  const { config, log, stopping } = session;
  session.alive = () => follower.turn(null, null);
  session.alive();
  const client = await connect(config.mailbox, config.limits);
  const finish = closedInTime(client, stopping);
  const { host, folder, oauth } = config.mailbox;
  const hasTokenEnded = oauth === undefined ? () => false : tokensOf(oauth).endOfCurrent();
  log.info({ host, folder }, 'mailbox.connected');
  follower.connected();
  try {
    const doorbell = listenForMail(client);
    while (!stopping.aborted) {
      doorbell.reset();
      session.alive = () => follower.turn(null, client);
      session.alive();
      const begun = performance.now();
      const result = await makePass(client, session);
      onPass(result);
      await follower.passed(result, performance.now() - begun);
      const wait = untilNextLook(session);
      follower.turn(wait, client);
      const ended = ringForReceipts(session, doorbell.ring);
      try {
        await doorbell.wait(wait, stopping);
      } finally {
        ended();
      }
      if (!client.usable && !stopping.aborted) {
        throw new Failure('unreachable', `The IMAP server ${host} closed the connection.`);
      }
    }
  } catch (error) {
    // Microsoft's do so every hour, which is no fault; the next login is by a new token, and a drop of that would be one.
    if (client.usable || stopping.aborted || !hasTokenEnded()) throw error;
    log.info({ host }, 'mailbox.token-ended');
  } finally {
    finish();
    await disconnect(client);
  }
}

/** What the last pass left is for the next look: the server would not take it, or a person has just let it go. */
function ringForReceipts(session: Session, ring: () => void): () => void {
  const newestDue = () => {
    try {
      return session.newestDue();
    } catch {
      // What is wrong with the database the next pass says.
      return 0;
    }
  };
  const left = newestDue();
  const timer = setInterval(() => {
    if (newestDue() > left) ring();
  }, OUTBOX_EVERY);
  return () => clearInterval(timer);
}

/** A server that keeps silent must not hold up the end; what it did not give is read by the next who connects. */
function closedInTime(client: ImapFlow, stopping: AbortSignal): () => void {
  let timer: NodeJS.Timeout | null = null;
  const begin = () => {
    timer = setTimeout(() => client.close(), FINISHING);
  };
  stopping.addEventListener('abort', begin, { once: true });
  return () => {
    stopping.removeEventListener('abort', begin);
    if (timer !== null) clearTimeout(timer);
  };
}

/** Milliseconds: a receipt that was put off for a minute must not wait for the next look at the mailbox. */
function untilNextLook({ config, nextTry }: Session): number {
  const due = nextTry();
  const untilLook = config.watch.pollMinutes * 60_000;
  return due === null ? untilLook : Math.min(untilLook, Math.max(SHORTEST_WAIT, due.getTime() - Date.now()));
}

/** Waits longer after every failure in a row, with jitter so that many clients do not come back at once. */
async function rest(failures: number, { stopping }: Session, follower: Follower): Promise<void> {
  const longest = growingPause(FIRST_PAUSE, failures, LONGEST_PAUSE);
  const wait = longest / 2 + Math.random() * (longest / 2);
  follower.turn(wait, null);
  await pause(wait, undefined, { signal: stopping }).catch(() => undefined);
}
