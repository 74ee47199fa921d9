/**
 * Waiting for mail with IDLE (RFC 2177). Not relied upon: a connection that a gateway forgot idles for ever, so
 * the caller sets a time after which it looks anyway.
 */
import type { ImapFlow } from 'imapflow';

export interface Doorbell {
  /** Forgets what rang until now. Call before looking, so that nothing between looking and waiting is missed. */
  reset(): void;
  /** Ends the wait, as mail would. */
  ring(): void;
  /**
   * Waits until mail arrived since the last reset, the connection closed, or the wait is over.
   * @param milliseconds - the longest wait
   */
  wait(milliseconds: number, stopping: AbortSignal): Promise<void>;
}

/** Listens for new messages on a connection with a folder open. */
export function listenForMail(client: ImapFlow): Doorbell {
  let rang = false;
  let wake: () => void = () => undefined;
  const ring = () => {
    rang = true;
    wake();
  };
  client.on('exists', ring);
  client.on('close', () => wake());
  return {
    reset() {
      rang = false;
    },
    ring,
    async wait(milliseconds, stopping) {
      if (rang || stopping.aborted || !client.usable) return;
      const woken = new Promise<void>(resolve => {
        wake = resolve;
      });
      stopping.addEventListener('abort', wake, { once: true });
      const timer = setTimeout(wake, milliseconds);
      // Ends by itself when the next command is sent; a failure shows as a closed connection.
      client.idle().catch(() => undefined);
      await woken;
      clearTimeout(timer);
      stopping.removeEventListener('abort', wake);
    },
  };
}
