/**
 * How values are written in unit files so that systemd reads them as they are meant: systemd.syntax(7), systemd.service(5) "Command lines",
 * and systemd.unit(5) "Specifiers".
 */
import { Failure } from '../../failure.js';

/**
 * A path that stands for itself to the end of its line, where quotes would be part of it.
 * @throws {Failure} `usage` for what no unit file can hold
 */
export function unitPath(path: string): string {
  if (/[\u0000-\u001f\u007f]/.test(path)) {
    throw new Failure(
      'usage',
      `The path ${JSON.stringify(path)} holds a control character, which can't stand in a service's file. Rename it.`,
    );
  }
  return path.replaceAll('%', '%%');
}

/**
 * One word of a list, such as that of ReadWritePaths=.
 * @throws {Failure} `usage` for what no unit file can hold
 */
export function unitWord(text: string): string {
  const literal = unitPath(text);
  return /^[\w@%+=:,./-]+$/.test(literal) ? literal : `"${literal.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * A command line for ExecStart=.
 * @param program - absolute path of what is run; variables are not looked for in it
 * @param words - its arguments
 * @throws {Failure} `usage` for what no unit file can hold
 */
export function commandLine(program: string, ...words: readonly string[]): string {
  return [unitWord(program), ...words.map(word => unitWord(word.replaceAll('$', '$$$$')))].join(' ');
}
