/**
 * The copies that this program itself left beside the database.
 */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** @returns their absolute paths: before migrations, replaced by a restore, and of what was cut short */
export function copiesBeside(database: string): string[] {
  const name = basename(database);
  return readdirSync(dirname(database))
    .filter(file => file.startsWith(`${name}.`) && /\.(?:backup|partial)$|\.replaced-/.test(file))
    .sort()
    .map(file => join(dirname(database), file));
}
