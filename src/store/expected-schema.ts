/**
 * Whether a database has all that this program's statements speak of. Its number alone does not say so: development versions
 * that were never released gave one number to several schemas.
 */
import type Database from 'better-sqlite3';
import { SQLite } from './sqlite.js';

/**
 * What a database lacks of the tables, columns, triggers and unique indexes of one that was made anew. Any other index makes it
 * faster alone.
 * @param make - brings an empty database to the schema
 * @returns their names, never what is in them
 */
export function missingFrom(
  connection: Database.Database,
  make: (fresh: Database.Database) => void,
): string[] {
  const fresh = new SQLite(':memory:');
  try {
    make(fresh);
    const there = new Set(namesIn(connection));
    return namesIn(fresh).filter(name => !there.has(name));
  } finally {
    fresh.close();
  }
}

/** "table reports", "column reports.number". SQLite's own tables, such as those of ANALYZE, may come and go. */
function namesIn(connection: Database.Database): string[] {
  const objects = connection
    .prepare(
      `SELECT type || ' ' || name FROM sqlite_schema
       WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND (type <> 'index' OR sql LIKE 'CREATE UNIQUE %')
       UNION ALL
       SELECT 'column ' || tables.name || '.' || columns.name
       FROM sqlite_schema AS tables JOIN pragma_table_xinfo(tables.name) AS columns WHERE tables.type = 'table'`,
    )
    .pluck();
  return objects.all() as string[];
}
