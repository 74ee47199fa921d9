/**
 * The copies that this program itself left beside the database.
 */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * @returns their absolute paths: before migrations, replaced by a restore, and of what was cut short
 */
export function copiesBeside(database: string): string[] {
  const isCopy = (end: string) => /\.(?:backup|partial)$|\.replaced-/.test(end) || isRemnant(end);
  return beside(database, isCopy);
}

/**
 * What `encrypt`, `rekey`, `decrypt` and `restore` need while they are at work, and leave where they are killed.
 * @returns absolute paths
 * @throws whatever the system says where the folder can't be listed
 */
export function remnantsBeside(database: string): string[] {
  return beside(database, isRemnant);
}

function isRemnant(end: string): boolean {
  return /^\.(?:to-wipe|(?:recoded|restoring|restoring-recoded)(?:-key)?)(?:-wal|-shm|-journal)?$/.test(end);
}

/** @param is - told what follows the database's name */
function beside(database: string, is: (end: string) => boolean): string[] {
  const name = basename(database);
  return readdirSync(dirname(database))
    .filter(file => file.startsWith(`${name}.`) && is(file.slice(name.length)))
    .sort()
    .map(file => join(dirname(database), file));
}
