/**
 * The words of a report's mails as `show --words` prints them: every text under a line that says where it comes from,
 * so that what came in the clear is never taken for part of what was encrypted.
 */
import pc from 'picocolors';
import type { StoredWords } from '../store/words.js';
import { formatStamp } from './stamp.js';
import { forCell, forTerminal } from './terminal.js';

const ORIGIN: Readonly<Record<StoredWords['origin'], string>> = {
  decrypted: 'came encrypted',
  cleartext: 'came unencrypted',
};

/** @param timeZone - of the people who read it */
export function wordsText(words: readonly StoredWords[], timeZone: string): string {
  if (words.length === 0) return `\n${pc.bold('Words')}\n  none were read\n`;
  return words.map(one => wordsBlock(one, timeZone)).join('');
}

function wordsBlock({ origin, kind, text, receivedAt, sender }: StoredWords, timeZone: string): string {
  const from = [formatStamp(receivedAt, timeZone), sender && forCell(sender, 100)].filter(Boolean).join('  ');
  const title = `Words, ${ORIGIN[origin]}${kind === 'html' ? ', made from HTML' : ''}`;
  // A margin that no mail can write over: a heading of the mail's own can't pass for one of ours.
  const lines = forTerminal(text.trimEnd())
    .split('\n')
    .map(line => `  | ${line}`);
  return `\n${pc.bold(title)}  ${pc.dim(from)}\n${lines.join('\n')}\n`;
}
