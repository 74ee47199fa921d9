/**
 * What is on record under a name that a new mail uses: a report's number, a Message-ID, the same words, the same
 * ciphertext. Asked for every mail that arrives, so each question is one prepared statement on an index.
 */
import type { FolderKey } from '../mailbox/position.js';
import type { Connection } from './database.js';
import { type MessageRole, purgedName } from './messages.js';
import type { ReportNumber } from './reports.js';

/** A report, by its row and by what people call it. */
export interface ReportReference {
  readonly id: number;
  readonly number: ReportNumber;
}

/** A mail on record, as far as a new one is compared with it. */
export interface KnownMessage {
  readonly report: ReportReference;
  readonly role: MessageRole;
  readonly sender: string | null;
  readonly contentHash: string | null;
  readonly isEncrypted: boolean;
  /** The folder that it was met in last; null for a file. */
  readonly folder: FolderKey | null;
}

export interface Threads {
  /** @param number - upper-case */
  reportNumbered(number: string): ReportReference | null;
  /** The reports that a mail or a receipt with this Message-ID belongs to, oldest first. */
  reportsInThread(messageId: string): ReportReference[];
  messagesWithId(messageId: string): KnownMessage[];
  /** @param sender - lower-case address whose mails count */
  messagesWithContent(contentHash: string, sender: string): KnownMessage[];
  messagesWithCiphertext(ciphertext: string): KnownMessage[];
  /** @param address - lower-case, that the notice with this Message-ID went to */
  isNoticeTo(messageId: string, address: string): boolean;
  /** Whether a mail of that sender, or signed by that key, belongs to the report. */
  hasAuthor(report: ReportReference, sender: string | null, signer: string | null): boolean;
}

/** A row that a mail on record is read from. */
export interface MessageRow {
  readonly id: number;
  readonly number: ReportNumber;
  readonly role: MessageRole;
  readonly sender: string | null;
  readonly content_sha256: string | null;
  readonly encrypted: 0 | 1;
  readonly mailbox: string | null;
  readonly folder: string | null;
}

/** One Message-ID or one text may be sent without end; beyond this many mails the answer is the same. */
export const MOST = 100;

/** Prepares the questions. */
export function openThreads(connection: Connection): Threads {
  const numbered = connection.prepare<[string, string], ReportReference>(
    `SELECT id, number FROM reports WHERE number = ?
     UNION ALL SELECT id, reports.number FROM further_numbers JOIN reports ON id = report_id
       WHERE further_numbers.number = ?`,
  );
  const inThread = connection.prepare<[string, string, string], ReportReference>(
    `SELECT id, number FROM reports WHERE id IN (
       SELECT report_id FROM messages WHERE message_id IN (?, ?)
       UNION SELECT report_id FROM receipts WHERE message_id = ?) ORDER BY id LIMIT ${MOST}`,
  );
  const messages = (condition: string) => {
    const statement = connection.prepare<string[], MessageRow>(
      `SELECT reports.id, number, role, sender, content_sha256, messages.mailbox, messages.folder,
         EXISTS (SELECT 1 FROM ciphertexts WHERE ciphertexts.message_id = messages.id) AS encrypted
       FROM messages JOIN reports ON reports.id = report_id
       WHERE ${condition} ORDER BY messages.id LIMIT ${MOST}`,
    );
    return (...values: string[]) => statement.all(...values).map(toMessage);
  };
  const withId = messages('messages.message_id IN (?, ?)');
  const notice = connection.prepare<[string, string]>(
    'SELECT 1 FROM dispatches WHERE message_id = ? AND target = ?',
  );
  const author = connection.prepare<[number, string | null, string | null]>(
    'SELECT 1 FROM messages WHERE report_id = ? AND (sender = ? OR signer = ?) LIMIT 1',
  );
  return {
    reportNumbered: number => numbered.get(number, number) ?? null,
    reportsInThread: messageId => inThread.all(messageId, purgedName(messageId), messageId),
    messagesWithId: messageId => withId(messageId, purgedName(messageId)),
    messagesWithContent: messages('content_sha256 = ? AND sender = ?'),
    messagesWithCiphertext: messages(
      'messages.id IN (SELECT message_id FROM ciphertexts WHERE ciphertexts.sha256 = ?)',
    ),
    isNoticeTo: (messageId, address) => notice.get(messageId, address) !== undefined,
    hasAuthor: ({ id }, sender, signer) => author.get(id, sender, signer) !== undefined,
  };
}

/** Lower-case addresses that a report's mails came from or its receipts went to; ours too, where we wrote in its thread. */
export function addressesOfReporter(connection: Connection, reportId: number): string[] {
  return connection
    .prepare(
      `SELECT sender FROM messages WHERE report_id = ? AND sender IS NOT NULL
       UNION SELECT lower(recipient) FROM receipts WHERE report_id = ? AND recipient IS NOT NULL`,
    )
    .pluck()
    .all(reportId, reportId) as string[];
}

/** A mail on record, of its row. */
export function toMessage({
  id,
  number,
  role,
  sender,
  content_sha256,
  encrypted,
  ...row
}: MessageRow): KnownMessage {
  const { mailbox, folder } = row;
  return {
    report: { id, number },
    role,
    sender,
    contentHash: content_sha256,
    isEncrypted: encrypted === 1,
    folder: mailbox === null || folder === null ? null : { mailbox, folder },
  };
}
