/**
 * What the operator is told of a mailbox that can't be read, and when: once that it is so, and once that it is over. Pure.
 */
import { createHash } from 'node:crypto';
import { formatInstant } from '../deadlines/deadlines.js';
import type { OwnMail } from '../receipt/entity.js';
import type { KeptPass } from '../store/kept-passes.js';

/** What the operator has to be told. */
export type OperatorNews =
  | {
      readonly kind: 'outage';
      /** UTC instant at which it began. */
      readonly since: Date;
      /** The last failure: what was tried, what came back and what to do. */
      readonly message: string;
    }
  | {
      readonly kind: 'all-clear';
      /** UTC instant at which the outage began that they were warned of. */
      readonly since: Date;
      /** UTC instant at which it was over. */
      readonly until: Date;
    };

/**
 * @param minutes - for which a mailbox could not be read, after which it is an outage to be told of
 * @param now - UTC instant
 * @returns null where there is nothing to tell
 */
export function newsOf(kept: KeptPass, minutes: number, now: Date): OperatorNews | null {
  const { outage, warnedOf, lastGood } = kept;
  if (outage === null) {
    return warnedOf === null || lastGood === null
      ? null
      : { kind: 'all-clear', since: warnedOf, until: lastGood.at };
  }
  // One that begins before they were told that the last is over is the same to them.
  if (warnedOf !== null || now.getTime() - outage.since.getTime() < minutes * 60_000) return null;
  return { kind: 'outage', since: outage.since, message: outage.message };
}

/** About whom and what such a mail is. */
export interface MailAbout {
  readonly recipient: string;
  /** The mailbox, by its name in the configuration and by its address. */
  readonly name: string;
  readonly address: string;
  readonly timeZone: string;
}

/** Says it in a mail, of words that are ours or a mail server's. */
export function operatorMail(news: OperatorNews, about: MailAbout): OwnMail {
  const { recipient, name, address, timeZone } = about;
  const at = (instant: Date) => formatInstant(instant, timeZone);
  const warning = messageIdOf('outage', news.since, about);
  const shared = { recipient, html: null, autoSubmitted: 'auto-generated' as const };
  switch (news.kind) {
    case 'outage':
      return {
        ...shared,
        messageId: warning,
        inReplyTo: null,
        references: [],
        subject: `security-inbox: mailbox ${name} is not being read`,
        text: [
          `security-inbox could not read the mailbox "${name}" (${address}) since ${at(news.since)}. The last try failed with:`,
          '',
          news.message,
          '',
          'It goes on trying. What arrives meanwhile is read, recorded and answered when the mailbox can be read again;',
          'the promised times run on. You get one more mail when that is so, and none before.',
          '',
        ].join('\n'),
      };
    case 'all-clear':
      return {
        ...shared,
        messageId: messageIdOf('all-clear', news.since, about),
        inReplyTo: warning,
        references: [warning],
        subject: `security-inbox: mailbox ${name} is read again`,
        text: [
          `security-inbox read the mailbox "${name}" (${address}) to its end at ${at(news.until)}, for the first time since ${at(news.since)}.`,
          'What arrived meanwhile is recorded. "security-inbox digest" shows what is late.',
          '',
        ].join('\n'),
      };
  }
}

/**
 * The same at every try, so that a mailbox knows a copy; in the form of a notice, by which such a mail is left alone
 * where the operator is reached at the mailbox itself.
 */
function messageIdOf(kind: OperatorNews['kind'], since: Date, { name, address }: MailAbout): string {
  const token = createHash('sha256')
    .update(`${kind} ${name} ${since.toISOString()}`)
    .digest('hex')
    .slice(0, 40);
  return `<notice.${token}@${address.slice(address.lastIndexOf('@') + 1)}>`;
}
