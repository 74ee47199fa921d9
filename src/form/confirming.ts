/**
 * Sends the receipts that the form's reports earned, where no poll or watch is at work that does. Only who holds the lock sends, so
 * that none goes twice.
 */
import type { Config, Configs } from '../config/config.js';
import { errorCode, Failure } from '../failure.js';
import type { Log } from '../log.js';
import { openSentFolder } from '../mailbox/sent-folder.js';
import { openParts } from '../passes/opening.js';
import { keepRefreshTokens } from '../passes/refresh-tokens.js';
import { sendQueued, wayOutOf } from '../passes/sending.js';
import { isReceiptDue } from '../store/delivery.js';
import { takeLock } from '../store/lock.js';
import { mailboxRow } from './desk.js';
import type { SharedDatabase } from './shared-database.js';

/**
 * Sends what is due of one mailbox. What fails is logged, and stays queued for the next poll.
 * @returns false where something is due and another process is at work, which may send it
 */
export async function sendConfirmations(
  configs: Configs,
  config: Config,
  database: SharedDatabase,
  log: Log,
  stopping: AbortSignal,
): Promise<boolean> {
  try {
    await database.use(async connection => {
      const mailbox = mailboxRow(configs, config, connection);
      // Not the lock either: a watch that starts at this moment needs it.
      if (mailbox === null || !isReceiptDue(connection, new Date(), mailbox)) return;
      const lock = takeLock(config.database);
      try {
        keepRefreshTokens(config, connection, log);
        const { intake, ownKey } = await openParts(config, connection, 'with-the-first-mail');
        const sent = openSentFolder(config.mailbox, config.limits);
        const wayOut = wayOutOf(config);
        const outbox = { connection, mailbox, config, log, stopping, alive: () => undefined };
        try {
          await sendQueued(outbox, ownKey, new Set(), sent, wayOut);
        } finally {
          await wayOut.close();
          await sent.close();
          await intake.reader.stop();
        }
      } finally {
        lock.release();
      }
    });
    return true;
  } catch (error) {
    if (error instanceof Failure && error.code === 'busy') return false;
    const { code, message } =
      error instanceof Failure ? error : { code: errorCode(error) ?? 'internal', message: 'unknown error' };
    log.error({ code, message }, 'receipts.failed');
    return true;
  }
}
