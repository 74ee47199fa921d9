/** Giving memory back, where much of it would wait for a collection of garbage that may not come for long. */

/** Bytes. Beyond what Node keeps of small buffers in one pool, which others have a share in. */
const LEAST = Math.max(32_768, Buffer.poolSize + 1);

/**
 * Gives the memory of large bytes back at once. They are empty afterwards, and so is all else in the same buffer.
 * @param bytes - that nobody uses any more
 */
export function release({ buffer }: Uint8Array): void {
  // Handed over to nobody, it ends here.
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= LEAST)
    structuredClone(null, { transfer: [buffer] });
}
