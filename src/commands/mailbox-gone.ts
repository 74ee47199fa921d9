/**
 * What a person is told where a report's mailbox is no longer configured: under another mailbox's name nobody is answered.
 */
import { Failure } from '../failure.js';
import type { ReportNumber } from '../store/reports.js';

/** @param name - of the mailbox, as it was configured last. @returns `not-possible` */
export function mailboxGone(number: ReportNumber, name: string): Failure {
  return new Failure(
    'not-possible',
    `${number} came by the mailbox "${name}", which is no longer configured. Configure it again, or give its name to the mailbox that is to answer in its place.`,
  );
}
