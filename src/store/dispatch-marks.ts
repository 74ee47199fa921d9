/**
 * What became of a dispatch: an attempt is noted before and marked after, so that a crash in between leaves a trace.
 */
import type { Connection } from './database.js';
import { keepRoom, writeWithRoom } from './spare-room.js';

/**
 * Notes that an attempt begins, before the server is asked.
 * @param unanswered - earlier attempts that got no answer
 * @throws `ENOSPC` too, where the disk has no room to mark it afterwards
 */
export function beginAttempt(connection: Connection, id: number, unanswered: number, now: Date): void {
  keepRoom(connection);
  connection
    .prepare(
      `UPDATE dispatches SET attempts = attempts + 1, in_flight = 1, unanswered = ?, last_attempt = ?
       WHERE id = ?`,
    )
    .run(unanswered, now.toISOString(), id);
}

/** It was taken, and is never sent again. */
export function dispatchSent(connection: Connection, id: number, answer: string, now: Date): void {
  writeWithRoom(connection, () =>
    connection
      .prepare(
        `UPDATE dispatches SET state = 'sent', in_flight = 0, last_answer = ?, sent_at = ?
         WHERE id = ? AND state = 'queued'`,
      )
      .run(answer, now.toISOString(), id),
  );
}

/** It is not tried again: a person has to see. */
export function dispatchRefused(connection: Connection, id: number, answer: string): void {
  writeWithRoom(connection, () =>
    connection
      .prepare(
        "UPDATE dispatches SET state = 'refused', in_flight = 0, last_answer = ? WHERE id = ? AND state = 'queued'",
      )
      .run(answer, id),
  );
}

/**
 * It did not go, for sure, or may have and goes again.
 * @param next - UTC instant before which it is not tried; null for the next pass
 * @param unanswered - attempts so far that got no answer
 */
export function dispatchDeferred(
  connection: Connection,
  id: number,
  answer: string,
  next: Date | null,
  unanswered: number,
): void {
  writeWithRoom(connection, () =>
    connection
      .prepare(
        `UPDATE dispatches SET in_flight = 0, last_answer = ?, not_before = ?, unanswered = ?
         WHERE id = ? AND state = 'queued'`,
      )
      .run(answer, next?.toISOString() ?? null, unanswered, id),
  );
}

/**
 * A mail server gave a notice back (RFC 3464).
 * @param messageIds - of the mail that came back, as the delivery report names it
 * @param reason - one line
 * @returns whether one of them is a notice of ours
 */
export function noticeBounced(
  connection: Connection,
  messageIds: readonly string[],
  reason: string | null,
): boolean {
  const find = connection.prepare('SELECT 1 FROM dispatches WHERE message_id = ?');
  const ours = messageIds.filter(id => find.get(id) !== undefined);
  if (reason !== null) {
    const mark = connection.prepare(
      "UPDATE dispatches SET state = 'refused', last_answer = ? WHERE message_id = ? AND state = 'sent'",
    );
    for (const id of ours) mark.run(reason, id);
  }
  return ours.length > 0;
}
