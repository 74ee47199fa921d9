/**
 * `security-inbox poll`: one pass over each mailbox, for cron.
 */
import { loadConfig } from '../config/load.js';
import { counted } from '../counted.js';
import { Failure } from '../failure.js';
import { connect, disconnect } from '../mailbox/connection.js';
import { openObserver } from '../monitoring/observer.js';
import type { Observer } from '../passes/observer.js';
import { isAgain, makePass, type PassResult } from '../passes/pass.js';
import type { Session } from '../passes/session.js';
import { openSessions } from '../passes/sessions.js';
import { SENT_OUT_OF_REACH } from '../receipt/sent-folder.js';
import { EXIT_STATUS } from './exit-status.js';
import { warnOfExposure } from './exposure.js';
import { logOf, stopSignal, type WorkOptions } from './options.js';

/**
 * Polls each mailbox once and prints what came of it. One that fails keeps none of the others from being read.
 * @throws {Failure} where a folder, the database or an SMTP server failed, or a receipt has to wait: of several mailboxes
 * under the code of the first, with the words of all
 */
export async function poll(options: WorkOptions): Promise<void> {
  const log = logOf(options);
  const configs = loadConfig(options.config, sentence => log.warn({ message: sentence }, 'config.warning'));
  const sessions = await openSessions(configs, log, stopSignal(log)).catch((error: unknown) => {
    if (options.quiet && error instanceof Failure && error.code === 'busy') return null;
    throw error;
  });
  if (sessions === null) {
    // Beside a daemon, cron would mail its operator every minute that all is well.
    process.exitCode = EXIT_STATUS.busy;
    return;
  }
  const { connection } = sessions.all[0].intake;
  warnOfExposure(configs[0].database, log);
  const observer = await openObserver(configs, { connection, log, now: () => new Date() }, false);
  try {
    const [first, ...others] = await pollAll(sessions.all, observer, options);
    if (first !== undefined) throw others.length === 0 ? first : together(first, others);
  } finally {
    await observer.close();
    await sessions.close();
  }
}

/** One after another, so that no more than one connection is open. @returns why some failed */
async function pollAll(
  all: readonly Session[],
  observer: Observer,
  options: WorkOptions,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const session of all) {
    if (session.stopping.aborted) break;
    const name = all.length === 1 ? null : session.config.name;
    const failure = await pollOne(session, name, observer, options).catch((error: unknown) => {
      if (error instanceof Failure) return error;
      throw error;
    });
    if (failure !== null) failures.push(name === null ? failure : named(name, failure));
  }
  return failures;
}

function named(name: string, failure: Failure): Failure {
  return new Failure(failure.code, `${name}: ${failure.message}`, { cause: failure });
}

function together(first: Failure, others: readonly Failure[]): Failure {
  const messages = [first, ...others].map(({ message }) => message);
  return new Failure(first.code, messages.join('\n'), { cause: first });
}

/** @returns why something is to be done, where the mailbox was read */
async function pollOne(
  session: Session,
  name: string | null,
  observer: Observer,
  options: WorkOptions,
): Promise<Failure | null> {
  const result = await observedPass(session, observer);
  print(result, name, options);
  if (result.receiptFailure) return result.receiptFailure;
  if (result.junkFailure) return result.junkFailure;
  if (result.receipts.deferred === 0) return null;
  return new Failure(
    'receipts-waiting',
    `${counted(result.receipts.deferred, 'receipt')} could not be handed over yet and will be tried again by a later poll; "security-inbox digest" shows when, and the server's answer.`,
  );
}

async function observedPass(session: Session, observer: Observer): Promise<PassResult> {
  const { config, log, stopping } = session;
  const begun = performance.now();
  try {
    const result = await pass(session).catch((error: unknown) => {
      // A daemon connects again by itself; without it the next poll would break over the same message, and so for ever.
      if (!isAgain(session)) throw error;
      log.warn({ host: config.mailbox.host }, 'mailbox.looking-carefully');
      return pass(session);
    });
    // One that was asked to end may have left some.
    if (!stopping.aborted) await observer.passed(config, result, performance.now() - begun);
    return result;
  } catch (error) {
    if (error instanceof Failure && !stopping.aborted) await observer.failed(config, error);
    throw error;
  }
}

async function pass(session: Session): Promise<PassResult> {
  const { config } = session;
  let client: Awaited<ReturnType<typeof connect>>;
  try {
    client = await connect(config.mailbox, config.limits);
  } catch (error) {
    // The mailbox failing is no reason for receipts and notices to wait.
    await session.deliverApart(SENT_OUT_OF_REACH).catch(() => undefined);
    await session.tell();
    throw error;
  }
  try {
    return await makePass(client, session);
  } finally {
    await disconnect(client);
    await session.tell();
  }
}

/** @param name - of the mailbox, where there are several */
function print(result: PassResult, name: string | null, { json, quiet }: WorkOptions): void {
  if (quiet) return;
  const { receiptFailure, junkFailure, ...counts } = result;
  const held = { receiptsHeldUp: receiptFailure?.code ?? null, junkFailed: junkFailure?.code ?? null };
  const mailbox = name === null ? {} : { mailbox: name };
  process.stdout.write(
    json
      ? `${JSON.stringify({ schema: 'security-inbox/poll@1', ...mailbox, ...counts, ...held })}\n`
      : `${name === null ? '' : `${name}: `}${summary(result)}\n`,
  );
}

/** One line a person can read. */
export function summary(result: PassResult): string {
  const { looked, recorded, inJunk, followUps, known, bounced, receipts } = result;
  const reports =
    recorded.length === 0
      ? 'no new reports'
      : `${counted(recorded.length, 'new report')} (${span(recorded)})`;
  const parts = [
    `${counted(looked, 'new message')}, ${reports}`,
    ...(inJunk > 0 ? [`${inJunk} of them found in Junk`] : []),
    ...(followUps.length > 0
      ? [`${counted(followUps.length, 'follow-up')} (${span([...new Set(followUps)].sort())})`]
      : []),
    ...(known > 0 ? [`${known} on record already`] : []),
    `${counted(receipts.sent, 'receipt')} sent`,
    ...(receipts.deferred > 0 ? [`${receipts.deferred} waiting`] : []),
    ...(receipts.held > 0 ? [`${receipts.held} waiting for a person`] : []),
    ...(receipts.refused > 0 ? [`${receipts.refused} refused by the server`] : []),
    ...(bounced > 0 ? [`${bounced} came back`] : []),
  ];
  const unread =
    result.unread > 0
      ? ` The mail server does not give ${counted(result.unread, 'message')} that it lists; "security-inbox quarantine list" shows which.`
      : '';
  return `${parts.join(', ')}.${unread}`;
}

function span(numbers: readonly string[]): string {
  return numbers.length <= 5 ? numbers.join(', ') : `${numbers[0]} to ${numbers.at(-1)}`;
}
