/**
 * The Unix socket that a killed process left, which keeps the next one from listening. One that somebody answers on stays where it is,
 * and listening then fails.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, lstatSync, renameSync, rmSync, type Stats } from 'node:fs';
import { connect } from 'node:net';
import { errorCode, Failure } from '../failure.js';

/**
 * Removes a socket that nobody answers on; a file of any other kind is left alone.
 * @param path - absolute
 * @throws {Failure} `config` where another process began to listen there at the same time, and its socket has another name now
 */
export async function removeStale(path: string): Promise<void> {
  const found = socketAt(path);
  if (found === null || (await answers(path))) return;
  // Another process may have begun to listen there meanwhile. Moving tells which one this is, and is undone.
  const aside = `${path}.stale-${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    // Gone meanwhile, or not ours to move: listening tells.
    return;
  }
  const moved = socketAt(aside);
  const isSame = moved !== null && moved.ino === found.ino && moved.dev === found.dev;
  // Asked again: who had it and did not listen yet does now, and the number of a removed file is given to a new one.
  if (!isSame || (await answers(aside))) linkBack(aside, path);
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
    throw new Failure(
      'config',
      `Another process began to listen on ${path} while this one did. Its socket is ${aside} now, and could not be put back (${errorCode(error) ?? 'unknown error'}). End the process that listens on it, or start it again, and remove ${aside}.`,
      { cause: error },
    );
  }
}
