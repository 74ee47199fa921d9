import type { DatabaseFile } from '../../src/store/connecting.js';

/** A database that is not encrypted, as most tests take it. */
export function clear(database: string): DatabaseFile {
  return { database, databaseKeys: [] };
}
