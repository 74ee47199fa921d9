/**
 * A large message, asked for in pieces (RFC 9051 §6.4.5, `BODY.PEEK[]<from.length>`) that are put where the reading threads
 * read it too. Asked for as one, it lies in memory three times: as it comes in, as the library joins that, and as it is shared.
 */
import type { ImapFlow } from 'imapflow';
import { release } from '../release.js';

/** Bytes of a message from which on it is asked for in pieces. */
const LARGE = 8_388_608;

/** Bytes asked for at a time: enough that waiting for each answer adds little, and little beside a large message. */
const PIECE = 2_097_152;

/**
 * Downloads a large message, leaving its flags alone.
 * @param size - bytes that the server says it has
 * @returns null where it is small, or the pieces are not exactly those bytes: what a server counts may be wrong, and then
 *   only a message asked for as one is whole for certain
 * @throws what imapflow throws
 */
export async function downloadInPieces(
  client: ImapFlow,
  uid: number,
  size: number,
): Promise<Uint8Array | null> {
  if (size < LARGE) return null;
  const whole = Buffer.from(new SharedArrayBuffer(size));
  let at = 0;
  // The one that ends it is shorter, and may be empty: nothing stands behind it.
  for (let length = PIECE; length === PIECE; at += length) {
    const source = { start: at, maxLength: PIECE };
    const message = await client.fetchOne(String(uid), { source }, { uid: true });
    const piece = (message ? message.source : null) || new Uint8Array();
    length = piece.byteLength;
    if (length > PIECE || at + length > size) return null;
    whole.set(piece, at);
    release(piece);
  }
  return at === size ? whole : null;
}
