/**
 * How far each folder has been read, by UIDVALIDITY and UID (RFC 9051 §2.3.1.1). Every message up to `uid` has
 * its outcome recorded; none beyond it has.
 */
import type { FolderKey, Position } from '../mailbox/position.js';
import type { Connection } from './database.js';

/** @returns null for a folder never read before */
export function readPosition(connection: Connection, key: FolderKey): Position | null {
  const row = connection
    .prepare('SELECT uidvalidity, uid FROM positions WHERE mailbox = ? AND folder = ?')
    .get(key.mailbox, key.folder) as { uidvalidity: string; uid: number } | undefined;
  return row ? { uidValidity: row.uidvalidity, uid: row.uid } : null;
}

/** A folder and how far it was read. */
export interface FolderPosition {
  readonly key: FolderKey;
  readonly position: Position;
}

/** How far every folder was read. */
export function allPositions(connection: Connection): FolderPosition[] {
  const rows = connection.prepare('SELECT mailbox, folder, uidvalidity, uid FROM positions').all() as {
    mailbox: string;
    folder: string;
    uidvalidity: string;
    uid: number;
  }[];
  return rows.map(({ mailbox, folder, uidvalidity, uid }) => ({
    key: { mailbox, folder },
    position: { uidValidity: uidvalidity, uid },
  }));
}

/** Moves a position; under the same UIDVALIDITY it never moves back. */
export function movePosition(connection: Connection, key: FolderKey, position: Position): void {
  connection
    .prepare(
      `INSERT INTO positions (mailbox, folder, uidvalidity, uid) VALUES (?, ?, ?, ?)
       ON CONFLICT (mailbox, folder) DO UPDATE SET
         uid = CASE WHEN uidvalidity = excluded.uidvalidity THEN max(uid, excluded.uid) ELSE excluded.uid END,
         uidvalidity = excluded.uidvalidity`,
    )
    .run(key.mailbox, key.folder, position.uidValidity, position.uid);
}
