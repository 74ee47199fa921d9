/**
 * A receipt that may have been sent: some mail servers put what they take into the Sent folder, which then tells.
 */
import { Failure } from '../failure.js';
import type { QueuedReceipt } from '../store/delivery.js';
import type { DoubtfulMail } from '../store/sent-mails.js';
import type { SentFolder } from './sent-folder.js';

/** Milliseconds for which a receipt in doubt waits while nobody can look into the Sent folder. */
const WAITS_FOR_A_LOOK = 3_600_000;

/**
 * Whether the Sent folder holds a receipt in doubt. While it can't be looked into the receipt waits, but not for long:
 * a second copy to the reporter is worth more than none.
 * @returns why it has to wait, where it has to
 */
export async function lookInto(
  sent: SentFolder,
  { mail }: QueuedReceipt,
  { attemptedAt }: DoubtfulMail,
  now: Date,
): Promise<'held' | 'not-held' | { readonly because: string }> {
  try {
    return (await sent.holds(mail.messageId)) ? 'held' : 'not-held';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // A folder that is not there holds nothing.
    if (error.code === 'config' || now.getTime() - attemptedAt.getTime() > WAITS_FOR_A_LOOK)
      return 'not-held';
    return {
      because: `it may have been sent, and the Sent folder can't be looked into yet: ${error.message}`,
    };
  }
}
