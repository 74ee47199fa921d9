/**
 * What changes of a mail that is read again: its bytes where only its header was kept, what it was recognised by, its
 * words, and that it was not answered.
 */
import type { Sketch } from '../report/similarity.js';
import type { Connection } from './database.js';
import { keepRest, mailHash, type NewMessage, recordCiphertexts } from './messages.js';
import { beginningOf, wholeOf } from './remainders.js';
import { recordSketch } from './sketches.js';
import { recordWords } from './words.js';

/** The bytes of a mail; null where it is no longer on record. @param id - the mail's row */
export function bytesOf(connection: Connection, id: number): Uint8Array | null {
  const row = connection.prepare('SELECT bytes, remainder_id FROM messages WHERE id = ?').get(id) as
    | { readonly bytes: Uint8Array; readonly remainder_id: number | null }
    | undefined;
  return row === undefined ? null : wholeOf(connection, row.bytes, row.remainder_id);
}

/**
 * Writes anew what is known of a mail. Where its header alone was kept, the hash of that stays, so that it is
 * recognised in either form. Call inside the transaction that changes its report.
 * @param id - the mail's row
 */
export function rewriteMessage(connection: Connection, id: number, message: NewMessage): void {
  connection
    .prepare(
      `UPDATE messages SET
         header_sha256 = CASE WHEN complete = 0 AND @complete = 1 THEN sha256 ELSE header_sha256 END,
         sha256 = @sha256, bytes = @bytes, remainder_id = NULL, complete = @complete, message_id = coalesce(@messageId, message_id),
         sender = coalesce(@sender, sender), signer = @signer, content_sha256 = @contentHash
       WHERE id = @id`,
    )
    .run({
      id,
      sha256: mailHash(message),
      bytes: beginningOf(message.raw),
      complete: message.isComplete ? 1 : 0,
      messageId: message.messageId,
      sender: message.sender,
      signer: message.signer,
      contentHash: message.contentHash,
    });
  keepRest(connection, id, message);
  recordCiphertexts(connection, id, message);
  connection.prepare('DELETE FROM words WHERE message_id = ?').run(id);
  recordWords(connection, id, message.bodies);
}

/** Keeps another sketch of a report's words. Call inside the transaction that changes the report. */
export function replaceSketch(connection: Connection, reportId: number, sketch: Sketch | null): void {
  for (const table of ['word_sketches', 'word_bands']) {
    connection.prepare(`DELETE FROM ${table} WHERE report_id = ?`).run(reportId);
  }
  if (sketch) recordSketch(connection, reportId, sketch);
}

/**
 * Takes back that a report gets no receipt, where that is all there is: nothing was sent, waits, or was decided by a
 * person. Call inside the transaction that answers it instead.
 * @param reason - why it got none
 * @returns whether it did
 */
export function takeBackWithheld(connection: Connection, reportId: number, reason: string): boolean {
  return (
    connection
      .prepare(
        `DELETE FROM receipts WHERE report_id = @reportId AND kind = 'receipt' AND state = 'withheld'
           AND reason = @reason AND NOT EXISTS (SELECT 1 FROM receipts AS other WHERE other.report_id = @reportId
             AND (other.state <> 'withheld' OR other.reason <> @reason))`,
      )
      .run({ reportId, reason }).changes > 0
  );
}
