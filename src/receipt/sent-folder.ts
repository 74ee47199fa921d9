/**
 * The Sent folder of the mailbox, as far as receipts have to do with it.
 */
import { Failure } from '../failure.js';

export interface SentFolder {
  /**
   * Whether a mail with this very Message-ID lies there.
   * @returns false also where there is no such folder to be found
   * @throws {Failure} `config` where the folder that was named is missing; any other where it could not be looked into
   */
  holds(messageId: string): Promise<boolean>;
  /**
   * Puts a mail there, marked as read.
   * @param raw - with CRLF line ends
   * @param sentAt - its internal date
   * @returns `no-folder` where none was found
   * @throws {Failure} saying why it could not be put there, or why nobody knows whether it was
   */
  append(raw: Uint8Array, sentAt: Date): Promise<'appended' | 'no-folder'>;
  close(): Promise<void>;
}

/** In place of it while the mailbox can't be used: nothing can be said of what it holds. */
export const SENT_OUT_OF_REACH: SentFolder = {
  holds: () => Promise.reject(outOfReach()),
  append: () => Promise.reject(outOfReach()),
  close: () => Promise.resolve(),
};

function outOfReach(): Failure {
  return new Failure('unreachable', 'The mailbox is out of reach.');
}
