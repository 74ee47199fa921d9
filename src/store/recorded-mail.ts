/**
 * A mail written with its files: a large one last, when these take no more memory.
 */
import { LARGE } from '../mailbox/arrival.js';
import type { Attachment } from '../message/message.js';
import { release } from '../release.js';
import { recordAttachments } from './attachments.js';
import type { Connection } from './database.js';
import { keepRest, type MessageRole, type NewMessage, recordMessage } from './messages.js';
import { withSmallCache } from './remainders.js';

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
  const record = () => {
    const id = recordMessage(connection, reportId, role, message, false);
    recordAttachments(connection, reportId, id, attachments);
    return id;
  };
  if (message.raw.byteLength + files < LARGE) return record();
  return withSmallCache(connection, () => {
    const id = record();
    // Several may lie in one buffer.
    if (areSpent) for (const { content } of attachments) release(content);
    keepRest(connection, id, message);
    return id;
  });
}
