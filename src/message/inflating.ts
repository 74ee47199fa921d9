/**
 * Inflating large compressed data (RFC 9580 §5.6) into one buffer of its size: once to know that, and once more to keep what
 * comes out. Gathered in pieces and joined, it would lie in memory twice.
 */
import { createInflate, createInflateRaw, type Inflate, type InflateRaw } from 'node:zlib';
import { release } from '../release.js';
import { MAX_DECOMPRESSED_BYTES } from './limits.js';

/** RFC 9580 §9.4; bzip2 is the library's to read. */
const INFLATERS = new Map([
  [1, createInflateRaw],
  [2, createInflate],
]);

/** Bytes that come out at a time. */
const CHUNK = 65_536;

/** Whether the body of a compressed data packet is in a form that is inflated here. @param body - in pieces */
export function isInflatable([first]: readonly Uint8Array[]): boolean {
  return INFLATERS.has(first?.[0] ?? 0);
}

/**
 * Inflates the body of a compressed data packet, giving it back as it goes.
 * @param body - in pieces of memory of their own, in a form that is inflated here
 * @throws where it is damaged, or in the library's words where it inflates to more than `limits.ts` allows
 */
export async function inflated(body: readonly Uint8Array[]): Promise<Uint8Array> {
  const [first = new Uint8Array(), ...others] = body;
  const inflate = INFLATERS.get(first[0] ?? 0) ?? createInflate;
  const pieces = [first.subarray(1), ...others];
  let length = 0;
  await each(pieces, inflate(CHUNKS), chunk => {
    length += chunk.byteLength;
    if (length > MAX_DECOMPRESSED_BYTES) throw new Error('Maximum decompressed message size exceeded');
  });
  // Its end may be cut off later, where less comes of it.
  const whole = new Uint8Array(new ArrayBuffer(length, { maxByteLength: length }));
  let at = 0;
  await each(
    pieces,
    inflate(CHUNKS),
    chunk => {
      whole.set(chunk, at);
      at += chunk.byteLength;
    },
    release,
  );
  return whole;
}

const CHUNKS = { chunkSize: CHUNK };

/** @param done - called with each piece when nothing reads it any more */
async function each(
  pieces: readonly Uint8Array[],
  inflate: Inflate | InflateRaw,
  take: (chunk: Uint8Array) => void,
  done: (piece: Uint8Array) => void = () => undefined,
): Promise<void> {
  const written = writeAll(pieces, inflate, done);
  // Where it fails, what is read of it does too, save for what stands behind its end.
  written.catch(() => undefined);
  for await (const chunk of inflate as AsyncIterable<Uint8Array>) {
    const isFull = chunk.byteLength === CHUNK;
    take(chunk);
    // What stands beside one that is not full is still to come.
    if (isFull) release(chunk);
  }
}

async function writeAll(
  pieces: readonly Uint8Array[],
  inflate: Inflate | InflateRaw,
  done: (piece: Uint8Array) => void,
): Promise<void> {
  for (const piece of pieces) {
    await new Promise<void>((resolve, reject) => {
      inflate.write(piece, error => (error ? reject(error) : resolve()));
    });
    done(piece);
  }
  inflate.end();
}
