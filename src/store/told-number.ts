/**
 * The number under which a mail was answered, or would have been: what its sender may be told of it.
 */
import type { Connection } from './database.js';
import { hashOf, type MessageRole } from './messages.js';
import { isSuspected } from './reports.js';

/** What is known outside of a mail that was taken in. */
export interface Told {
  readonly number: string;
  /** What it is to the mails under that number, to those who hold no key of ours. */
  readonly role: MessageRole;
  /** Of its receipt; null where none was even considered. */
  readonly receipt: 'going' | 'held' | 'withheld' | null;
  /** Whether it may be somebody else's mail, sent again. */
  readonly replaySuspected: boolean;
}

/**
 * @param raw - of a mail that was taken in
 * @returns null where nothing but its inside shows that it belongs to any report
 */
export function toldOf(connection: Connection, raw: Uint8Array): Told | null {
  const row = connection
    .prepare(
      `SELECT told.number, told.role,
         (SELECT receipts.state FROM receipts JOIN reports ON reports.id = receipts.report_id
            WHERE receipts.kind = 'receipt' AND coalesce(receipts.told_number, reports.number) = told.number
            ORDER BY receipts.id LIMIT 1) AS receipt
       FROM apparent_standings AS told JOIN messages ON messages.id = told.message_id
       WHERE messages.sha256 = ? ORDER BY messages.id LIMIT 1`,
    )
    .get(hashOf(raw)) as { number: string; role: MessageRole; receipt: string | null } | undefined;
  if (row === undefined) return null;
  const { number, role, receipt } = row;
  return {
    number,
    role,
    receipt: receipt === null || receipt === 'held' || receipt === 'withheld' ? receipt : 'going',
    replaySuspected: isSuspected(connection, number),
  };
}
