/**
 * `security-inbox retry` and `requeue`: receipts that go a second time, by a person's word. They change the database
 * alone; the next poll, or a running watch, does the sending.
 */
import { formatStamp } from '../digest/stamp.js';
import { forTerminal } from '../digest/terminal.js';
import { Failure } from '../failure.js';
import { type Planned, requeue, retry, type Staying } from '../receipt/second-try.js';
import { RESTORED } from '../store/outbox.js';
import type { TriedMail } from '../store/second-tries.js';
import { type DecisionOptions, decide, decideOn } from './deciding.js';
import { unpurgedReport } from './named-report.js';

/**
 * After an outage: has everything tried again that waits or was refused.
 * @param number - of the one report to do so for
 * @throws {Failure} `no-such-report`, or `not-possible` for one that was purged
 */
export function retryReceipts(number: string | undefined, options: DecisionOptions): void {
  decide(options, (connection, timeZone) => {
    const named = number === undefined ? null : unpurgedReport(connection, number).number;
    const planned = retry(connection, named, new Date());
    const lines = linesOf(planned, timeZone);
    const isChanged = planned.some(({ mail, next }) => next.step === 'goes' || isCopyTried(mail));
    if (isChanged) return lines;
    return [`Nothing waits for a retry${named === null ? '' : ` of ${named}`}.\n`, ...lines];
  });
}

/**
 * Has the receipt of one report go again that did not arrive.
 * @throws {Failure} `no-such-report`, or `not-possible` with what became of each of its mails
 */
export function requeueReceipt(number: string, options: DecisionOptions): void {
  decideOn(number, options, (connection, report, timeZone) => {
    const planned = requeue(connection, report.number, new Date());
    if (planned.some(({ next }) => next.step !== 'stays')) return linesOf(planned, timeZone, false);
    const reasons = linesOf(planned, timeZone, false).map(line => line.trimEnd());
    throw new Failure(
      'not-possible',
      `Nothing of ${report.number} can be queued again. ${reasons.join(' ')}`.trimEnd(),
    );
  });
}

function linesOf(planned: readonly Planned[], timeZone: string, tellsCopies = true): string[] {
  return planned
    .filter(isWorthTelling)
    .flatMap(one => [
      ...(one.next.step === 'stays' && one.next.because === 'sent' && one.mail.copy !== null && tellsCopies
        ? []
        : [`${mailLine(one, timeZone)}\n`]),
      ...(tellsCopies && one.next.step !== 'goes' ? copyLines(one.mail) : []),
    ]);
}

/** That a follow-up is answered by nobody is nothing to decide. */
function isWorthTelling({ mail, next }: Planned): boolean {
  return mail.kind === 'receipt' || next.step !== 'stays' || next.because !== 'withheld';
}

function isCopyTried({ copy }: TriedMail): boolean {
  return copy === 'put-off' || copy === 'given-up';
}

function copyLines(mail: TriedMail): string[] {
  const name = `copy of the ${mail.kind} for ${mail.number}`;
  if (isCopyTried(mail)) return [`The ${name} is put into the Sent folder by the next poll.\n`];
  return mail.copy === 'lost'
    ? [`The ${name} can't be put into the Sent folder: it was given up and is not kept.\n`]
    : [];
}

function mailLine({ mail, next }: Planned, timeZone: string): string {
  const name = nameOf(mail);
  const to = forTerminal(mail.recipient ?? 'nobody');
  if (mail.goneMailbox !== null && next.step !== 'stays') {
    return `${name} for ${to} waits for the mailbox "${mail.goneMailbox}", which is no longer configured. Configure it again, or give its name to the mailbox that is to answer in its place.`;
  }
  switch (next.step) {
    case 'goes-already':
      return `${name} is queued already and goes to ${to} with the next poll.`;
    case 'goes':
      return `${name}, ${pastOf(mail, next.was)}, goes to ${to} with the next poll.${warningOf(mail)}`;
    case 'stays':
      return `${name} ${stayingWords(mail, next.because, timeZone)}`;
  }
}

function nameOf({ kind, number }: TriedMail): string {
  return `The ${kind} for ${number}`;
}

function pastOf(
  { lastAnswer, reason }: TriedMail,
  was: Extract<Planned['next'], { step: 'goes' }>['was'],
): string {
  switch (was) {
    case 'put-off':
      return `put off${inBrackets(lastAnswer)}`;
    case 'refused':
      return `refused${inBrackets(lastAnswer)}`;
    case 'bounced':
      return `given back${inBrackets(reason)}`;
    case 'dropped':
      return 'dropped before';
  }
}

function warningOf({ mayHaveArrived }: TriedMail): string {
  return mayHaveArrived
    ? ' It may have arrived before: the reporter may get a copy of the same mail with the same Message-ID.'
    : '';
}

function stayingWords(mail: TriedMail, because: Staying, timeZone: string): string {
  const { number, reason, sentAt, lastAnswer, wasRestored } = mail;
  switch (because) {
    case 'held':
      return `waits for a person${inBrackets(reason)}: "security-inbox receipt release ${number}" lets it go.`;
    case 'may-have-arrived':
      return `may have arrived${inBrackets(wasRestored ? RESTORED : lastAnswer)}: "security-inbox retry ${number}" sends it all the same.`;
    case 'closed':
      return `was refused${inBrackets(lastAnswer)}, and its report is closed: "security-inbox retry ${number}" sends it all the same.`;
    case 'bounced':
      return `came back${inBrackets(reason)}: "security-inbox requeue ${number}" sends it again.`;
    case 'dropped':
      return `was dropped by a person: "security-inbox requeue ${number}" sends it after all, where nothing else of the report failed.`;
    case 'dropped-and-gone':
      return 'was dropped by a person, and its mail was not kept.';
    case 'replaced':
      return 'was dropped by a person, and another with the same Message-ID took its place.';
    case 'sent':
      return `was accepted by the mail server ${sentAt === null ? 'before' : `on ${formatStamp(sentAt, timeZone)}`} and did not come back.`;
    case 'withheld':
      return `is never sent: ${forTerminal(reason ?? 'withheld')}.`;
  }
}

function inBrackets(words: string | null): string {
  return words === null || words === '' ? '' : ` (${forTerminal(words)})`;
}
