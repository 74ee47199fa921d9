/**
 * A mail server's word on a mail of ours.
 */
import type { ReceivedBytes } from '../mailbox/arrival.js';
import type { DeliveryReport } from '../message/message.js';
import { findByReceipt, markBounced } from '../store/bounces.js';
import type { Connection } from '../store/database.js';
import { noticeBounced } from '../store/dispatch-marks.js';
import { mailHash } from '../store/messages.js';
import type { ReportNumber } from '../store/reports.js';

/** What it comes to: of a notice there is nothing more to say. */
export type Returned =
  | { readonly kind: 'delivery-report'; readonly number: ReportNumber; readonly failed: boolean }
  | { readonly kind: 'left-alone' };

/**
 * Marks what a delivery report speaks of. Call inside the transaction that takes it in.
 * @param mail - that holds it
 * @returns null where it speaks of no mail of ours: it is then a mail like any other
 */
export function takeDeliveryReport(
  report: DeliveryReport,
  mail: ReceivedBytes,
  connection: Connection,
): Returned | null {
  // RFC 3464 §2.3.3: delayed and relayed ones may still arrive.
  const failed = report.action === 'failed';
  const reason =
    [report.status, report.diagnostic].filter(part => part !== null).join(' ') || 'not delivered';
  if (noticeBounced(connection, report.about, failed ? reason : null)) return { kind: 'left-alone' };
  const number = findByReceipt(connection, report.about);
  if (number === null) return null;
  if (failed) markBounced(connection, report.about, reason, mailHash(mail));
  return { kind: 'delivery-report', number, failed };
}
