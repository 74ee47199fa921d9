/**
 * Notices that are no longer true when their time comes, because their report was answered or closed while they waited.
 */
import type { Connection } from './database.js';

/** That a report came in stays true, whatever became of it. */
const SETTLED = `kind <> 'new-report' AND EXISTS (SELECT 1 FROM report_summaries AS summary
  WHERE summary.report_id = notices.report_id AND (summary.closed_at IS NOT NULL
    OR (kind IN ('due-soon', 'overdue') AND summary.acknowledged_at IS NOT NULL)))`;

/** Whether a dispatch may be called back: no target can have it, and nothing that it tells is still so. */
const WITHDRAWN = `state = 'queued' AND in_flight = 0 AND unanswered = 0
  AND EXISTS (SELECT 1 FROM notices WHERE dispatch_id = dispatches.id)
  AND NOT EXISTS (SELECT 1 FROM notices WHERE dispatch_id = dispatches.id AND NOT (${SETTLED}))`;

/**
 * Calls back what waits and is no longer true. What a dispatch tells is settled when it is made, so it goes whole or not at
 * all. Call inside the transaction that makes dispatches.
 */
export function withdrawSettled(connection: Connection): void {
  connection.prepare(`DELETE FROM notices WHERE dispatch_id IS NULL AND ${SETTLED}`).run();
  const ids = connection.prepare(`SELECT id FROM dispatches WHERE ${WITHDRAWN}`).pluck().all() as number[];
  for (const id of ids) {
    connection.prepare("UPDATE dispatches SET state = 'dropped' WHERE id = ?").run(id);
    connection.prepare('DELETE FROM notices WHERE dispatch_id = ?').run(id);
  }
}
