/**
 * One folder in a pass: everything that arrived in it since the last one, in the order it arrived. Stops only
 * between two mails; the next pass goes on there.
 */
import type { ImapFlow } from 'imapflow';
import { expectMails } from '../engine.js';
import type { Arrival } from '../mailbox/arrival.js';
import { inBatches, type Look, MOST_NOT_GIVEN, newUids, previewMessages } from '../mailbox/arrivals.js';
import type { Preview } from '../mailbox/candidate.js';
import { openFolder } from '../mailbox/connection.js';
import { inTime } from '../mailbox/patience.js';
import { type FolderKey, mailboxName } from '../mailbox/position.js';
import { breakingUids, forgetBreaks } from '../store/breaking.js';
import { movePosition, readPosition } from '../store/positions.js';
import { takeAskedFor } from './near-misses.js';
import { dropUnreadOfBefore, noteBroken, type OpenFolder, putOnList, retryUnread } from './not-given.js';
import { MOST_TOGETHER } from './read-ahead.js';
import type { Session } from './session.js';
import { downloadAhead, takeAlone, takeByHand, takeUp } from './taking-up.js';
import type { Tally } from './tally.js';

/** New messages from which on time weighs more than memory. */
const FLOOD = 20;

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
 * @param afterMail - called when a mail was taken in
 * @throws what imapflow, SQLite and openFolder throw; what was taken in until then stays
 */
export async function readFolder(
  client: ImapFlow,
  { path, foundIn }: FolderToRead,
  session: Session,
  retries: boolean,
  tally: Tally,
  afterMail: () => void,
): Promise<void> {
  const { config, intake, stopping } = session;
  const { mailbox, limits } = config;
  const key = { mailbox: mailboxName(mailbox), folder: path };
  const uidValidity = await inTime(client, limits.serverSeconds, () => openFolder(client, mailbox, path));
  const folder: OpenFolder = { client, key, uidValidity, foundIn };
  dropUnreadOfBefore(folder, session);
  const after = positionAfter(key, uidValidity, session);
  const retry = (only: ReadonlySet<number> | null) =>
    retryUnread(folder, session, message => takeAlone(folder, message, session, tally), only);
  if (retries) await retry(null);
  const news = await inTime(client, limits.serverSeconds, () => newUids(client, after));
  const isFlood = news.length >= FLOOD;
  const some = isFlood ? 'flood' : 'few';
  expectMails(news.length === 0 ? 'none' : some);
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
    const downloads = downloadAhead(folder, messages, session, tally);
    try {
      let at = 0;
      for (let message = messages[at]; message !== undefined; message = messages[at]) {
        if (stopping.aborted) return;
        session.alive();
        if (message.kind === 'not-given') {
          tally.looked += 1;
          at += 1;
          passOver(message.uid, message.words);
          continue;
        }
        const { preview } = message;
        const rest = async () => {
          // In a flood each batch, and each lull, would have to start others.
          if (!isFlood && !downloads.hasMore()) await intake.reader.rest?.();
        };
        const behind = previewsBehind(messages, at);
        const taken = await takeUp(folder, preview, behind, session, tally, downloads, rest);
        tally.looked += taken.length;
        at += taken.length;
        for (const one of taken) if (one.kind === 'not-given') passOver(preview.uid, one.words);
        if (!taken.some(({ kind }) => kind === 'taken-in')) continue;
        notGivenInARow = 0;
        afterMail();
      }
    } finally {
      await downloads.end();
    }
    session.alive();
    movePosition(intake.connection, key, { uidValidity, uid: upTo });
    forgetBreaks(intake.connection, key, upTo);
  }
  // Where it was the line that broke, and is mended, nothing has to wait for another pass.
  if (setApart.size > 0) await retry(setApart);
  await takeAskedFor(folder, session, message => takeByHand(folder, message, session, tally));
}

/** Those that follow a message and may be taken in with it. */
function previewsBehind(messages: Look['messages'], at: number): Preview[] {
  const near = messages.slice(at + 1, at + MOST_TOGETHER);
  const end = near.findIndex(({ kind }) => kind === 'not-given');
  return near
    .slice(0, end < 0 ? near.length : end)
    .flatMap(one => (one.kind === 'given' ? [one.preview] : []));
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

/** The last UID read, or 0 where the folder is new to us or its UIDs no longer mean what they did. */
function positionAfter(key: FolderKey, uidValidity: string, { intake, log }: Session): number {
  const position = readPosition(intake.connection, key);
  if (position === null || position.uidValidity === uidValidity) return position?.uid ?? 0;
  // RFC 9051 §2.3.1.1. What is on record is recognised by its bytes and not answered again.
  log.warn({ folder: key.folder, was: position.uidValidity, is: uidValidity }, 'mailbox.uidvalidity-changed');
  return 0;
}
