/**
 * One pass over the mailbox: everything that arrived since the last one, in the order it arrived, and then the
 * receipts. Stops only between two mails; the next pass goes on there.
 */
import type { ImapFlow } from 'imapflow';
import type { Failure } from './failure.js';
import { type Outcome, takeIn } from './intake.js';
import type { Arrival } from './mailbox/arrival.js';
import { downloadHeader, downloadMessage, inBatches, newUids, previewMessages } from './mailbox/arrivals.js';
import { isCandidate, type Preview } from './mailbox/candidate.js';
import { explainConnection, openFolder } from './mailbox/connection.js';
import type { FolderKey } from './mailbox/position.js';
import type { DeliveryCount } from './receipt/deliver.js';
import type { Session } from './session.js';
import { explainDatabase, isDatabaseError } from './store/database.js';
import { movePosition, readPosition } from './store/positions.js';

export interface PassResult {
  /** Messages looked at. */
  readonly looked: number;
  /** Messages whose body was downloaded. */
  readonly downloaded: number;
  /** Numbers of the reports recorded. */
  readonly recorded: readonly string[];
  /** Messages that were on record already. */
  readonly known: number;
  readonly receipts: DeliveryCount;
  /** Why the SMTP server could not be used, or null. Reading went on without it. */
  readonly receiptFailure: Failure | null;
}

/**
 * Makes one pass.
 * @param client - connected and logged in
 * @throws {Failure} for the mailbox or the database; what was taken in until then stays
 */
export async function makePass(client: ImapFlow, session: Session): Promise<PassResult> {
  const { config, intake, stopping } = session;
  const { mailbox } = config;
  const key = { mailbox: `${mailbox.user}@${mailbox.host}:${mailbox.port}`, folder: mailbox.folder };
  const total = { looked: 0, downloaded: 0, recorded: [] as string[], known: 0 };
  const sending = startSending(session);
  try {
    const uidValidity = await openFolder(client, mailbox);
    const after = positionAfter(key, uidValidity, session);
    for (const uids of inBatches(await newUids(client, after))) {
      for (const preview of await previewMessages(client, uids)) {
        if (stopping.aborted) break;
        total.looked += 1;
        if (!isCandidate(preview, config.trigger.subject)) continue;
        total.downloaded += 1;
        const outcome = await takeCandidate(client, preview, key, uidValidity, session);
        if (outcome?.kind === 'recorded') total.recorded.push(outcome.number);
        if (outcome?.kind === 'known') total.known += 1;
      }
      if (stopping.aborted) break;
      movePosition(intake.connection, key, { uidValidity, uid: uids.at(-1) ?? after });
      await sending.send();
    }
  } catch (error) {
    throw isDatabaseError(error)
      ? explainDatabase(config.database, error)
      : explainConnection(error, mailbox);
  } finally {
    // Also where the mailbox failed, and where nothing is new: an earlier pass may have left some.
    await sending.send();
  }
  return { ...total, ...sending.result() };
}

/** Sends between the batches, each receipt once a pass; after the server failed once it is left in peace. */
function startSending(session: Session) {
  const tried = new Set<number>();
  let receipts: DeliveryCount = { sent: 0, refused: 0, deferred: 0 };
  let receiptFailure: Failure | null = null;
  return {
    async send(): Promise<void> {
      if (receiptFailure !== null) return;
      try {
        receipts = add(receipts, await session.deliver(tried));
      } catch (error) {
        receiptFailure = explainDatabase(session.config.database, error);
        session.log.error({ code: receiptFailure.code, message: receiptFailure.message }, 'receipts.failed');
      }
    },
    result: () => ({ receipts, receiptFailure }),
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

async function takeCandidate(
  client: ImapFlow,
  preview: Preview,
  folder: FolderKey,
  uidValidity: string,
  session: Session,
): Promise<Outcome | null> {
  const { uid } = preview;
  const isComplete = preview.size <= session.config.limits.messageBytes;
  const raw = isComplete ? await downloadMessage(client, uid) : await downloadHeader(client, uid);
  // A person moved or deleted it meanwhile, which is theirs to do.
  if (raw === null) return null;
  const place = { folder, position: { uidValidity, uid } };
  const arrival: Arrival = { raw, isComplete, foundIn: 'inbox', receivedAt: preview.receivedAt, place };
  const outcome = await takeIn(arrival, session.intake);
  logOutcome(outcome, uid, session);
  return outcome;
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
    case 'known':
      log.info({ report: outcome.number, uid }, 'report.known');
      break;
    case 'left-alone':
      log.debug({ uid }, 'message.left-alone');
      break;
  }
}

function add(a: DeliveryCount, b: DeliveryCount): DeliveryCount {
  return { sent: a.sent + b.sent, refused: a.refused + b.refused, deferred: a.deferred + b.deferred };
}
