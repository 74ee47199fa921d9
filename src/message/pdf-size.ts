/**
 * Whether the streams of a PDF inflate to no more than is read. pdf.js sets no limit of its own, and what it inflates
 * lies outside the heap that the reading thread is held to.
 */
import { constants, inflateSync } from 'node:zlib';
import { MAX_DOCUMENT_INFLATED_BYTES } from './limits.js';

/** Streams looked at; a page takes a handful. */
const MAX_STREAMS = 20_000;

/** ISO 32000-1 §7.4 lets filters be chained, so a bomb may lie in another. */
const MAX_CHAIN = 4;

/**
 * @param file - the whole PDF
 * @returns false too where it can't be told: an encrypted PDF, and one compressed with LZW or run lengths, which nobody
 *   writes any more
 */
export function inflatesWithin(file: Uint8Array): boolean {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (['/Encrypt', '/LZW', '/RunLength'].some(word => bytes.includes(word))) return false;
  let left = MAX_DOCUMENT_INFLATED_BYTES;
  let at = bytes.indexOf('stream');
  for (let streams = 0; at >= 0; streams += 1) {
    if (streams === MAX_STREAMS) return false;
    // §7.3.8.1: the keyword is followed by a line end, and then by the data.
    const start = at + (bytes[at + 6] === 0x0d ? 8 : 7);
    const inflated = inflatedSize(bytes.subarray(start), left, 0);
    if (inflated === null) return false;
    left -= inflated;
    at = bytes.indexOf('stream', at + 6);
  }
  return true;
}

/** Bytes a stream inflates to, and those inside it again; 0 where it is not compressed, null for more than is left. */
function inflatedSize(data: Buffer, left: number, chain: number): number | null {
  // RFC 1950 §2.2: the first byte of deflated data with a window of at most 32 KiB.
  if (((data[0] ?? 0) & 0x0f) !== 8) return 0;
  if (chain === MAX_CHAIN || left <= 0) return null;
  try {
    const inflated = inflateSync(data, { maxOutputLength: left, finishFlush: constants.Z_SYNC_FLUSH });
    const inner = inflatedSize(inflated, left - inflated.length, chain + 1);
    return inner === null ? null : inflated.length + inner;
  } catch (error) {
    return error instanceof RangeError ? null : 0;
  }
}
