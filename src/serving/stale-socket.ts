/**
 * The Unix socket that a killed process left, which keeps the next one from listening. One that somebody answers on stays where it is,
 * and listening then fails.
 */
import { linkSync, lstatSync, renameSync, rmSync, type Stats } from 'node:fs';
import { connect } from 'node:net';
import { errorCode } from '../failure.js';

/**
 * Removes a socket that nobody answers on; a file of any other kind is left alone.
 * @param path - absolute
 */
export async function removeStale(path: string): Promise<void> {
  const found = socketAt(path);
  if (found === null || (await answers(path))) return;
  // Another process may have begun to listen there meanwhile. Moving tells which one this is, and is undone.
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    // Gone meanwhile, or not ours to move: listening tells.
    return;
  }
  const moved = socketAt(aside);
  const isSame = moved !== null && moved.ino === found.ino && moved.dev === found.dev;
  if (!isSame) linkBack(aside, path);
  rmSync(aside, { force: true });
}

/** Whether somebody answers on a Unix socket. */
export function answers(path: string): Promise<boolean> {
  return new Promise(done => {
    const connection = connect(path);
    connection.once('connect', () => done(true));
    // ECONNREFUSED where nobody listens. Whatever else keeps us out may not keep out the proxy.
    connection.once('error', error => done(!['ECONNREFUSED', 'ENOENT'].includes(errorCode(error) ?? '')));
    connection.once('connect', () => connection.end());
  });
}

function socketAt(path: string): Stats | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isSocket() === true ? found : null;
}

/** Not over one that stands there by now. */
function linkBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}
