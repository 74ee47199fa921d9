/** Giving memory back, where much of it would wait for a collection of garbage that may not come for long. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** Bytes. Beyond what Node keeps of small buffers in one pool, which others have a share in. */
const LEAST = Math.max(32_768, Buffer.poolSize + 1);

/**
 * A port that is closed: what is handed over to it ends at once. `structuredClone` hands a buffer to another one here, which
 * again waits for a collection of garbage.
 */
const nowhere = closedPort();

function closedPort(): MessagePort {
  const { port1 } = new MessageChannel();
  port1.close();
  return port1;
}

/**
 * Gives the memory of large bytes back at once. They are empty afterwards, and so is all else in the same buffer.
 * @param bytes - that nobody uses any more
 */
export function release({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= LEAST) nowhere.postMessage(null, [buffer]);
}
