/**
 * The words of a report's mails as `show --words` prints them: every text under a line that says where it comes from,
 * so that what came in the clear is never taken for part of what was encrypted.
 */
import pc from 'picocolors';
import type { StoredWords } from '../store/words.js';
import { textName } from './places.js';
import { formatStamp } from './stamp.js';
import { forCell, forTerminal } from './terminal.js';

const ORIGIN: Readonly<Record<StoredWords['origin'], string>> = {
  decrypted: 'came encrypted',
  cleartext: 'came unencrypted',
};

/** Of an attached text so much is printed; the whole is a file, which `--save` writes. */
const MAX_ATTACHED_LINES = 200;
const MAX_ATTACHED_CHARACTERS = 50_000;

/** @param timeZone - of the people who read it */
export function wordsText(words: readonly StoredWords[], timeZone: string): string {
  if (words.length === 0) return `\n${pc.bold('Words')}\n  none were read\n`;
  return words.map(one => wordsBlock(one, timeZone)).join('');
}

function wordsBlock(words: StoredWords, timeZone: string): string {
  const { kind, text } = words;
  const all = text.trimEnd();
  const shown = kind === 'attachment' ? beginningOf(all) : all;
  // A margin that no mail can write over: a heading of the mail's own can't pass for one of ours.
  const lines = forTerminal(shown)
    .split('\n')
    .map(line => `  | ${line}`);
  if (shown.length < all.length) lines.push(pc.dim('  … and more; --save writes the file …'));
  return `\n${wordsTitle(words, timeZone)}\n${lines.join('\n')}\n`;
}

function beginningOf(text: string): string {
  return text.slice(0, MAX_ATTACHED_CHARACTERS).split('\n').slice(0, MAX_ATTACHED_LINES).join('\n');
}

/** The line above a text: how it came, what it is, when, and from whom. */
export function wordsTitle(words: StoredWords, timeZone: string): string {
  const { origin, kind, receivedAt, sender } = words;
  const from = [formatStamp(receivedAt, timeZone), sender && forCell(sender, 100)].filter(Boolean).join('  ');
  const what = { plain: '', html: ', made from HTML', attachment: `, ${textName(words)}` }[kind];
  return `${pc.bold(`Words, ${ORIGIN[origin]}${what}`)}  ${pc.dim(from)}`;
}
