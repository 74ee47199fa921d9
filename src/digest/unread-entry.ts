/** A message that the mail server lists and does not give, as `quarantine list` tells of it. */
import pc from 'picocolors';
import type { UnreadMessage } from '../store/unread.js';
import { forCell } from './terminal.js';

/** As a machine is told of it. Instants are UTC, ISO 8601. */
export interface UnreadEntry {
  readonly folder: string;
  readonly uid: number;
  /** When it was first asked for. */
  readonly since: string;
  readonly attempts: number;
  readonly lastTried: string;
  /** What the server said the last time. */
  readonly words: string;
}

const FOLDER_WIDTH = 18;
/** A server's words, at the line's end. */
const WORDS_WIDTH = 160;

/** The same without what only the next try needs. */
export function toUnreadEntry(message: UnreadMessage): UnreadEntry {
  const { folder, uid, firstSeen, attempts, lastTried, lastWords } = message;
  return {
    folder,
    uid,
    since: firstSeen.toISOString(),
    attempts,
    lastTried: lastTried.toISOString(),
    words: lastWords,
  };
}

/** On one line. */
export function unreadLine(
  { folder, uid, since, attempts, lastTried, words }: UnreadEntry,
  stamp: (iso: string) => string,
): string {
  const times = attempts === 1 ? 'asked for once' : `asked for ${attempts} times`;
  return `${pc.cyan(`UID ${uid}`)} in ${forCell(folder, FOLDER_WIDTH)}  since ${stamp(since)}; ${times}, last ${stamp(lastTried)}: ${forCell(words, WORDS_WIDTH)}`;
}
