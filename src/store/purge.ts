/**
 * Purging: a report that was closed long ago loses its words for good. Its number, dates, status and statistics stay, and
 * of each mail the hashes by which it is known again while it still lies in the mailbox, so that it is neither recorded nor
 * answered a second time.
 */
import { z } from 'zod';
import { EMPTY_ADVISORY } from '../advisory/advisory.js';
import { purgedReport } from '../report/purged.js';
import { HOLDS_ADVISORY } from './advisories.js';
import type { Connection } from './database.js';
import { append, type By } from './history.js';
import { bodyHash, purgedName } from './messages.js';
import { wholeOf } from './remainders.js';
import { findReport, type ReportNumber, updateContent } from './reports.js';

/** A report that is old enough. */
export interface Purgeable {
  readonly id: number;
  readonly number: ReportNumber;
  readonly status: string;
  readonly closedAt: Date;
  /** A receipt of it is still to go or waits for a person: it stays as it is. */
  readonly hasReceiptWaiting: boolean;
}

/**
 * The reports that were closed before an instant and have words left, longest closed first; one purged before too, where
 * a mail joined it since, or its advisory stayed because it was disclosed then and is not any more.
 */
export function purgeable(connection: Connection, closedBefore: Date): Purgeable[] {
  return connection
    .prepare(`${PURGEABLE} ORDER BY closed_at, id`)
    .all(closedBefore.toISOString())
    .map(toPurgeable);
}

function toPurgeable(raw: unknown): Purgeable {
  const { id, number, status, closed_at, waiting } = rowSchema.parse(raw);
  return {
    id,
    number: number as ReportNumber,
    status,
    closedAt: new Date(closed_at),
    hasReceiptWaiting: waiting === 1,
  };
}

/**
 * Purges one report in one transaction. Asked again under the lock, because a poll or a person may have been at work.
 * @returns whether it was purged; not where it was reopened or a receipt waits
 */
export function purgeReport(
  connection: Connection,
  { id, number }: Pick<Purgeable, 'id' | 'number'>,
  closedBefore: Date,
  by: By,
): boolean {
  return connection
    .transaction(() => {
      const row = connection.prepare(`${PURGEABLE} AND id = ?`).get(closedBefore.toISOString(), id);
      const report = findReport(connection, number);
      if (row === undefined || toPurgeable(row).hasReceiptWaiting || report === null) return false;
      connection
        .prepare('UPDATE reports SET purged_at = ?, purged_by = ?, purge_unfinished = 1 WHERE id = ?')
        .run(by.now.toISOString(), by.who, id);
      // Before the mails, whose senders show whose keys they are.
      purgeKeys(connection, id);
      for (const table of ['ciphertexts', 'words']) {
        connection
          .prepare(`DELETE FROM ${table} WHERE message_id IN (SELECT id FROM messages WHERE report_id = ?)`)
          .run(id);
      }
      for (const table of ['attachments', 'word_sketches', 'word_bands']) {
        connection.prepare(`DELETE FROM ${table} WHERE report_id = ?`).run(id);
      }
      // Of a disclosed one it is what was or will be public.
      connection
        .prepare(
          "DELETE FROM advisories WHERE report_id = (SELECT id FROM reports WHERE id = ? AND status <> 'disclosed')",
        )
        .run(id);
      purgeRevisions(connection, id);
      purgeMessages(connection, id);
      purgeReceipts(connection, id);
      connection
        .prepare("UPDATE history SET detail = json_remove(detail, '$.reason', '$.text') WHERE report_id = ?")
        .run(id);
      // After its mails' words, which the index is made from too.
      updateContent(connection, id, purgedReport(report.content));
      append(connection, id, { kind: 'purged' }, by);
      return true;
    })
    .immediate();
}

/**
 * Writes the file anew and cuts the WAL to nothing, where a purge needs it. secure_delete overwrites what is deleted, but
 * where SQLite moves rows between pages, pieces of them stay in the pages' unused space; VACUUM leaves none. Its copy is in
 * memory (temp_store), and takes as much of it as the database has bytes; what it writes goes through the WAL, beside the
 * database and as private. A poll waits meanwhile.
 * @returns false where another program was reading, so that the WAL could not be cut: to be done again
 */
export function sweep(connection: Connection): boolean {
  const isDue = connection.prepare('SELECT 1 FROM reports WHERE purge_unfinished = 1').get() !== undefined;
  if (!isDue) return true;
  connection.exec('VACUUM');
  const [result] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (result?.busy !== 0) return false;
  connection.prepare('UPDATE reports SET purge_unfinished = 0 WHERE purge_unfinished = 1').run();
  return true;
}

const WAITING = `EXISTS (SELECT 1 FROM receipts
  WHERE report_id = reports.id AND receipts.state IN ('queued', 'held'))`;

const PURGEABLE = `SELECT id, number, status, closed_at, ${WAITING} AS waiting FROM reports
  WHERE closed_at < ? AND (purged_at IS NULL
    OR EXISTS (SELECT 1 FROM messages WHERE report_id = reports.id AND length(bytes) > 0)
    OR (status <> 'disclosed' AND ${HOLDS_ADVISORY}))`;

/** A key that other mails of its sender, or signed by it, are on record with stays, and is theirs from now on. */
function purgeKeys(connection: Connection, id: number): void {
  const others = `SELECT messages.report_id FROM messages JOIN reports ON reports.id = messages.report_id
    WHERE messages.report_id <> sender_keys.report_id AND purged_at IS NULL
      AND signer = fingerprint AND sender = address`;
  connection.prepare(`DELETE FROM sender_keys WHERE report_id = ? AND NOT EXISTS (${others})`).run(id);
  connection.prepare(`UPDATE sender_keys SET report_id = (${others} LIMIT 1) WHERE report_id = ?`).run(id);
}

/**
 * Of one that is not disclosed the words are public no longer, and the names in them nobody's business. That there were
 * revisions, and when, stays: should it be disclosed again, its readers are told of none of them twice.
 */
function purgeRevisions(connection: Connection, id: number): void {
  const taken = connection
    .prepare(
      `DELETE FROM advisory_revisions
       WHERE report_id = (SELECT id FROM reports WHERE id = ? AND status <> 'disclosed') RETURNING revision, at`,
    )
    .all(id);
  if (taken.length > 0) connection.prepare('DELETE FROM published_documents WHERE report_id = ?').run(id);
  const add = connection.prepare(
    'INSERT INTO advisory_revisions (report_id, revision, at, change, content) VALUES (?, ?, ?, ?, ?)',
  );
  for (const raw of taken) {
    const { revision, at } = revisionRow.parse(raw);
    add.run(id, revision, at, 'Withdrawn.', JSON.stringify(EMPTY_ADVISORY));
  }
}

function purgeMessages(connection: Connection, id: number): void {
  const rows = connection
    .prepare(
      'SELECT id, message_id, complete, bytes, remainder_id FROM messages WHERE report_id = ? AND length(bytes) > 0',
    )
    .all(id)
    .map(raw => messageRow.parse(raw));
  const purge = connection.prepare(
    `UPDATE messages SET message_id = ?, purged_body = ?, sender = NULL, signer = NULL, content_sha256 = NULL,
       bytes = x'', remainder_id = NULL WHERE id = ?`,
  );
  for (const { id: message, message_id, complete, bytes, remainder_id } of rows) {
    // Of a mail that was only fetched in part, nobody knows the rest.
    const body = complete === 1 ? bodyHash({ raw: wholeOf(connection, bytes, remainder_id) }) : null;
    purge.run(message_id === null ? null : purgedName(message_id), body, message);
  }
}

/** Our own Message-IDs stay: by them an answer to a receipt, or its bounce, is told from other mail. */
function purgeReceipts(connection: Connection, id: number): void {
  connection
    .prepare('DELETE FROM awaited_copies WHERE receipt_id IN (SELECT id FROM receipts WHERE report_id = ?)')
    .run(id);
  connection
    .prepare(
      `UPDATE sent_mails SET state = CASE state WHEN 'filed' THEN 'filed' ELSE 'given-up' END, bytes = NULL,
         due_at = NULL, last_answer = NULL
       WHERE receipt_id IN (SELECT id FROM receipts WHERE report_id = ?)`,
    )
    .run(id);
  connection
    .prepare(
      `UPDATE receipts SET recipient = CASE state WHEN 'withheld' THEN NULL ELSE '(purged)' END,
         reason = CASE state WHEN 'withheld' THEN reason ELSE NULL END, in_reply_to = NULL, reference_ids = NULL,
         subject = NULL, text = NULL, html = NULL, encrypt_to = NULL, last_answer = NULL,
         dropped_mail = NULL
       WHERE report_id = ?`,
    )
    .run(id);
}

const rowSchema = z.object({
  id: z.number(),
  number: z.string(),
  status: z.string(),
  closed_at: z.string(),
  waiting: z.number(),
});

const revisionRow = z.object({ revision: z.number(), at: z.string() });

const messageRow = z.object({
  id: z.number(),
  message_id: z.string().nullable(),
  complete: z.number(),
  bytes: z.instanceof(Uint8Array),
  remainder_id: z.number().nullable(),
});
