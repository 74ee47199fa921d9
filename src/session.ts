/**
 * What poll, watch and ingest work with: the lock, the database, the reading thread, and the promises of the
 * policy. Opened together and closed together.
 */
import type { Config } from './config/config.js';
import { loadKnownKeys } from './config/known-keys.js';
import { ownAddressesOf } from './config/own-addresses.js';
import { type Calendar, createCalendar } from './deadlines/calendar.js';
import { httpsAsk } from './directory/https.js';
import { lookingUp } from './directory/looking-up.js';
import { Failure } from './failure.js';
import type { Intake } from './intake.js';
import type { Log } from './log.js';
import { type OpenSentFolder, openSentFolder } from './mailbox/sent-folder.js';
import { applyOpenPgpSettings } from './message/openpgp-settings.js';
import { unlockPrivateKeys } from './message/private-keys.js';
import type { Engineer } from './notice/engineers.js';
import { engineersOf, targetsOf, tellDue } from './notifying.js';
import { type Reader, startReader } from './reading/reader.js';
import type { ReaderSettings } from './reading/reading.js';
import type { DeliveryCount } from './receipt/deliver.js';
import { type OwnKey, prepareOwnKey } from './receipt/own-key.js';
import { responderOf } from './receipt/responder.js';
import type { SentFolder } from './receipt/sent-folder.js';
import { loadTemplates, type Templates } from './receipt/templates.js';
import { mailWriter } from './receipt/write-mail.js';
import { fileDueCopies, sendQueued } from './sending.js';
import { sentReader } from './sent-replies.js';
import { type Connection, explaining, openDatabase } from './store/database.js';
import { nextDue } from './store/delivery.js';
import { takeLock } from './store/lock.js';
import { keepTargets } from './store/notices.js';
import { learnedKeys, type NewSenderKey } from './store/sender-keys.js';
import { openThreads } from './store/threads.js';

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
    connection = openDatabase(config.database, ({ from, to, backup }) =>
      // A warning: the copy holds every report, and somebody has to know of it.
      log.warn({ from, to, backup }, 'database.migrating'),
    );
    engineers = await engineersOf(config, log);
    const opened = connection;
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

interface Parts {
  readonly intake: Intake;
  readonly ownKey: OwnKey | null;
}

/**
 * What taking mail in needs around it, over an open database; sends nothing. For the caller to stop its reader.
 * @throws {Failure} `config` for keys, templates and calendar
 */
export async function openIntake(config: Config, connection: Connection): Promise<Intake> {
  return (await openParts(config, connection)).intake;
}

async function openParts(config: Config, connection: Connection): Promise<Parts> {
  const templates = loadTemplates(config.answering.templates ?? null);
  const reader = await openReader(config, connection);
  try {
    applyOpenPgpSettings();
    const ownKey = await ownKeyOf(config);
    return { intake: intakeOf(config, connection, reader, templates, ownKey), ownKey };
  } catch (error) {
    await reader.stop();
    throw error;
  }
}

async function openReader(config: Config, connection: Connection): Promise<Reader> {
  const settings = readerSettings(config, learnedKeys(connection));
  const reader = await startReader(settings, config.limits.readingSeconds * 1000);
  return config.lookUpKeys ? lookingUp(reader, httpsAsk()) : reader;
}

/**
 * What the reading thread needs of a configuration.
 * @param learned - from the store
 * @throws {Failure} `config` where the folder of known keys can't be read
 */
export function readerSettings(config: Config, learned: readonly NewSenderKey[]): ReaderSettings {
  return {
    privateKeys: config.privateKeys,
    knownKeys: loadKnownKeys(config.knownKeys),
    learnedKeys: learned,
    phrase: config.trigger.subject,
    ownAddresses: ownAddressesOf(config),
    authservId: config.mailbox.authservId,
    products: config.products,
  };
}

/** Receipts stop naming it without a word, and whoever reads the policy still encrypts to it. */
function warnOfKey(ownKey: OwnKey | null, reader: Reader, log: Log): void {
  if (ownKey?.isOffered === false) log.warn({ fingerprint: reader.fingerprints[0] }, 'key.not-offered');
}

function intakeOf(
  config: Config,
  connection: Connection,
  reader: Reader,
  templates: Templates,
  ownKey: OwnKey | null,
): Intake {
  return {
    connection,
    threads: openThreads(connection),
    reader,
    calendar: calendarOf(config),
    responder: responderOf(config, ownKey?.isOffered ? (reader.fingerprints[0] ?? null) : null),
    rules: { ...config.answering, maxAgeDays: config.limits.receiptAgeDays },
    templates,
    ownAddresses: ownAddressesOf(config),
    reportIdPrefix: config.reportIdPrefix,
    noticeTargets: targetsOf(config),
    now: () => new Date(),
  };
}

function calendarOf(config: Config): Calendar {
  try {
    return createCalendar(config.calendar);
  } catch (error) {
    throw new Failure(
      'config',
      `The calendar of the configuration can't be used: ${error instanceof Error ? error.message : 'unknown error'}. Name calendar.country and calendar.state by their ISO codes, as in "DE" and "HE", and leave working days.`,
      { cause: error },
    );
  }
}

/** The disclosure key, unlocked in this thread too: what the reading thread holds never leaves it. */
async function ownKeyOf({ privateKeys, identity, signReceipts }: Config): Promise<OwnKey | null> {
  const [privateKey] = await unlockPrivateKeys(privateKeys.slice(0, 1));
  return privateKey === undefined
    ? null
    : prepareOwnKey(privateKey, identity.address, signReceipts, new Date());
}
