/**
 * One folder in a pass: everything that arrived in it since the last one, in the order it arrived. Stops only
 * between two mails; the next pass goes on there.
 */
import type { ImapFlow } from 'imapflow';
import { type Outcome, takeIn } from './intake.js';
import type { Arrival } from './mailbox/arrival.js';
import { downloadHeader, downloadMessage, inBatches, newUids, previewMessages } from './mailbox/arrivals.js';
import { isCandidate, type OnRecord, type Preview } from './mailbox/candidate.js';
import { openFolder } from './mailbox/connection.js';
import { keptAwake } from './mailbox/keep-awake.js';
import { inTime } from './mailbox/patience.js';
import type { FolderKey } from './mailbox/position.js';
import type { Session } from './session.js';
import { movePosition, readPosition } from './store/positions.js';

/** What a pass counts, over all its folders; grows. */
export interface Tally {
  /** Messages looked at. */
  looked: number;
  /** Messages whose body was downloaded. */
  downloaded: number;
  /** Numbers of the reports recorded. */
  readonly recorded: string[];
  /** How many of them lay in Junk. */
  inJunk: number;
  /** Numbers of the reports that a follow-up joined, one for each. */
  readonly followUps: string[];
  /** Messages that were on record already. */
  known: number;
  /** Receipts of ours that came back. */
  bounced: number;
}

/** A folder to read, and how the reports found there are marked. */
export interface FolderToRead {
  readonly path: string;
  readonly foundIn: Arrival['foundIn'];
}

/**
 * Reads a folder from its position on.
 * @param tally - counts what came of it
 * @param afterBatch - called when a batch of messages is behind the position
 * @throws what imapflow, SQLite and openFolder throw; what was taken in until then stays
 */
export async function readFolder(
  client: ImapFlow,
  { path, foundIn }: FolderToRead,
  session: Session,
  tally: Tally,
  afterBatch: () => Promise<void>,
): Promise<void> {
  const { config, intake, stopping } = session;
  const { mailbox, limits } = config;
  const key = { mailbox: `${mailbox.user}@${mailbox.host}:${mailbox.port}`, folder: path };
  const onRecord = onRecordOf(session);
  const uidValidity = await inTime(client, limits.serverSeconds, () => openFolder(client, mailbox, path));
  const after = positionAfter(key, uidValidity, session);
  const news = await inTime(client, limits.serverSeconds, () => newUids(client, after));
  for (const uids of inBatches(news)) {
    for (const preview of await look(client, uids, session)) {
      if (stopping.aborted) return;
      tally.looked += 1;
      if (!isCandidate(preview, config.trigger.subject, onRecord)) continue;
      tally.downloaded += 1;
      const arrival = await download(client, preview, key, uidValidity, foundIn, session);
      // A person moved or deleted it meanwhile, which is theirs to do.
      if (arrival === null) continue;
      const outcome = await keptAwake(client, limits.serverSeconds, () => takeIn(arrival, intake));
      count(outcome, tally);
      logOutcome(outcome, preview.uid, session);
    }
    movePosition(intake.connection, key, { uidValidity, uid: uids.at(-1) ?? after });
    await keptAwake(client, limits.serverSeconds, afterBatch);
  }
}

/** The previews of a batch; remembers where a connection broke over them. */
async function look(client: ImapFlow, uids: readonly number[], session: Session): Promise<Preview[]> {
  try {
    const { serverSeconds } = session.config.limits;
    const previews = await inTime(client, serverSeconds, () =>
      previewMessages(client, uids, session.isCareful),
    );
    session.isCareful = false;
    return previews;
  } catch (error) {
    session.isCareful = !client.usable;
    throw error;
  }
}

function onRecordOf({ intake: { threads } }: Session): OnRecord {
  return {
    hasReport: number => threads.reportNumbered(number) !== null,
    hasMessage: messageId => threads.reportsInThread(messageId).length > 0,
  };
}

/** The last UID read, or 0 where the folder is new to us or its UIDs no longer mean what they did. */
function positionAfter(key: FolderKey, uidValidity: string, { intake, log }: Session): number {
  const position = readPosition(intake.connection, key);
  if (position === null || position.uidValidity === uidValidity) return position?.uid ?? 0;
  // RFC 9051 §2.3.1.1. What is on record is recognised by its bytes and not answered again.
  log.warn({ folder: key.folder, was: position.uidValidity, is: uidValidity }, 'mailbox.uidvalidity-changed');
  return 0;
}

async function download(
  client: ImapFlow,
  { uid, size, receivedAt }: Preview,
  folder: FolderKey,
  uidValidity: string,
  foundIn: Arrival['foundIn'],
  { config }: Session,
): Promise<Arrival | null> {
  const isComplete = size <= config.limits.messageBytes;
  const raw = await inTime(client, config.limits.serverSeconds, () =>
    isComplete ? downloadMessage(client, uid) : downloadHeader(client, uid),
  );
  const place = { folder, position: { uidValidity, uid } };
  return raw === null ? null : { raw, isComplete, foundIn, receivedAt, place };
}

function count(outcome: Outcome, tally: Tally): void {
  switch (outcome.kind) {
    case 'recorded':
      tally.recorded.push(outcome.number);
      if (outcome.report.foundIn === 'junk') tally.inJunk += 1;
      break;
    case 'follow-up':
      tally.followUps.push(outcome.number);
      break;
    case 'known':
      tally.known += 1;
      break;
    case 'delivery-report':
      if (outcome.failed) tally.bounced += 1;
      break;
    case 'own-reply':
    case 'left-alone':
      break;
  }
}

function logOutcome(outcome: Outcome, uid: number, { log }: Session): void {
  switch (outcome.kind) {
    case 'recorded': {
      const { state, trigger, encryption } = outcome.report;
      const { number, withheld } = outcome;
      log.info(
        { report: number, uid, state, trigger, encryption: encryption.state, withheld },
        'report.recorded',
      );
      break;
    }
    case 'follow-up':
      log.info({ report: outcome.number, uid }, 'report.follow-up');
      break;
    case 'own-reply':
      log.info({ report: outcome.number, uid }, 'report.own-reply');
      break;
    case 'known':
      log.info({ report: outcome.number, uid }, 'report.known');
      break;
    case 'delivery-report':
      if (outcome.failed) log.warn({ report: outcome.number, uid }, 'receipt.bounced');
      else log.info({ report: outcome.number, uid }, 'receipt.delayed');
      break;
    case 'left-alone':
      log.debug({ uid }, 'message.left-alone');
      break;
  }
}
