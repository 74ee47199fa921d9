/** Giving memory back, where much of it would wait for a collection of garbage that may not come for long. */

/** Bytes. Far beyond what Node keeps of small buffers in one pool. */
const LEAST = 1_048_576;

/**
 * Gives the memory of large bytes back at once. They are empty afterwards, and so is all else in the same buffer.
 * @param bytes - that nobody uses any more
 */
export function release({ buffer }: Uint8Array): void {
  // Handed over to nobody, it ends here.
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= LEAST)
    structuredClone(null, { transfer: [buffer] });
}
