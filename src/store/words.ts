/**
 * The words of every mail, each text by itself with the origin it came with. What extraction makes of them leaves
 * words out; a person has to be able to read them all, also those that came encrypted, and to see in them what each
 * field was read from.
 */
import type { TextBody } from '../message/message.js';
import type { Connection } from './database.js';
import type { ReportNumber } from './reports.js';

/** One text of one mail. */
export interface StoredWords extends TextBody {
  /** Which of the report's mails it is of: 0 is the first, as in `where` of the report. */
  readonly mail: number;
  /** Its index among the texts of the mail. */
  readonly body: number;
  /** UTC instant the mail reached the mailbox. */
  readonly receivedAt: Date;
  /** Lower-case outer From address. */
  readonly sender: string | null;
}

/**
 * Keeps the words of a mail and of its attached texts. Call inside the transaction that records the mail.
 * @param messageId - the row's id
 */
export function recordWords(
  connection: Connection,
  messageId: number | bigint,
  bodies: readonly TextBody[],
): void {
  const insert = connection.prepare(
    'INSERT INTO words (message_id, position, origin, kind, filename, text) VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (const [position, { origin, kind, filename, text }] of bodies.entries()) {
    insert.run(messageId, position, origin, kind, filename, text);
  }
}

interface Row extends Omit<StoredWords, 'receivedAt'> {
  readonly receivedAt: string;
}

/** The words of a report's mails, in the order they came. */
export function wordsOf(connection: Connection, number: ReportNumber): StoredWords[] {
  const rows = connection
    .prepare(
      `WITH mails AS (
         SELECT messages.id, messages.received_at AS receivedAt, sender,
           row_number() OVER (ORDER BY messages.id) - 1 AS mail
         FROM messages JOIN reports ON reports.id = report_id WHERE number = ?)
       SELECT mail, position AS body, origin, kind, filename, text, receivedAt, sender
       FROM mails JOIN words ON words.message_id = mails.id ORDER BY mail, position`,
    )
    .all(number) as Row[];
  return rows.map(row => ({ ...row, receivedAt: new Date(row.receivedAt) }));
}
