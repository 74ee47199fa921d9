/**
 * What is on record as it shows to those who hold no key of ours. Here each number that was ever told is a report of its
 * own, with the mails that were answered under it or would be, whatever report they joined for what is inside them. Of an
 * encrypted mail nothing is known but its ciphertext. Whatever a sender can see is to rest on this alone: it is then a
 * function of what that sender sent and saw, and tells nothing else.
 */
import type { Connection } from './database.js';
import { purgedName } from './messages.js';
import {
  type MessageRow,
  MOST,
  openThreads,
  type ReportReference,
  type Threads,
  toMessage,
} from './threads.js';

/** Of the report that a number leads to; `number` stands for an expression. */
const rowOf = (number: string) =>
  `coalesce((SELECT id FROM reports WHERE reports.number = ${number}),
     (SELECT report_id FROM further_numbers WHERE further_numbers.number = ${number}))`;

const ENCRYPTED = 'EXISTS (SELECT 1 FROM ciphertexts WHERE ciphertexts.message_id = messages.id)';

/** Prepares the questions. References name the number that was told, and the row of the report it leads to. */
export function openApparentThreads(connection: Connection): Threads {
  const numbered = connection.prepare<[string, string], ReportReference>(
    `SELECT id, number FROM reports WHERE number = ?
     UNION ALL SELECT report_id, number FROM further_numbers WHERE number = ?`,
  );
  const inThread = connection.prepare<[string, string, string], ReportReference>(
    `SELECT ${rowOf('told')} AS id, told AS number FROM (
       SELECT number AS told FROM apparent_standings JOIN messages ON messages.id = apparent_standings.message_id
         WHERE messages.message_id IN (?, ?)
       UNION SELECT coalesce(receipts.told_number, reports.number) FROM receipts JOIN reports ON reports.id = report_id
         WHERE receipts.message_id = ?) ORDER BY told LIMIT ${MOST}`,
  );
  const messages = (condition: string) => {
    const statement = connection.prepare<string[], MessageRow>(
      `SELECT ${rowOf('told.number')} AS id, told.number, told.role, sender, messages.mailbox, messages.folder,
         CASE WHEN ${ENCRYPTED} THEN NULL ELSE content_sha256 END AS content_sha256, ${ENCRYPTED} AS encrypted
       FROM messages JOIN apparent_standings AS told ON told.message_id = messages.id
       WHERE ${condition} ORDER BY messages.id LIMIT ${MOST}`,
    );
    return (...values: string[]) => statement.all(...values).map(toMessage);
  };
  const withId = messages('messages.message_id IN (?, ?)');
  const author = connection.prepare<[string, string | null, string | null]>(
    `SELECT 1 FROM apparent_standings JOIN messages ON messages.id = apparent_standings.message_id
     WHERE number = ? AND (sender = ? OR (signer = ? AND NOT ${ENCRYPTED})) LIMIT 1`,
  );
  return {
    reportNumbered: number => numbered.get(number, number) ?? null,
    reportsInThread: messageId => inThread.all(messageId, purgedName(messageId), messageId),
    messagesWithId: messageId => withId(messageId, purgedName(messageId)),
    messagesWithContent: messages(`content_sha256 = ? AND sender = ? AND NOT ${ENCRYPTED}`),
    messagesWithCiphertext: messages(
      'messages.id IN (SELECT message_id FROM ciphertexts WHERE ciphertexts.sha256 = ? AND inside = 0)',
    ),
    isNoticeTo: openThreads(connection).isNoticeTo,
    hasAuthor: ({ number }, sender, signer) => author.get(number, sender, signer) !== undefined,
  };
}
