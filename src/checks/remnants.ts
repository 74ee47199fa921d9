/**
 * What a killed `encrypt`, `rekey`, `decrypt` or `restore` left beside the database: all reports, in the clear perhaps,
 * which nothing but the next such command removes.
 */
import { existsSync, lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseFile } from '../store/connecting.js';
import { remnantsBeside } from '../store/copies.js';
import { explaining } from '../store/database-trouble.js';
import { type Holder, lockHolder } from '../store/lock.js';
import { type CheckResult, failed, ok, warning } from './result.js';

/** Looks for them by name. Those that a command needs which is at work now are not among them. */
export function checkRemnants({ database, databaseKeys }: DatabaseFile): CheckResult {
  const id = 'database.remnants';
  try {
    const left = explaining(database, () => {
      if (!existsSync(dirname(database))) return [];
      const holder = lockHolder(database);
      return remnantsBeside(database).filter(file => isOlder(file, holder));
    });
    if (left.length === 0) return ok(id, 'No killed encrypt, rekey, decrypt or restore left anything.');
    return warning(
      id,
      `An encrypt, rekey, decrypt or restore was killed and left ${left.join(', ')}. They may hold every report in the clear.`,
      remedy(left, databaseKeys.length > 0 ? 'encrypt' : 'decrypt'),
    );
  } catch (error) {
    return failed(id, error);
  }
}

/** Who holds the lock made after that what it needs; a watch holds it for months beside what others left. */
function isOlder(file: string, holder: Holder | null): boolean {
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (there === undefined) return false;
  return holder === null || (holder.since !== null && there.ctime < new Date(holder.since));
}

function remedy(left: readonly string[], command: string): string {
  const restoring = left.filter(file => /\.restoring[^.]*$/.test(file));
  return [
    ...(restoring.length < left.length
      ? [`Stop poll and watch and run "security-inbox ${command}" (again): it removes what such a run left.`]
      : []),
    ...(restoring.length > 0
      ? [`Restore again, or delete ${restoring.join(', ')}: the database has nothing in them.`]
      : []),
  ].join(' ');
}
