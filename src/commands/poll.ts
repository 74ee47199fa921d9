/**
 * `security-inbox poll`: one pass, for cron.
 */
import { loadConfig } from '../config/load.js';
import { Failure } from '../failure.js';
import { connect, disconnect } from '../mailbox/connection.js';
import { isAgain, makePass, type PassResult } from '../passes/pass.js';
import { openSession } from '../passes/session.js';
import { SENT_OUT_OF_REACH } from '../receipt/sent-folder.js';
import { EXIT_STATUS } from './exit-status.js';
import { onlyMailbox } from './one-mailbox.js';
import { logOf, stopSignal, type WorkOptions } from './options.js';

/**
 * Polls once and prints what came of it.
 * @throws {Failure} where a folder, the database or the SMTP server failed, or a receipt has to wait
 */
export async function poll(options: WorkOptions): Promise<void> {
  const log = logOf(options);
  const config = onlyMailbox(
    loadConfig(options.config, sentence => log.warn({ message: sentence }, 'config.warning')),
  );
  const session = await openSession(config, log, stopSignal(log)).catch((error: unknown) => {
    if (options.quiet && error instanceof Failure && error.code === 'busy') return null;
    throw error;
  });
  if (session === null) {
    // Beside a daemon, cron would mail its operator every minute that all is well.
    process.exitCode = EXIT_STATUS.busy;
    return;
  }
  try {
    const result = await pass(session).catch((error: unknown) => {
      // A daemon connects again by itself; without it the next poll would break over the same message, and so for ever.
      if (!isAgain(session)) throw error;
      log.warn({ host: config.mailbox.host }, 'mailbox.looking-carefully');
      return pass(session);
    });
    print(result, options);
    if (result.receiptFailure) throw result.receiptFailure;
    if (result.junkFailure) throw result.junkFailure;
    if (result.receipts.deferred > 0) {
      throw new Failure(
        'receipts-waiting',
        `${plural(result.receipts.deferred, 'receipt')} could not be handed over yet and will be tried again by a later poll; "security-inbox digest" shows when, and the server's answer.`,
      );
    }
  } finally {
    await session.close();
  }
}

async function pass(session: Awaited<ReturnType<typeof openSession>>): Promise<PassResult> {
  const { config } = session;
  let client: Awaited<ReturnType<typeof connect>>;
  try {
    client = await connect(config.mailbox, config.limits);
  } catch (error) {
    // The mailbox failing is no reason for receipts and notices to wait.
    await session.deliver(new Set(), SENT_OUT_OF_REACH).catch(() => undefined);
    await session.tell();
    throw error;
  }
  try {
    return await makePass(client, session);
  } finally {
    await disconnect(client);
  }
}

function print(result: PassResult, { json, quiet }: WorkOptions): void {
  if (quiet) return;
  const { receiptFailure, junkFailure, ...counts } = result;
  process.stdout.write(
    json
      ? `${JSON.stringify({ schema: 'security-inbox/poll@1', ...counts, receiptsHeldUp: receiptFailure?.code ?? null, junkFailed: junkFailure?.code ?? null })}\n`
      : `${summary(result)}\n`,
  );
}

/** One line a person can read. */
export function summary(result: PassResult): string {
  const { looked, recorded, inJunk, followUps, known, bounced, receipts } = result;
  const reports =
    recorded.length === 0 ? 'no new reports' : `${plural(recorded.length, 'new report')} (${span(recorded)})`;
  const parts = [
    `${plural(looked, 'new message')}, ${reports}`,
    ...(inJunk > 0 ? [`${inJunk} of them found in Junk`] : []),
    ...(followUps.length > 0
      ? [`${plural(followUps.length, 'follow-up')} (${span([...new Set(followUps)].sort())})`]
      : []),
    ...(known > 0 ? [`${known} on record already`] : []),
    `${plural(receipts.sent, 'receipt')} sent`,
    ...(receipts.deferred > 0 ? [`${receipts.deferred} waiting`] : []),
    ...(receipts.held > 0 ? [`${receipts.held} waiting for a person`] : []),
    ...(receipts.refused > 0 ? [`${receipts.refused} refused by the server`] : []),
    ...(bounced > 0 ? [`${bounced} came back`] : []),
  ];
  const unread =
    result.unread > 0
      ? ` The mail server does not give ${plural(result.unread, 'message')} that it lists; "security-inbox quarantine list" shows which.`
      : '';
  return `${parts.join(', ')}.${unread}`;
}

function span(numbers: readonly string[]): string {
  return numbers.length <= 5 ? numbers.join(', ') : `${numbers[0]} to ${numbers.at(-1)}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
