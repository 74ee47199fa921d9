/**
 * The outbox, bound to a configuration: what is queued goes out by SMTP, and copies of it into the Sent folder.
 */
import type { Config } from '../config/config.js';
import type { Log } from '../log.js';
import { type DeliveryCount, deliverReceipts } from '../receipt/deliver.js';
import { fileCopies } from '../receipt/file-copies.js';
import type { OwnKey } from '../receipt/own-key.js';
import type { SentFolder } from '../receipt/sent-folder.js';
import type { CopyRules } from '../receipt/settle.js';
import type { Transport } from '../receipt/transport.js';
import type { Connection } from '../store/database.js';
import { explainDatabase, explaining } from '../store/database-trouble.js';
import { isReceiptDue } from '../store/delivery.js';

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

/** The way to the SMTP server of a mailbox. */
export interface WayOut {
  /** Opens it when it is first asked for. */
  transport(): Promise<Transport>;
  close(): Promise<void>;
}

/** Opens nothing yet. */
export function wayOutOf({ smtp, identity, limits }: Config): WayOut {
  let opened: Promise<Transport> | null = null;
  return {
    transport() {
      opened ??= import('../receipt/transport.js').then(({ openTransport }) =>
        openTransport(smtp, identity.address, limits.serverSeconds),
      );
      return opened;
    },
    async close() {
      const ready = await opened?.catch(() => null);
      ready?.close();
    },
  };
}

/**
 * Sends every receipt that is due but those tried before.
 * @param ownKey - that mails are signed with; null where none is configured
 * @param tried - ids of receipts tried in this pass; grows
 * @param wayOut - for the caller to close
 * @throws {Failure} where the SMTP server or the database can't be used; what is queued stays so
 */
export async function sendQueued(
  { connection, mailbox, config, log, stopping, alive }: MailboxOutbox,
  ownKey: OwnKey | null,
  tried: Set<number>,
  sent: SentFolder,
  wayOut: WayOut,
): Promise<DeliveryCount> {
  if (!explaining(config.database, () => isReceiptDue(connection, new Date(), mailbox))) {
    return { sent: 0, refused: 0, deferred: 0, held: 0 };
  }
  // Most passes send nothing, and what writes and sends a mail takes longer to load than they do.
  const [transport, { mailWriter }] = await Promise.all([
    wayOut.transport(),
    import('../receipt/write-mail.js'),
  ]);
  const write = mailWriter(config.identity, ownKey, (messageId, shortfall) =>
    log.warn({ messageId, shortfall }, 'receipt.unprotected'),
  );
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
  }
}
