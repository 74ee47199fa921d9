/** Users of this machine. */
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path/posix';

/**
 * Whether passwd(5) has a user of a name. One that only a directory service knows counts as none.
 */
export function loginExists(name: string): boolean {
  return userId(name) !== null;
}

/**
 * The folder that keeps a user from a path, by its mode.
 * @param path - absolute
 * @returns the highest that neither its owner nor a group nor everybody else lets the user through; null where there is none,
 *   and for root
 */
export function closedFolderAbove(path: string, user: string): string | null {
  if (user === 'root') return null;
  const above = path === '/' ? null : closedFolderAbove(dirname(path), user);
  if (above !== null) return above;
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there?.isDirectory()) return null;
  // Which groups the user is in a directory service may know alone, so a group's right is taken for theirs.
  const isOpen = (there.mode & 0o011) !== 0 || (there.uid === userId(user) && (there.mode & 0o100) !== 0);
  return isOpen ? null : path;
}

function userId(name: string): number | null {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find(line => line.startsWith(`${name}:`));
    return line === undefined ? null : Number(line.split(':')[2]);
  } catch {
    return null;
  }
}
