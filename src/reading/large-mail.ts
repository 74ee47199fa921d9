/**
 * What is done differently for a large mail, of which no more copies are to lie in memory than have to. A buffer that nobody
 * uses any more is only given back when its thread happens to collect garbage, which one that waits never does.
 */

import { LARGE } from '../mailbox/arrival.js';
import { release } from '../release.js';

/** Bytes of a file from which on it goes to another thread without being copied. Far beyond what Node keeps in one pool. */
const LARGE_FILE = 1_048_576;

/** Whether a mail is large. */
export function isLarge(raw: Uint8Array): boolean {
  return raw.byteLength >= LARGE;
}

/**
 * A large mail where the reading thread can read it too; others as they are. What was given is empty afterwards.
 * @param raw - that nobody else holds
 */
export function movedToShared(raw: Uint8Array): Uint8Array {
  if (!isLarge(raw) || raw.buffer instanceof SharedArrayBuffer) return raw;
  const moved = Buffer.from(new SharedArrayBuffer(raw.byteLength));
  moved.set(raw);
  release(raw);
  return moved;
}

/** The buffers of large files, which a thread that is done with them hands over. */
export function buffersOf(files: readonly { readonly content: Uint8Array }[]): ArrayBuffer[] {
  const buffers = files.flatMap(({ content: { buffer, byteLength } }) =>
    buffer instanceof ArrayBuffer && byteLength >= LARGE_FILE ? [buffer] : [],
  );
  return [...new Set(buffers)];
}
