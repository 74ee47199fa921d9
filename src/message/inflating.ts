/**
 * Inflating large compressed data (RFC 9580 §5.6) into one buffer of its size: once to know that, and once more to keep what
 * comes out. Gathered in pieces and joined, it would lie in memory twice.
 */
import { Readable } from 'node:stream';
import { createInflate, createInflateRaw } from 'node:zlib';
import { release } from '../release.js';
import { MAX_DECOMPRESSED_BYTES } from './limits.js';

/** RFC 9580 §9.4; bzip2 is the library's to read. */
const INFLATERS = new Map([
  [1, createInflateRaw],
  [2, createInflate],
]);

/** Bytes that come out at a time. */
const CHUNK = 65_536;

/**
 * Inflates the body of a compressed data packet.
 * @param body - in pieces, the algorithm first
 * @returns null where that is another one
 * @throws where it is damaged, or in the library's words where it inflates to more than `limits.ts` allows
 */
export async function inflated(body: readonly Uint8Array[]): Promise<Uint8Array | null> {
  const [first = new Uint8Array(), ...others] = body;
  const inflate = INFLATERS.get(first[0] ?? 0);
  if (!inflate) return null;
  const pieces = [first.subarray(1), ...others];
  let length = 0;
  await each(pieces, inflate, chunk => {
    length += chunk.byteLength;
    if (length > MAX_DECOMPRESSED_BYTES) throw new Error('Maximum decompressed message size exceeded');
  });
  const whole = new Uint8Array(length);
  let at = 0;
  await each(pieces, inflate, chunk => {
    whole.set(chunk, at);
    at += chunk.byteLength;
  });
  return whole;
}

async function each(
  pieces: readonly Uint8Array[],
  inflate: typeof createInflate,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  const inflating = Readable.from(pieces).pipe(inflate({ chunkSize: CHUNK }));
  for await (const chunk of inflating as AsyncIterable<Uint8Array>) {
    const isFull = chunk.byteLength === CHUNK;
    take(chunk);
    // What stands beside one that is not full is still to come.
    if (isFull) release(chunk);
  }
}
