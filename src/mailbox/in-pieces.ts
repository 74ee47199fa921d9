/**
 * A large message, asked for in pieces (RFC 9051 §6.4.5, `BODY.PEEK[]<from.length>`). Asked for as one, it lies in memory
 * three times: as it comes in, as the library joins that, and where it is put.
 */
import type { ImapFlow } from 'imapflow';
import { release } from '../release.js';
import { LARGE } from './arrival.js';

/** Bytes asked for at a time: enough that waiting for each answer adds little, and little beside a large message. */
const PIECE = 1_048_576;

/** Where the pieces of one message are put, in their order. */
export interface Pieces<T> {
  add(piece: Uint8Array): void;
  /** @returns null where it can't be had in this way */
  done(): T | null;
  /** They are not all there, or not wanted. */
  drop(): void;
}

/** A piece that came and could not be put where it was to go, which is not the server's doing. */
export class NotPut extends Error {
  /** @param reason - what was thrown there */
  constructor(readonly reason: unknown) {
    super('a piece of a message could not be put where it was to go', { cause: reason });
  }
}

/** Has them one beside the other where the reading threads read them too. @param size - bytes of all of them */
export function inSharedMemory(size: number): Pieces<Uint8Array> {
  const whole = Buffer.from(new SharedArrayBuffer(size));
  let at = 0;
  return {
    add(piece) {
      whole.set(piece, at);
      at += piece.byteLength;
    },
    done: () => whole,
    drop: () => undefined,
  };
}

/**
 * Downloads a large message, leaving its flags alone.
 * @param size - bytes that the server says it has
 * @param begin - where its pieces are put
 * @returns null where it is small, or the pieces are not exactly those bytes: what a server counts may be wrong, and then
 *   only a message asked for as one is whole for certain
 * @throws {NotPut} where a piece could not be put there
 * @throws what imapflow throws
 */
export async function downloadInPieces<T>(
  client: ImapFlow,
  uid: number,
  size: number,
  begin: (size: number) => Pieces<T>,
): Promise<T | null> {
  if (size < LARGE) return null;
  const pieces = begin(size);
  let whole: T | null = null;
  try {
    let at = 0;
    // The one that ends it is shorter, and may be empty: nothing stands behind it.
    for (let length = PIECE; length === PIECE; at += length) {
      const source = { start: at, maxLength: PIECE };
      const message = await client.fetchOne(String(uid), { source }, { uid: true });
      const piece = (message ? message.source : null) || new Uint8Array();
      length = piece.byteLength;
      if (length > PIECE || at + length > size) return null;
      if (length > 0) put(piece, pieces);
      release(piece);
    }
    if (at === size) whole = pieces.done();
    return whole;
  } finally {
    if (whole === null) pieces.drop();
  }
}

function put<T>(piece: Uint8Array, pieces: Pieces<T>): void {
  try {
    pieces.add(piece);
  } catch (error) {
    throw new NotPut(error);
  }
}
