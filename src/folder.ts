/**
 * One folder in a pass: everything that arrived in it since the last one, in the order it arrived. Stops only
 * between two mails; the next pass goes on there.
 */
import type { ImapFlow } from 'imapflow';
import { takeIn } from './intake.js';
import type { Arrival } from './mailbox/arrival.js';
import {
  downloadHeader,
  downloadMessage,
  type Given,
  inBatches,
  type Look,
  MOST_NOT_GIVEN,
  newUids,
  previewMessages,
} from './mailbox/arrivals.js';
import { isCandidate, type OnRecord, type Preview } from './mailbox/candidate.js';
import { openFolder } from './mailbox/connection.js';
import { keptAwake } from './mailbox/keep-awake.js';
import { inTime } from './mailbox/patience.js';
import { type FolderKey, mailboxName } from './mailbox/position.js';
import {
  dropUnreadOfBefore,
  noteBroken,
  type OpenFolder,
  putOnList,
  retryUnread,
  type TakenUp,
} from './not-given.js';
import type { Session } from './session.js';
import { movePosition, readPosition } from './store/positions.js';
import { breakingUids, forgetBreaks } from './store/unread.js';
import { count, logOutcome, type Tally } from './tally.js';

/** A folder to read, and how the reports found there are marked. */
export interface FolderToRead {
  readonly path: string;
  readonly foundIn: Arrival['foundIn'];
}

/**
 * Reads a folder: first the messages that the server did not give before, where that is wanted, then all from its
 * position on. One that the server lists and does not give is put on record as unread, and those behind it are read.
 * @param retries - whether what is unread is tried
 * @param tally - counts what came of it
 * @param afterBatch - called when a batch of messages is behind the position
 * @throws what imapflow, SQLite and openFolder throw; what was taken in until then stays
 */
export async function readFolder(
  client: ImapFlow,
  { path, foundIn }: FolderToRead,
  session: Session,
  retries: boolean,
  tally: Tally,
  afterBatch: () => Promise<void>,
): Promise<void> {
  const { config, intake, stopping } = session;
  const { mailbox, limits } = config;
  const key = { mailbox: mailboxName(mailbox), folder: path };
  const uidValidity = await inTime(client, limits.serverSeconds, () => openFolder(client, mailbox, path));
  const folder: OpenFolder = { client, key, uidValidity, foundIn };
  dropUnreadOfBefore(folder, session);
  const after = positionAfter(key, uidValidity, session);
  const retry = (only: ReadonlySet<number> | null) =>
    retryUnread(folder, session, message => takeUp(folder, message, session, tally), only);
  if (retries) await retry(null);
  const news = await inTime(client, limits.serverSeconds, () => newUids(client, after));
  let notGivenInARow = 0;
  const passOver = (uid: number, words: string | null) => {
    putOnList(folder, uid, words, session);
    notGivenInARow += 1;
    if (notGivenInARow < MOST_NOT_GIVEN) return;
    throw new Error(`it lists ${MOST_NOT_GIVEN} messages in a row and gives none of them`);
  };
  const setApart = new Set<number>();
  for (const uids of apart(news, breakingUids(intake.connection, key))) {
    if (stopping.aborted) return;
    if (uids.isBreaking) {
      passOver(uids.uid, null);
      setApart.add(uids.uid);
      continue;
    }
    const { messages, upTo } = await look(folder, uids.uids, session);
    for (const message of messages) {
      if (stopping.aborted) return;
      tally.looked += 1;
      if (message.kind === 'not-given') {
        passOver(message.uid, message.words);
        continue;
      }
      const taken = await takeUp(folder, message.preview, session, tally);
      if (taken.kind === 'not-given') passOver(message.preview.uid, taken.words);
      if (taken.kind === 'taken-in') notGivenInARow = 0;
    }
    movePosition(intake.connection, key, { uidValidity, uid: upTo });
    forgetBreaks(intake.connection, key, upTo);
    await keptAwake(client, limits.serverSeconds, afterBatch);
  }
  // Where it was the line that broke, and is mended, nothing has to wait for another pass.
  if (setApart.size > 0) await retry(setApart);
}

type Apart =
  | { readonly isBreaking: false; readonly uids: readonly number[] }
  | { readonly isBreaking: true; readonly uid: number };

/** Batches, and between them each message that broke the connection time and again: no command is to name it. */
function apart(news: readonly number[], breaking: ReadonlySet<number>): Apart[] {
  const runs: Apart[] = [];
  let run: number[] = [];
  const end = () => {
    runs.push(...inBatches(run).map(uids => ({ isBreaking: false as const, uids })));
    run = [];
  };
  for (const uid of news) {
    if (breaking.has(uid)) {
      end();
      runs.push({ isBreaking: true, uid });
    } else {
      run.push(uid);
    }
  }
  end();
  return runs;
}

/** Downloads a message if it may be a report, and takes it in. */
async function takeUp(
  folder: OpenFolder,
  preview: Preview,
  session: Session,
  tally: Tally,
): Promise<TakenUp> {
  if (!isCandidate(preview, session.config.trigger.subject, onRecordOf(session)))
    return { kind: 'no-candidate' };
  tally.downloaded += 1;
  const arrival = await download(folder, preview, session);
  // Where it is gone, a person moved or deleted it meanwhile, which is theirs to do.
  if (arrival.kind !== 'given') return arrival;
  const { intake, config } = session;
  const outcome = await keptAwake(folder.client, config.limits.serverSeconds, () =>
    takeIn(arrival.value, intake),
  );
  count(outcome, tally);
  logOutcome(outcome, preview.uid, session);
  return { kind: 'taken-in' };
}

/** The previews of a batch; remembers where a connection broke over them. */
async function look(folder: OpenFolder, uids: readonly number[], session: Session): Promise<Look> {
  const { client } = folder;
  try {
    const { serverSeconds } = session.config.limits;
    const looked = await inTime(client, serverSeconds, () =>
      previewMessages(client, uids, session.isCareful, uid => noteBroken(folder, uid, session)),
    );
    session.isCareful = false;
    return looked;
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
  folder: OpenFolder,
  { uid, size, receivedAt }: Preview,
  session: Session,
): Promise<Given<Arrival>> {
  const { client, key, uidValidity, foundIn } = folder;
  const { limits } = session.config;
  const isComplete = size <= limits.messageBytes;
  const onBreak = () => noteBroken(folder, uid, session);
  const raw = await inTime(client, limits.serverSeconds, () =>
    isComplete ? downloadMessage(client, uid, onBreak) : downloadHeader(client, uid, onBreak),
  );
  if (raw.kind !== 'given') return raw;
  const place = { folder: key, position: { uidValidity, uid } };
  return { kind: 'given', value: { raw: raw.value, isComplete, foundIn, receivedAt, place } };
}
