/**
 * The mail that tells an engineer of notices: what is due in the clear, and what the report says only where it can be
 * encrypted to them.
 */
import type { Notice, QueuedDispatch } from '../store/dispatches.js';
import type { StoredReport } from '../store/reports.js';
import { detailsOf } from './details.js';
import type { Engineer } from './engineers.js';
import { sentence, subjectOf } from './words.js';
import { type EngineerWriting, writeToEngineer } from './write-to-engineer.js';

/** What writing needs around it. */
export interface NoticeWriting extends EngineerWriting {
  /** The report of a number; null where it is gone. */
  readonly find: (number: Notice['number']) => StoredReport | null;
}

/** Notices that one mail spells out. */
const MOST_NOTICES = 100;

/**
 * Writes the mail of a dispatch.
 * @param now - UTC instant
 */
export function writeNotice(
  { notices, messageId }: Pick<QueuedDispatch, 'notices' | 'messageId'>,
  engineer: Engineer,
  writing: NoticeWriting,
  now: Date,
): Promise<Buffer> {
  const mail = {
    messageId: messageId ?? '',
    subject: subjectOf(notices),
    // It tells no more than number and kind, and without it mail programs show a row of "...".
    outerSubject: null,
    inside: () => ({ text: insideText(notices, writing), html: null }),
    bare: (because: string) => bareText(notices, writing.timeZone, because),
  };
  return writeToEngineer(mail, engineer, writing, now);
}

function bareText(notices: readonly Notice[], timeZone: string, because: string): string {
  return [
    ...listed(notices, notice => [`${notice.number}: ${sentence(notice, timeZone)}`]),
    '',
    `This mail holds nothing of what a report says, because ${because}.`,
    'Read a report with: security-inbox show ID',
    '',
  ].join('\n');
}

function insideText(notices: readonly Notice[], { timeZone, find }: NoticeWriting): string {
  return [
    ...listed(notices, notice => {
      const report = find(notice.number);
      const details = report === null ? [] : detailsOf(report, timeZone).map(line => `  ${line}`);
      return [`${notice.number}: ${sentence(notice, timeZone)}`, ...details, ''];
    }),
    'Read a report whole with: security-inbox show ID',
    '',
  ].join('\n');
}

function listed(notices: readonly Notice[], lines: (notice: Notice) => string[]): string[] {
  const left = notices.length - MOST_NOTICES;
  return [
    ...notices.slice(0, MOST_NOTICES).flatMap(lines),
    ...(left > 0 ? [`And ${left} more: "security-inbox digest" lists them.`] : []),
  ];
}
