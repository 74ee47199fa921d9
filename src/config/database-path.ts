/**
 * Where the database is, whatever name leads there.
 */
import { lstatSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode, Failure } from '../failure.js';

/**
 * The absolute path of the database itself: the lock, the WAL and what is written anew lie beside the file that they belong
 * to, also where the configuration names a symbolic link to it.
 * @param folder - that a relative path counts from
 * @throws {Failure} `database` where a link leads to nothing; a database that was made in its place would be an empty one
 */
export function databasePath(file: string, folder: string): string {
  const path = resolve(folder, file);
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return path;
  try {
    return realpathSync(path);
  } catch (error) {
    throw new Failure(
      'database',
      `The database ${path} is a link that leads to nothing (${errorCode(error) ?? 'unknown error'}). Mount the disk that it lies on, or make the link lead to the file; remove the link only if a new, empty database is wanted.`,
      { cause: error },
    );
  }
}
