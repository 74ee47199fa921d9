/**
 * What poll, watch and ingest work with: the lock, the database, what takes mail in, and what sends. Opened together and
 * closed together.
 */
import type { Config } from '../config/config.js';
import type { Intake } from '../intake.js';
import type { Log } from '../log.js';
import { type OpenSentFolder, openSentFolder } from '../mailbox/sent-folder.js';
import type { Engineer } from '../notice/engineers.js';
import type { Reader } from '../reading/reader.js';
import type { DeliveryCount } from '../receipt/deliver.js';
import type { OwnKey } from '../receipt/own-key.js';
import type { SentFolder } from '../receipt/sent-folder.js';
import { mailWriter } from '../receipt/write-mail.js';
import { type Connection, openDatabase } from '../store/database.js';
import { explaining } from '../store/database-trouble.js';
import { nextDue } from '../store/delivery.js';
import { takeLock } from '../store/lock.js';
import { keepTargets } from '../store/notices.js';
import { engineersOf, targetsOf, tellDue } from './notifying.js';
import { openParts, type Parts } from './opening.js';
import { keepRefreshTokens } from './refresh-tokens.js';
import { fileDueCopies, sendQueued } from './sending.js';
import { sentReader } from './sent-replies.js';

/** All that a pass needs around it, and what it does beside reading mail. */
export interface Session {
  readonly config: Config;
  readonly log: Log;
  readonly intake: Intake;
  /** Whether the process was asked to end; checked between two mails, never within one. */
  readonly stopping: AbortSignal;
  /**
   * Set where the connection broke over a look at new messages, which the structure of a single one can do: the next
   * look goes message by message and asks for no structure.
   */
  isCareful: boolean;
  /** Set where the connection broke over a message on the list of the unread: the next pass leaves them alone. */
  leavesUnread: boolean;
  /** The Sent folder; connects only when it is needed. For the caller to close. */
  openSent(): OpenSentFolder;
  /**
   * Sends every receipt that is due but those tried before.
   * @param tried - ids of receipts tried in this pass; grows
   * @param sent - looked into before a receipt is sent again whose last answer got lost
   * @throws {Failure} where the SMTP server can't be used; what is queued stays so
   */
  deliver(tried: Set<number>, sent: SentFolder): Promise<DeliveryCount>;
  /** When the next receipt that was put off is due, or null where none was. */
  nextTry(): Date | null;
  /** Puts the copies that are due into the Sent folder. What fails is logged and tried again. */
  fileCopies(sent: SentFolder): Promise<void>;
  /** Looks into the Sent folder for people's answers, where reports wait for one. Never throws: what fails is logged. */
  readAnswers(sent: OpenSentFolder): Promise<void>;
  /** Tells engineers what is due. Never throws: what fails is logged and tried with the next pass. */
  tell(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a session.
 * @throws {Failure} `busy` where another session has the database, `config` for keys and calendar, `database`
 */
export async function openSession(config: Config, log: Log, stopping: AbortSignal): Promise<Session> {
  const lock = takeLock(config.database);
  let connection: Connection | null = null;
  let parts: Parts;
  let engineers: readonly Engineer[];
  try {
    connection = openDatabase(config, ({ from, to, backup }) =>
      // A warning: the copy holds every report, and somebody has to know of it.
      log.warn({ from, to, backup }, 'database.migrating'),
    );
    engineers = await engineersOf(config, log);
    const opened = connection;
    keepRefreshTokens(config, opened, log);
    explaining(config.database, () => keepTargets(opened, targetsOf(config), new Date()));
    parts = await openParts(config, connection);
  } catch (error) {
    connection?.close();
    lock.release();
    throw error;
  }
  const { intake, ownKey } = parts;
  warnOfKey(ownKey, intake.reader, log);
  const write = mailWriter(config.identity, ownKey, (messageId, shortfall) =>
    log.warn({ messageId, shortfall }, 'receipt.unprotected'),
  );
  return {
    config,
    log,
    intake,
    stopping,
    isCareful: false,
    leavesUnread: false,
    openSent: () => openSentFolder(config.mailbox, config.limits),
    deliver: (tried, sent) => sendQueued(intake.connection, config, write, log, tried, sent, stopping),
    nextTry: () => nextDue(intake.connection, new Date()),
    fileCopies: sent => fileDueCopies(intake.connection, config, log, sent, stopping),
    readAnswers: sentReader({ intake, config, log, stopping }),
    tell: () =>
      tellDue({
        connection: intake.connection,
        config,
        calendar: intake.calendar,
        engineers,
        ownKey,
        log,
        stopping,
      }),
    close: async () => {
      await intake.reader.stop();
      intake.connection.close();
      lock.release();
    },
  };
}

/** Receipts stop naming it without a word, and whoever reads the policy still encrypts to it. */
function warnOfKey(ownKey: OwnKey | null, reader: Reader, log: Log): void {
  if (ownKey?.isOffered === false) log.warn({ fingerprint: reader.fingerprints[0] }, 'key.not-offered');
}
