/** What the digest says at its top, and what stands in it beside reports. */

import { counted } from '../../counted.js';
import type { DigestContents, DigestNumbers, Timing } from '../contents.js';
import { lengthOfTime, percent } from './amounts.js';
import { at, orElse, type Phrase, phrase } from './phrase.js';

/** Whether nobody has anything to do. */
export function isNothingToDo(contents: DigestContents): boolean {
  const { toDo, damaged, unreadMessages, nearMisses, failedNotices } = contents;
  return (
    toDo.length + damaged.length + unreadMessages.length + nearMisses.length + failedNotices.length === 0
  );
}

export const NOTHING_TO_DO = 'Nothing to do.';

/** What is said below that: what goes on by itself. */
export function whileNothing({ open, disclosureDays }: DigestContents): string {
  if (open.length === 0) return 'No report is open.';
  const [verb, has] = open.length === 1 ? ['is', 'has'] : ['are', 'have'];
  return `${counted(open.length, 'report')} ${verb} open, and ${has} time yet within the ${disclosureDays} days.`;
}

/** A number at the top of the digest. */
export interface Figure {
  readonly section: 'to-do' | 'new' | 'open' | 'closed';
  readonly label: string;
  readonly count: number;
}

/** The five numbers that a reader wants before anything else. */
export function figures({ toDo, new: recent, open, closed, numbers }: DigestContents): readonly Figure[] {
  return [
    { section: 'to-do', label: 'to do', count: toDo.length },
    { section: 'to-do', label: 'overdue', count: numbers.overdue },
    { section: 'new', label: 'new', count: recent.length },
    { section: 'open', label: 'open', count: open.length },
    { section: 'closed', label: 'closed', count: closed.length },
  ];
}

/** A list of what is no report and has to be looked at all the same. */
export interface Concern {
  readonly id: 'damaged' | 'unread' | 'notices' | 'near-misses';
  readonly title: string;
  readonly about: string;
  readonly lines: readonly Phrase[];
}

/** Those that have anything in them. */
export function concerns({ damaged, unreadMessages, failedNotices, nearMisses }: DigestContents): Concern[] {
  const all: Concern[] = [
    {
      id: 'damaged',
      title: 'Reports whose record is damaged',
      about:
        'They need a look, and stand nowhere else here. Something else than this program changed the database; a backup has what was there.',
      lines: damaged.map(({ id, column }) => phrase`${id}: its ${column} can't be read`),
    },
    {
      id: 'unread',
      title: 'Messages the mail server does not give',
      about: 'Each may be a report. They are tried again at every poll.',
      lines: unreadMessages.map(
        ({ folder, uid, since, attempts, answer }) =>
          phrase`UID ${uid} in ${folder}, since ${at(since)}, tried ${[counted(attempts, 'time')]}: ${orElse(answer, 'the server gave no answer')}`,
      ),
    },
    {
      id: 'notices',
      title: 'Notices that did not get through',
      about: 'They are not tried again.',
      lines: failedNotices.map(
        ({ id, notice, to, answer }) =>
          phrase`${id === null ? [] : phrase`${id}, `}${notice} to ${to}: ${orElse(answer, 'no answer')}`,
      ),
    },
    {
      id: 'near-misses',
      title: 'Mails that look like a report and are none',
      about:
        'Their subject lacks the agreed words. They were left alone, and nobody was answered. "near-miss take N" makes one a report, "near-miss dismiss N" clears it.',
      lines: nearMisses.map(
        ({ id, receivedAt, from, subject, folder }) =>
          phrase`${[`${id}: `]}${orElse(subject, '(no subject)')} from ${orElse(from, 'nobody named')}, in ${folder}, ${receivedAt === null ? ['at a time not known'] : at(receivedAt)}`,
      ),
    },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

/** The time that the numbers are of: "last 30 days". */
export function lastDays({ numbers: { days } }: DigestContents): string {
  return `last ${days === 1 ? 'day' : `${days} days`}`;
}

/** The numbers of the time looked at, each with its name. */
export function numberRows({ numbers }: DigestContents): readonly (readonly [string, string])[] {
  return [
    ['Received', String(numbers.received)],
    ['Acknowledged', String(numbers.acknowledged)],
    ['Closed', String(numbers.closed)],
    ['Disclosed', String(numbers.disclosed)],
    ['Open now', String(numbers.open)],
    ['Overdue now', String(numbers.overdue)],
    ['Time to acknowledge', timing(numbers.timeToAcknowledge, numbers)],
    ['Time to disclose', timing(numbers.timeToDisclose, numbers)],
  ];
}

function timing({ count, median, percentile90, shareInTime }: Timing, numbers: DigestNumbers): string {
  const { days, timingDays } = numbers;
  const within = days === timingDays ? '' : ` in the last ${counted(timingDays, 'day')}`;
  if (count === 0) return `none was done${within} or is overdue`;
  const told = [
    median === null ? 'none is done' : `median ${lengthOfTime(median)}`,
    ...(percentile90 === null ? [] : [`9 of 10 within ${lengthOfTime(percentile90)}`]),
    ...(shareInTime === null ? [] : [`${percent(shareInTime)} of ${count} in time`]),
  ].join(', ');
  return within === '' ? told : `${told};${within}`;
}
