/**
 * A connection to the mailbox is given up when it is silent for as long as a server may be. While a message is decrypted, or
 * receipts go out, the silence is ours.
 */
import type { ImapFlow } from 'imapflow';

/**
 * Asks the server for nothing now and then, so that the connection outlasts an act that needs no answer of it.
 * @param seconds - that the server may keep silent
 * @param act - gives the connection no command
 * @throws what the act throws
 */
export async function keptAwake<T>(client: ImapFlow, seconds: number, act: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    // One that broke meanwhile is noticed by the next command.
    if (client.usable) client.noop().catch(() => undefined);
  }, seconds * 300);
  try {
    return await act();
  } finally {
    clearInterval(timer);
  }
}
