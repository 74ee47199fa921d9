/**
 * The beginning of `watch`: what an operator has to mend is said by ending with it, so that nobody takes a daemon for one
 * that works. Once a mailbox was read the daemon stays, and a mailbox that fails keeps none of the others from being read.
 */
import type { Failure } from '../failure.js';

/** What more waiting does not mend. */
const NEEDS_THE_OPERATOR = new Set(['login-refused', 'config', 'database']);

export interface Beginning {
  /** A mailbox was read. */
  worked(): void;
  /**
   * A mailbox could not be read.
   * @throws the failure, where the database can't be used, or no mailbox can without the operator
   */
  failed(mailbox: string, failure: Failure): void;
}

/** @param mailboxes - how many there are */
export function beginning(mailboxes: number): Beginning {
  const hopeless = new Set<string>();
  let hasWorked = false;
  return {
    worked() {
      hasWorked = true;
    },
    failed(mailbox, failure) {
      if (hasWorked) return;
      if (NEEDS_THE_OPERATOR.has(failure.code)) hopeless.add(mailbox);
      else hopeless.delete(mailbox);
      if (failure.code === 'database' || hopeless.size === mailboxes) throw failure;
    },
  };
}
