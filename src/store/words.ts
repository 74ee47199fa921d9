/**
 * The words of every mail, each text by itself with the origin it came with. What extraction makes of them leaves
 * words out; a person has to be able to read them all, also those that came encrypted.
 */
import type { TextBody } from '../message/message.js';
import type { Connection } from './database.js';
import type { ReportNumber } from './reports.js';

/** One text of one mail. */
export interface StoredWords extends Pick<TextBody, 'origin' | 'text'> {
  readonly kind: 'plain' | 'html';
  /** UTC instant the mail reached the mailbox. */
  readonly receivedAt: Date;
  /** Lower-case outer From address. */
  readonly sender: string | null;
}

/**
 * Keeps the words of a mail, and leaves out those of its files, which are kept themselves. Call inside the
 * transaction that records the mail.
 * @param messageId - the row's id
 */
export function recordWords(
  connection: Connection,
  messageId: number | bigint,
  bodies: readonly TextBody[],
): void {
  const insert = connection.prepare(
    'INSERT INTO words (message_id, position, origin, kind, text) VALUES (?, ?, ?, ?, ?)',
  );
  for (const [position, { origin, kind, text }] of bodies.entries()) {
    if (kind !== 'attachment') insert.run(messageId, position, origin, kind, text);
  }
}

interface Row {
  readonly origin: TextBody['origin'];
  readonly kind: 'plain' | 'html';
  readonly text: string;
  readonly receivedAt: string;
  readonly sender: string | null;
}

/** The words of a report's mails, in the order they came. */
export function wordsOf(connection: Connection, number: ReportNumber): StoredWords[] {
  const rows = connection
    .prepare(
      `SELECT origin, kind, text, messages.received_at AS receivedAt, sender
       FROM words JOIN messages ON messages.id = words.message_id JOIN reports ON reports.id = report_id
       WHERE number = ? ORDER BY words.message_id, position`,
    )
    .all(number) as Row[];
  return rows.map(row => ({ ...row, receivedAt: new Date(row.receivedAt) }));
}
