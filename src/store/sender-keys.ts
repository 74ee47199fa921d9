/**
 * Keys learned from mail, one for an address. The first stays until a person takes it away: a key that comes later
 * for the same address may be anybody's.
 */
import type { Connection } from './database.js';

/** A key to be kept for an address. */
export interface NewSenderKey {
  /** Lower-case. */
  readonly address: string;
  /** Of the primary key, upper-case hexadecimal. */
  readonly fingerprint: string;
  /** The whole certificate. */
  readonly armored: string;
}

/**
 * Keeps a key, unless there is one for its address. Call inside the transaction that records the report.
 * @returns whether it was kept
 */
export function learnSenderKey(
  connection: Connection,
  reportId: number,
  key: NewSenderKey,
  now: Date,
): boolean {
  const { changes } = connection
    .prepare(
      `INSERT OR IGNORE INTO sender_keys (address, fingerprint, armored, learned_at, report_id)
       VALUES (?, ?, ?, ?, ?)`,
    )
    .run(key.address, key.fingerprint, key.armored, now.toISOString(), reportId);
  return changes > 0;
}

/** Whether it is the key that is kept for its address. */
export function isLearned(
  connection: Connection,
  { address, fingerprint }: Pick<NewSenderKey, 'address' | 'fingerprint'>,
): boolean {
  return (
    connection
      .prepare('SELECT 1 FROM sender_keys WHERE address = ? AND fingerprint = ?')
      .get(address, fingerprint) !== undefined
  );
}

/** Every key learned, by address. */
export function learnedKeys(connection: Connection): NewSenderKey[] {
  return connection
    .prepare('SELECT address, fingerprint, armored FROM sender_keys ORDER BY address')
    .all() as NewSenderKey[];
}
