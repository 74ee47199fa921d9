/**
 * A digest as a mail to one engineer: all of it, as text and as a page, where it can be encrypted to them; otherwise how
 * many reports there are and their numbers, and no word of any.
 */
import { formatDay } from '../deadlines/deadlines.js';
import type { QueuedDispatch } from '../store/dispatches.js';
import type { Engineer } from './engineers.js';
import { type EngineerWriting, writeToEngineer } from './write-to-engineer.js';

/** A digest in the forms that a mail has. */
export interface WrittenDigest {
  /** "3 to do", "1 overdue" and so on, of our own words. */
  readonly counts: readonly string[];
  /** Numbers of the reports that there is something to do about, the most urgent first. */
  readonly toDo: readonly string[];
  /** Called only for somebody it is encrypted to. */
  readonly whole: () => { readonly text: string; readonly html: string };
}

/** Numbers that one mail lists. */
const MOST_NUMBERS = 200;

/** Writes the mail of a dispatch. @param now - UTC instant */
export function writeDigest(
  { messageId }: Pick<QueuedDispatch, 'messageId'>,
  engineer: Engineer,
  digest: WrittenDigest,
  writing: EngineerWriting,
  now: Date,
): Promise<Buffer> {
  const day = formatDay(now, writing.timeZone);
  const mail = {
    messageId: messageId ?? '',
    subject: `Security reports, ${day}: ${digest.counts.slice(0, 2).join(', ')}`,
    outerSubject: `Security reports, ${day}`,
    inside: digest.whole,
    bare: (because: string) => bareText(digest, because),
  };
  return writeToEngineer(mail, engineer, writing, now);
}

function bareText({ counts, toDo }: WrittenDigest, because: string): string {
  const left = toDo.length - MOST_NUMBERS;
  return [
    `${counts.join(', ')}.`,
    '',
    ...(toDo.length === 0 ? [] : ['To do, the most urgent first:', ...toDo.slice(0, MOST_NUMBERS)]),
    ...(left > 0 ? [`And ${left} more: "security-inbox digest" lists them.`] : []),
    ...(toDo.length === 0 ? [] : ['']),
    `This mail holds nothing of what a report says, because ${because}.`,
    'Read the whole digest with: security-inbox digest',
    '',
  ].join('\n');
}
