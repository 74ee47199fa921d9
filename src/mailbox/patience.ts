/**
 * How long a server may take for an answer. The socket's own time limit notices one that says nothing; this one also
 * notices one that gives a byte now and then, and would hold the program, and with it the next polls, for days.
 */
import type { ImapFlow } from 'imapflow';
import { errorCode } from '../failure.js';

/** Bytes that a server has to give for each further second it is waited for. */
const LEAST_RATE = 1_000;

/**
 * Waits for what a server is asked, no longer than it deserves: a large message may take as long as its bytes need.
 * @param seconds - that any answer may take
 * @param act - its commands; what they wait for fails when the connection is closed
 * @throws what the act throws, or, where that is only that the connection is gone, why it is; an error that says so where
 *   the server was too slow, and the connection is then closed
 */
export async function inTime<T>(client: ImapFlow, seconds: number, act: () => Promise<T>): Promise<T> {
  const begun = Date.now();
  const before = client.stats().received;
  let wasTooSlow = false;
  const look = () => {
    const deserved = seconds + (client.stats().received - before) / LEAST_RATE;
    if (Date.now() - begun < deserved * 1000) return;
    wasTooSlow = true;
    client.close();
  };
  let why: unknown = null;
  const hear = (error: unknown) => {
    why ??= error;
  };
  client.on('error', hear);
  const timer = setInterval(look, Math.min(seconds, 20) * 250);
  try {
    return await act();
  } catch (error) {
    if (wasTooSlow)
      throw new Error(`it took more than ${seconds} seconds for an answer of few bytes`, { cause: error });
    // The command under way is told no more than that.
    throw errorCode(error) === 'NoConnection' ? (why ?? error) : error;
  } finally {
    client.off('error', hear);
    clearInterval(timer);
  }
}
