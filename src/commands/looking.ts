/**
 * What every command that looks at the record does: it opens the store alone, beside a running poll or watch.
 */
import { loadStoreConfig, type StoreConfig } from '../config/load.js';
import type { Connection } from '../store/database.js';
import { explainDatabase } from '../store/database-trouble.js';
import { openForReading } from '../store/existing-database.js';
import { sayMigration } from './migrating.js';

export interface LookOptions {
  readonly config: string;
  readonly json: boolean;
}

/** What a look has at hand. */
export interface Looking extends Omit<StoreConfig, 'database' | 'databaseKeys'> {
  readonly connection: Connection;
}

/**
 * Runs an act on the record.
 * @throws {Failure} where the configuration or the database can't be read
 */
export async function lookAt(
  options: Pick<LookOptions, 'config'>,
  act: (looking: Looking) => Promise<void> | void,
): Promise<void> {
  const { database, databaseKeys, ...config } = loadStoreConfig(options.config);
  const connection = openForReading({ database, databaseKeys }, sayMigration);
  try {
    await act({ connection, ...config });
  } catch (error) {
    throw explainDatabase(database, error);
  } finally {
    connection.close();
  }
}
