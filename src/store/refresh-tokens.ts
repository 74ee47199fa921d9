/**
 * Refresh tokens that were given in place of a configured one; encrypted before they come here.
 */
import type { Connection } from './database.js';

/** Days after which one that was never replaced is of no use to anybody; Microsoft's end after 90 without use. */
const OLDEST_DAYS = 200;

/** @returns what is kept under a name, or null */
export function keptRefreshToken(connection: Connection, name: string): Uint8Array | null {
  const row = connection.prepare('SELECT sealed FROM refresh_tokens WHERE name = ?').get(name) as
    | { sealed: Uint8Array }
    | undefined;
  return row?.sealed ?? null;
}

/** Keeps one in place of the one of the same name, and lets go of those that nobody uses any more. */
export function keepRefreshToken(connection: Connection, name: string, sealed: Uint8Array, now: Date): void {
  const oldest = new Date(now.getTime() - OLDEST_DAYS * 86_400_000);
  connection
    .transaction(() => {
      connection
        .prepare(
          `INSERT INTO refresh_tokens (name, sealed, kept_at) VALUES (?, ?, ?)
           ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, kept_at = excluded.kept_at`,
        )
        .run(name, sealed, now.toISOString());
      connection.prepare('DELETE FROM refresh_tokens WHERE kept_at < ?').run(oldest.toISOString());
    })
    .immediate();
}
