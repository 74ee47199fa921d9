/**
 * Messages that the mail server lists and does not give: they go on a list, so that the mails behind them are read, and
 * each pass tries them again, with growing pauses, until they open or the server says that they are gone.
 */
import type { ImapFlow } from 'imapflow';
import type { Outcome } from '../intake.js';
import type { Arrival } from '../mailbox/arrival.js';
import { MOST_NOT_GIVEN, previewMessages } from '../mailbox/arrivals.js';
import type { Preview } from '../mailbox/candidate.js';
import { inTime } from '../mailbox/patience.js';
import type { FolderKey } from '../mailbox/position.js';
import { noteBreak, passOverBreaking } from '../store/breaking.js';
import { movePosition } from '../store/positions.js';
import {
  dropOfOtherValidity,
  dueUnread,
  forgetUnread,
  noteTry,
  noteWords,
  passOver,
} from '../store/unread.js';
import type { Session } from './session.js';

/** A folder while it is open. */
export interface OpenFolder {
  readonly client: ImapFlow;
  readonly key: FolderKey;
  readonly uidValidity: string;
  readonly foundIn: Arrival['foundIn'];
}

/** What came of a message whose preview the server gave. */
export type TakenUp =
  | { readonly kind: 'taken-in'; readonly outcome: Outcome }
  | { readonly kind: 'no-candidate' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'not-given'; readonly words: string };

/** What is kept of an attempt over which the connection broke. */
const BROKE = 'the connection broke over it';

/** The folder is read anew, and with it what was unread. */
export function dropUnreadOfBefore({ key, uidValidity }: OpenFolder, { intake, log }: Session): void {
  const dropped = dropOfOtherValidity(intake.connection, key, uidValidity);
  if (dropped > 0) log.warn({ folder: key.folder, messages: dropped }, 'unread.dropped');
}

/** Notes that the connection broke over a message that is still to be read. */
export function noteBroken({ key, uidValidity }: OpenFolder, uid: number, { intake, log }: Session): void {
  const position = { uidValidity, uid };
  const times = noteBreak(intake.connection, key, position, BROKE, intake.now());
  if (times !== null) log.warn({ folder: key.folder, uid, times }, 'message.broke-connection');
}

/**
 * Puts a message on the list and moves the position beyond it.
 * @param words - what the server said; null where it broke the connection time and again, which is on record
 */
export function putOnList(
  { key, uidValidity }: OpenFolder,
  uid: number,
  words: string | null,
  { intake: { connection, now }, log }: Session,
): void {
  const position = { uidValidity, uid };
  connection
    .transaction(() => {
      if (words === null) passOverBreaking(connection, key, uid);
      else passOver(connection, key, position, words, now());
      movePosition(connection, key, position);
    })
    .immediate();
  log.warn({ folder: key.folder, uid, words: words ?? BROKE }, 'message.unread');
}

/**
 * Tries the messages on the list that are due, until the server refused as many as it may in a row.
 * @param takeUp - what to do with a message whose preview came
 * @param only - the UIDs that are meant; all where it is null
 * @throws what imapflow and SQLite throw; where the connection broke over a message, the session leaves the list alone
 *   in the next pass, so that new mail is read
 */
export async function retryUnread(
  folder: OpenFolder,
  session: Session,
  takeUp: (preview: Preview) => Promise<TakenUp>,
  only: ReadonlySet<number> | null = null,
): Promise<void> {
  const { client, key } = folder;
  const { connection, now } = session.intake;
  let inVain = 0;
  for (const { uid, attempts } of dueUnread(connection, key, now())) {
    if (only !== null && !only.has(uid)) continue;
    if (session.stopping.aborted || inVain === MOST_NOT_GIVEN) return;
    session.alive();
    noteTry(connection, key, uid, now());
    let result: TakenUp;
    try {
      result = await lookAgain(folder, uid, session, takeUp);
    } catch (error) {
      if (!client.usable) {
        noteWords(connection, key, uid, BROKE);
        session.leavesUnread = true;
        session.log.warn({ folder: key.folder, uid, attempts: attempts + 1, words: BROKE }, 'message.unread');
      }
      throw error;
    }
    settle(folder, uid, attempts + 1, result, session);
    if (result.kind === 'not-given') inVain += 1;
  }
}

/** Asks for one message again: without its structure, which may be what breaks. */
export async function lookAgain(
  { client }: OpenFolder,
  uid: number,
  { config }: Session,
  takeUp: (preview: Preview) => Promise<TakenUp>,
): Promise<TakenUp> {
  const { messages } = await inTime(client, config.limits.serverSeconds, () =>
    previewMessages(client, [uid], true),
  );
  const [message] = messages;
  if (message === undefined) return { kind: 'gone' };
  return message.kind === 'given' ? takeUp(message.preview) : message;
}

function settle(
  { key }: OpenFolder,
  uid: number,
  attempts: number,
  result: TakenUp,
  { intake: { connection }, log }: Session,
): void {
  const { folder } = key;
  switch (result.kind) {
    case 'not-given':
      noteWords(connection, key, uid, result.words);
      log.warn({ folder, uid, attempts, words: result.words }, 'message.unread');
      break;
    case 'gone':
      forgetUnread(connection, key, uid);
      log.warn({ folder, uid }, 'unread.gone');
      break;
    case 'no-candidate':
      forgetUnread(connection, key, uid);
      log.info({ folder, uid }, 'unread.no-report');
      break;
    case 'taken-in':
      log.info({ folder, uid }, 'unread.read');
      break;
  }
}
