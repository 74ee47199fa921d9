/** The digest for programs: its contents as they are, under `security-inbox/digest@2`. */
import type { DigestContents } from '../contents.js';
import { jsonForTerminal } from '../terminal.js';

/** @returns JSON text; in its strings what a terminal acts on is escaped, and reads back as the same value */
export function digestJson(contents: DigestContents): string {
  return `${jsonForTerminal(contents, 2)}\n`;
}
