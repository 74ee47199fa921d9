/**
 * That a person answered a reporter, noted in one transaction with the entry of the history that tells of it. A file of its
 * own, because every pass may note one and none needs the rest of what people change.
 */
import type { AnswerSeen } from '../life/life.js';
import type { Connection } from './database.js';
import { append } from './history.js';

/**
 * Notes that a person answered the reporter. The earliest answer counts: a later one, or the same again, changes
 * nothing. A report that was no more than received is then acknowledged.
 * @param at - UTC instant of the answer
 * @param who - as the history shows them
 * @param now - UTC instant of the change
 * @returns whether anything changed
 */
export function acknowledge(
  connection: Connection,
  reportId: number,
  at: Date,
  who: string,
  how: AnswerSeen,
  now: Date,
): boolean {
  return connection
    .transaction(() => {
      const from = connection
        .prepare('SELECT acknowledged_at FROM reports WHERE id = ?')
        .pluck()
        .get(reportId) as string | null;
      const to = at.toISOString();
      if (from !== null && from <= to) return false;
      connection
        .prepare(
          `UPDATE reports SET acknowledged_at = ?,
             status = CASE status WHEN 'received' THEN 'acknowledged' ELSE status END WHERE id = ?`,
        )
        .run(to, reportId);
      append(connection, reportId, { kind: 'acknowledged', from, to, how }, { who, now });
      return true;
    })
    .immediate();
}
