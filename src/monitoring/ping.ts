/**
 * A sign of life to a service that tells somebody when it hears nothing: a GET, of whose answer the status alone counts.
 * The URL is a secret, and no word here repeats more of it than the host.
 */
import { fetchErrorCode } from '../notice/post.js';

/** Milliseconds that the service may take. */
const LONGEST_WAIT = 10_000;

/** Milliseconds between two at least. */
const SHORTEST_PAUSE = 60_000;

/** @returns why it was not taken, in a few words; null where it was */
export async function ping(url: URL): Promise<string | null> {
  try {
    const response = await fetch(url, {
      headers: { 'user-agent': 'security-inbox', connection: 'close' },
      // To where a redirect leads nobody meant to send it.
      redirect: 'manual',
      signal: AbortSignal.timeout(LONGEST_WAIT),
    });
    await response.body?.cancel().catch(() => undefined);
    return response.ok ? null : `HTTP ${response.status}`;
  } catch (error) {
    return fetchErrorCode(error);
  }
}

/** When a sign of life is due. */
export interface PingClock {
  /** A mailbox was read to its end. @returns whether a ping is due now */
  passed(mailbox: string, now: number): boolean;
  /** A mailbox could not be read: one is due only when it was again. */
  failed(mailbox: string): void;
}

/**
 * A ping is due when every mailbox was read to its end since the last one, so that one of them that is stuck is not
 * covered up by the others.
 * @param mailboxes - names of all
 */
export function pingClock(mailboxes: readonly string[]): PingClock {
  const read = new Set<string>();
  let last: number | null = null;
  return {
    passed(mailbox, now) {
      read.add(mailbox);
      if (!mailboxes.every(name => read.has(name))) return false;
      // A clock that was set back holds nothing up.
      if (last !== null && now >= last && now - last < SHORTEST_PAUSE) return false;
      read.clear();
      last = now;
      return true;
    },
    failed(mailbox) {
      read.delete(mailbox);
    },
  };
}
