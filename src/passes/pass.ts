/**
 * One pass over the mailbox: the main folder, Junk, the receipts beside them, then their copies and the answers that people
 * sent. What is due is told behind it.
 */
import type { ImapFlow } from 'imapflow';
import type { Failure } from '../failure.js';
import { explainConnection } from '../mailbox/connection-trouble.js';
import { junkFolder } from '../mailbox/junk.js';
import { keptAwake } from '../mailbox/keep-awake.js';
import { inTime } from '../mailbox/patience.js';
import { mailboxName } from '../mailbox/position.js';
import type { DeliveryCount } from '../receipt/deliver.js';
import type { SentFolder } from '../receipt/sent-folder.js';
import { explainDatabase, isDatabaseError } from '../store/database-trouble.js';
import { countUnread } from '../store/unread.js';
import { letGoOfForgotten } from './downloading.js';
import { type FolderToRead, readFolder } from './folder.js';
import type { Session } from './session.js';
import type { Tally } from './tally.js';

/** What a pass came to. */
export interface PassResult extends Readonly<Tally> {
  readonly receipts: DeliveryCount;
  /** Why the SMTP server could not be used, or null. Reading went on without it. */
  readonly receiptFailure: Failure | null;
  /** Why the Junk folder could not be read to its end, or null. The main folder was. */
  readonly junkFailure: Failure | null;
  /** Messages of this mailbox that its server lists and does not give; each pass tries them again. */
  readonly unread: number;
}

/**
 * Makes one pass. Ends with the main folder open, for IDLE.
 * @param client - connected and logged in
 * @throws {Failure} for the main folder or the database; what was taken in until then stays
 */
export async function makePass(client: ImapFlow, session: Session): Promise<PassResult> {
  const { config, stopping } = session;
  const tally: Tally = {
    looked: 0,
    downloaded: 0,
    recorded: [],
    inJunk: 0,
    followUps: [],
    known: 0,
    bounced: 0,
  };
  const sent = session.openSent();
  const sending = startSending(session, sent);
  const read = (folder: FolderToRead, retries: boolean) =>
    readFolder(client, folder, session, retries, tally, sending.goOn);
  const retries = !session.leavesUnread;
  session.leavesUnread = false;
  const main: FolderToRead = { path: config.mailbox.folder, foundIn: 'inbox' };
  let junkFailure: Failure | null = null;
  try {
    letGoOfForgotten(session);
    await read(main, retries);
    try {
      const path = stopping.aborted
        ? null
        : await inTime(client, config.limits.serverSeconds, () => junkFolder(client, config.mailbox));
      if (path !== null) await read({ path, foundIn: 'junk' }, retries);
    } catch (error) {
      // What broke the connection is looked at again over another one, as in the main folder.
      if (isDatabaseError(error) || (isAgain(session) && !client.usable)) throw error;
      junkFailure = explainConnection(error, config.mailbox);
      session.log.error({ code: junkFailure.code, message: junkFailure.message }, 'junk.failed');
    }
    // What came meanwhile rang no bell, because another folder was open.
    if (client.usable && !isOpen(client, main.path) && !stopping.aborted) await read(main, false);
  } catch (error) {
    throw isDatabaseError(error)
      ? explainDatabase(config.database, error)
      : explainConnection(error, config.mailbox);
  } finally {
    // Also where the mailbox failed, and where nothing is new: an earlier pass may have left some.
    await keptAwake(client, config.limits.serverSeconds, sending.finish);
    // Not where the mailbox just failed: the next pass does it over a connection that works.
    if (client.usable) await session.fileCopies(sent);
    // Before people are told what is overdue, and after all that a reporter waits for.
    if (client.usable) {
      await keptAwake(client, config.limits.serverSeconds, () => session.readAnswers(client, sent));
    }
    await sent.close();
  }
  const unread = countUnread(session.intake.connection, mailboxName(config.mailbox));
  return { ...tally, ...sending.result(), junkFailure, unread };
}

/** Whether the connection broke over a message, and the next pass goes about it in another way. */
export function isAgain({ isCareful, leavesUnread }: Session): boolean {
  return isCareful || leavesUnread;
}

function isOpen(client: ImapFlow, path: string): boolean {
  return client.mailbox !== false && client.mailbox.path === path;
}

/**
 * Sends beside the reading: a receipt goes as soon as its report is on record, over one connection a pass. Each receipt is
 * tried once a pass; after the server failed once it is left in peace.
 */
function startSending(session: Session, sent: SentFolder) {
  const tried = new Set<number>();
  const wayOut = session.openWayOut();
  let receipts: DeliveryCount = { sent: 0, refused: 0, deferred: 0, held: 0 };
  let receiptFailure: Failure | null = null;
  let isWanted = false;
  let underWay: Promise<void> | null = null;
  const send = async () => {
    while (isWanted && receiptFailure === null) {
      isWanted = false;
      try {
        receipts = add(receipts, await session.deliver(tried, sent, wayOut));
      } catch (error) {
        receiptFailure = explainDatabase(session.config.database, error);
        session.log.error({ code: receiptFailure.code, message: receiptFailure.message }, 'receipts.failed');
      }
    }
    underWay = null;
  };
  /** Has what is queued sent, without waiting for it. */
  const goOn = () => {
    isWanted = true;
    underWay ??= send();
  };
  return {
    goOn,
    async finish(): Promise<void> {
      goOn();
      await underWay;
      await wayOut.close();
    },
    result: () => ({ receipts, receiptFailure }),
  };
}

function add(a: DeliveryCount, b: DeliveryCount): DeliveryCount {
  return {
    sent: a.sent + b.sent,
    refused: a.refused + b.refused,
    deferred: a.deferred + b.deferred,
    held: a.held + b.held,
  };
}
