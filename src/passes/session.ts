/**
 * What a pass over one mailbox works with: what takes its mail in, and what sends from it.
 */
import type { ImapFlow } from 'imapflow';
import type { Config } from '../config/config.js';
import type { Intake } from '../intake.js';
import type { Log } from '../log.js';
import { type OpenSentFolder, openSentFolder } from '../mailbox/sent-folder.js';
import type { Reader } from '../reading/reader.js';
import type { DeliveryCount } from '../receipt/deliver.js';
import type { OwnKey } from '../receipt/own-key.js';
import type { SentFolder } from '../receipt/sent-folder.js';
import { newestDue, nextDue } from '../store/delivery.js';
import type { Parts } from './opening.js';
import { fileDueCopies, sendQueued, type WayOut, wayOutOf } from './sending.js';
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
  /** The remainders of messages that were put into the database and may not be taken in yet; grows until the next pass. */
  readonly held: Set<number>;
  /**
   * Called whenever a pass has done a step of its work that must not take for ever: for whoever watches that it gets on.
   */
  alive: () => void;
  /** The Sent folder; connects only when it is needed. For the caller to close. */
  openSent(): OpenSentFolder;
  /**
   * Sends every receipt that is due but those tried before.
   * @param tried - ids of receipts tried in this pass; grows
   * @param sent - looked into before a receipt is sent again whose last answer got lost
   * @param wayOut - for the caller to close
   * @throws {Failure} where the SMTP server can't be used; what is queued stays so
   */
  deliver(tried: Set<number>, sent: SentFolder, wayOut: WayOut): Promise<DeliveryCount>;
  /** The way out; opens only when it is needed. For the caller to close. */
  openWayOut(): WayOut;
  /** Delivers over a way of its own, beside any pass. */
  deliverApart(sent: SentFolder): Promise<DeliveryCount>;
  /** When the next receipt that was put off is due, or null where none was. */
  nextTry(): Date | null;
  /** Which of the receipts that are due was queued last, by another process perhaps; 0 where none is. */
  newestDue(): number;
  /** Puts the copies that are due into the Sent folder. What fails is logged and tried again. */
  fileCopies(sent: SentFolder): Promise<void>;
  /**
   * Looks into the Sent folder for people's answers, where reports wait for one and something came into it. Never throws: what
   * fails is logged.
   * @param client - asked whether something came; has another folder open
   */
  readAnswers(client: ImapFlow, sent: OpenSentFolder): Promise<void>;
  /**
   * Tells engineers what is due, of whatever mailbox. Never throws: what fails is logged and tried with the next pass.
   * Those who ask while it is under way wait for the same next time.
   */
  tell(): Promise<void>;
}

/**
 * Makes a session of opened parts.
 * @param mailbox - the row of its mailbox: what it records came by that, and what it sends was to go out from it
 * @param learn - has every reader check signatures with a key that was learned
 */
export function sessionOf(
  config: Config,
  { intake: opened, ownKey }: Parts,
  mailbox: number,
  learn: Reader['learn'],
  log: Log,
  stopping: AbortSignal,
  tell: () => Promise<void>,
): Session {
  const intake: Intake = { ...opened, reader: { ...opened.reader, learn }, mailbox };
  warnOfKey(ownKey, intake.reader, log);
  const alive = () => session.alive();
  const outbox = { connection: intake.connection, mailbox, config, log, stopping, alive };
  const session: Session = {
    config,
    log,
    intake,
    stopping,
    isCareful: false,
    leavesUnread: false,
    held: new Set(),
    alive: () => undefined,
    openSent: () => openSentFolder(config.mailbox, config.limits),
    deliver: (tried, sent, wayOut) => sendQueued(outbox, ownKey, tried, sent, wayOut),
    openWayOut: () => wayOutOf(config),
    async deliverApart(sent) {
      const wayOut = wayOutOf(config);
      try {
        return await sendQueued(outbox, ownKey, new Set(), sent, wayOut);
      } finally {
        await wayOut.close();
      }
    },
    nextTry: () => nextDue(intake.connection, new Date(), mailbox),
    newestDue: () => newestDue(intake.connection, new Date(), mailbox),
    fileCopies: sent => fileDueCopies(outbox, sent),
    readAnswers: sentReader({ intake, config, log, stopping }),
    tell,
  };
  return session;
}

/** Receipts stop naming it without a word, and whoever reads the policy still encrypts to it. */
function warnOfKey(ownKey: OwnKey | null, reader: Reader, log: Log): void {
  if (ownKey?.isOffered === false) log.warn({ fingerprint: reader.fingerprints[0] }, 'key.not-offered');
}
