/**
 * Who makes a change, and the words they give for it.
 */
import { userInfo } from 'node:os';
import { Failure } from '../failure.js';

/** Characters of a name. */
const MAX_NAME = 100;
/** Characters of a reason or a note; more is a file's matter. */
export const MAX_WORDS = 20_000;

/**
 * The name for the history: the one given, else SECURITY_INBOX_USER, else who used sudo, else the system's user.
 * @throws {Failure} `usage` where it is no name
 */
export function whoIs(by: string | undefined, environment: NodeJS.ProcessEnv = process.env): string {
  return nameOf(by ?? (environment.SECURITY_INBOX_USER || environment.SUDO_USER || systemUser()), '--by');
}

/** A container may run as a user that the system has no name for. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/**
 * @param what - what is being read, for the error
 * @throws {Failure} `usage` where it is empty, too long or more than one line
 */
export function nameOf(text: string, what: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= MAX_NAME && !/[\p{Cc}\u2028\u2029]/u.test(name)) return name;
  throw new Failure('usage', `${what} takes a name: one line of 1 to ${MAX_NAME} characters.`);
}

/**
 * @param what - what is being read, for the error
 * @throws {Failure} `usage` where there is nothing, or too much
 */
export function wordsOf(text: string, what: string): string {
  const words = text.toWellFormed().trim();
  if (words !== '' && words.length <= MAX_WORDS) return words;
  throw new Failure('usage', `${what} takes words: 1 to ${MAX_WORDS} characters.`);
}
