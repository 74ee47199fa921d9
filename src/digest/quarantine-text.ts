/**
 * What could not be read, as text for a terminal.
 */
import pc from 'picocolors';
import { counted } from '../counted.js';
import type { UnopenedMail } from '../store/unopened-mails.js';
import type { UnreadMessage } from '../store/unread.js';
import { formatStamp } from './stamp.js';
import { forCell, forTerminal } from './terminal.js';
import { toUnreadEntry, unreadLine } from './unread-entry.js';

/** A mail that was not read, with what might help. */
export interface Quarantined extends UnopenedMail {
  readonly help: string;
}

/** A mail and a message a line each, with what might help below it. */
export function quarantineText(
  mails: readonly Quarantined[],
  unread: readonly UnreadMessage[],
  timeZone: string,
): string {
  if (mails.length === 0 && unread.length === 0) return 'Everything was read.\n';
  const stamp = (instant: Date) => formatStamp(instant, timeZone);
  const lines = [
    ...mails.map(mail =>
      [
        `${pc.cyan(mail.report)}  ${mail.role === 'report' ? mail.state : 'follow-up'}  since ${stamp(mail.since)}  ${counted(mail.size, 'byte')}: ${forCell(mail.reason, 200)}`,
        `  ${pc.dim(`what might help: ${mail.help}`)}`,
      ].join('\n'),
    ),
    ...unread.map(message =>
      [
        unreadLine(toUnreadEntry(message), iso => stamp(new Date(iso))),
        `  ${pc.dim('what might help: move it to another folder and back in a mail program; "quarantine retry" has the next poll try it')}`,
      ].join('\n'),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** One mail in full. @param header - outer fields by name, as they stand in the mail */
export function quarantinedText(
  mail: Quarantined,
  header: readonly (readonly [name: string, value: string])[],
  timeZone: string,
): string {
  const { place } = mail;
  const kept = mail.isComplete ? 'the whole mail' : 'its header alone; the mail is in the mailbox';
  const lines = [
    pc.bold(`${mail.report}  ${mail.role === 'report' ? mail.state : 'a follow-up'}`),
    `Reason       ${forTerminal(mail.reason)}`,
    `Might help   ${mail.help}`,
    `Kept         ${counted(mail.size, 'byte')}, ${kept}`,
    `Received     ${formatStamp(mail.receivedAt, timeZone)}, recorded ${formatStamp(mail.since, timeZone)}`,
    `Lies in      ${place ? `${forCell(place.folder.folder, 100)} of ${forCell(place.folder.mailbox, 100)}, UID ${place.position.uid}` : 'no place that was noted'}`,
    ...header.map(([name, value]) => `${name.padEnd(12)} ${forCell(value, 400)}`),
  ];
  return `${lines.join('\n')}\n`;
}
