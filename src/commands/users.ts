/** Users of this machine. */
import { readFileSync } from 'node:fs';

/**
 * Whether passwd(5) has a user of a name. One that only a directory service knows counts as none.
 */
export function loginExists(name: string): boolean {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .some(line => line.startsWith(`${name}:`));
  } catch {
    return false;
  }
}
