/**
 * What a person at a terminal is told when a command finds a database of an older version.
 */
import type { Migration } from '../store/migration-backup.js';

/** Says on standard error where the copy of the old database is. */
export function sayMigration({ from, to, backup }: Migration): void {
  process.stderr.write(
    `security-inbox: migrating the database from schema ${from} to ${to}; as it was it is kept in ${backup}.\n`,
  );
}
