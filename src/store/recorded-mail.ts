/**
 * A mail written with its files. Of what is written SQLite makes two copies, and keeps another part of it in its cache, so
 * that a large mail is written last, when its files take no more memory.
 */
import type { Attachment } from '../message/message.js';
import { release } from '../release.js';
import { recordAttachments } from './attachments.js';
import type { Connection } from './database.js';
import { type MessageRole, type NewMessage, recordMessage, writeBytes } from './messages.js';

/** Bytes of a mail, or of its files, from which on it is written as a large one. */
const LARGE = 8_388_608;

/** Kilobytes of a large mail that SQLite may keep in its cache, where its usual 16,000 are of use to nobody. */
const SMALL_CACHE = 1000;

/** A mail's files. */
export interface NewFiles {
  readonly attachments: readonly Attachment[];
  /** Whether nobody needs their bytes once they are written; they may be empty then. */
  readonly areSpent: boolean;
}

/**
 * Keeps a mail and its files. Call inside the transaction that records what it did to the report.
 * @returns the row's id
 */
export function recordMail(
  connection: Connection,
  reportId: number,
  role: MessageRole,
  message: NewMessage,
  { attachments, areSpent }: NewFiles,
): number {
  const files = attachments.reduce((sum, { content }) => sum + content.byteLength, 0);
  const record = (bytes: Uint8Array) => {
    const id = recordMessage(connection, reportId, role, message, bytes);
    recordAttachments(connection, reportId, id, attachments);
    return id;
  };
  if (message.raw.byteLength + files < LARGE) return record(message.raw);
  return withSmallCache(connection, () => {
    const id = record(new Uint8Array());
    // Several may lie in one buffer.
    if (areSpent) for (const { content } of attachments) release(content);
    writeBytes(connection, id, message.raw);
    return id;
  });
}

function withSmallCache<T>(connection: Connection, act: () => T): T {
  const usual = Number(connection.pragma('cache_size', { simple: true }));
  connection.pragma(`cache_size = -${SMALL_CACHE}`);
  try {
    return act();
  } finally {
    connection.pragma(`cache_size = ${usual}`);
  }
}
