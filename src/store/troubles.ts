/**
 * What of the telling does not work, kept so that it is said once and not by every process that a timer starts.
 */
import type { Connection } from './database.js';

/** @returns whether it worked until now */
export function beginTrouble(connection: Connection, name: string, now: Date): boolean {
  const { changes } = connection
    .prepare('INSERT INTO troubles (name, since) VALUES (?, ?) ON CONFLICT (name) DO NOTHING')
    .run(name, now.toISOString());
  return changes > 0;
}

/** It works, or works again. */
export function endTrouble(connection: Connection, name: string): void {
  // Mostly there is none, and a DELETE asks for the lock to write all the same.
  if (connection.prepare('SELECT 1 FROM troubles WHERE name = ?').get(name) === undefined) return;
  connection.prepare('DELETE FROM troubles WHERE name = ?').run(name);
}
