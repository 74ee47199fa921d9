/**
 * The outbox, bound to a configuration: what is queued goes out by SMTP, and copies of it into the Sent folder.
 */
import type { Config } from '../config/config.js';
import type { Log } from '../log.js';
import { type DeliveryCount, deliverReceipts } from '../receipt/deliver.js';
import { fileCopies } from '../receipt/file-copies.js';
import type { SentFolder } from '../receipt/sent-folder.js';
import type { CopyRules } from '../receipt/settle.js';
import { openTransport, type Transport } from '../receipt/transport.js';
import type { WriteMail } from '../receipt/write-mail.js';
import type { Connection } from '../store/database.js';
import { explainDatabase } from '../store/database-trouble.js';

/**
 * Milliseconds after sending before a copy is put into a folder that was only guessed at: a mail server that files what
 * it sends by itself, as Gmail and Microsoft 365 do, has then done so, and the copy is found.
 */
const SERVER_FILES_WITHIN = 120_000;

/** The receipts of one mailbox, which go out by its SMTP server and under its identity. */
export interface MailboxOutbox {
  readonly connection: Connection;
  /** The row of the mailbox. */
  readonly mailbox: number;
  readonly config: Config;
  readonly log: Log;
  readonly stopping: AbortSignal;
  /** Called after each mail that was sent or filed, or could not be. */
  readonly alive: () => void;
}

/** @returns null where no copies are wanted */
function copyRules({ mailbox: { sentFolder } }: Config, sent: SentFolder): CopyRules | null {
  return sentFolder === null ? null : { sent, dueAfter: sentFolder === 'auto' ? SERVER_FILES_WITHIN : 0 };
}

/**
 * Puts the copies that are due into the Sent folder, where any are wanted. What fails is logged: neither a receipt nor the
 * reading of mail depends on it.
 */
export async function fileDueCopies(
  { connection, mailbox, config, log, stopping, alive }: MailboxOutbox,
  sent: SentFolder,
): Promise<void> {
  if (config.mailbox.sentFolder === null) return;
  try {
    await fileCopies(
      connection,
      sent,
      () => new Date(),
      (fate, report, message) => {
        alive();
        switch (fate) {
          case 'filed':
            return log.info({ report }, 'receipt.copy-filed');
          case 'found':
            return log.info({ report }, 'receipt.copy-found');
          case 'put-off':
            return log.warn({ report, message: `${message} ${COPY_PUT_OFF}` }, 'receipt.copy-put-off');
          case 'given-up':
            return log.warn({ report, message: `${message} ${COPY_GIVEN_UP}` }, 'receipt.copy-given-up');
        }
      },
      () => stopping.aborted,
      mailbox,
    );
  } catch (error) {
    const { code, message } = explainDatabase(config.database, error);
    log.error({ code, message }, 'receipt.copies-failed');
  }
}

const COPY_PUT_OFF = 'The receipt itself was sent; its copy is tried again.';
const COPY_GIVEN_UP = 'The receipt itself was sent; "security-inbox retry" has its copy tried again.';

const NOT_SENT = {
  refused: 'receipt.refused',
  deferred: 'receipt.deferred',
  held: 'receipt.held',
} as const;

/** The way to the SMTP server of a mailbox; connects only when it is needed. */
export function openWayOut({ smtp, identity, limits }: Config): Transport {
  return openTransport(smtp, identity.address, limits.serverSeconds);
}

/**
 * Sends every receipt that is due but those tried before.
 * @param tried - ids of receipts tried in this pass; grows
 * @param given - the way out, for the caller to close; one of its own where it is left out
 * @throws {Failure} where the SMTP server or the database can't be used; what is queued stays so
 */
export async function sendQueued(
  { connection, mailbox, config, log, stopping, alive }: MailboxOutbox,
  write: WriteMail,
  tried: Set<number>,
  sent: SentFolder,
  given?: Transport,
): Promise<DeliveryCount> {
  const transport = given ?? openWayOut(config);
  try {
    return await deliverReceipts(
      {
        connection,
        mailbox,
        transport,
        write,
        copies: copyRules(config, sent),
        maxAgeDays: config.limits.receiptAgeDays,
        now: () => new Date(),
        listener: (fate, report, answer) => {
          alive();
          if (fate === 'sent') log.info({ report, answer }, 'receipt.sent');
          else log.warn({ report, answer }, NOT_SENT[fate]);
        },
        stop: () => stopping.aborted,
      },
      tried,
    );
  } catch (error) {
    throw explainDatabase(config.database, error);
  } finally {
    if (given === undefined) transport.close();
  }
}
