/**
 * What an OpenPGP message shows of itself without any key: whether it has more packets than are read, and the
 * hash of its encrypted data. Reads frames alone (RFC 9580 §4.2), so that it costs nothing where the rest would.
 */
import { createHash, type Hash } from 'node:crypto';
import { MAX_PACKETS } from './limits.js';

/** What the frames of a message's packets tell. */
export interface Frames {
  /** Whether there are more packets, or pieces of one, than `limits.ts` allows; then not all were looked at. */
  readonly tooMany: boolean;
  /**
   * SHA-256 of the body of each encrypted data packet, hexadecimal. The session keys before it, the frames around
   * it and the armor stay out: whoever sends a message of somebody else's again can change these, and not the data.
   */
  readonly ciphertexts: readonly string[];
}

/** RFC 9580 §5.7, §5.13, and the draft before that. */
const ENCRYPTED_DATA: ReadonlySet<number> = new Set([9, 18, 20]);

/** Bytes; programs cut in pieces of 512 and more, as RFC 9580 §4.2.1.4 wants of the first. */
const SMALL_PIECE = 256;

/**
 * Reads the frames of a message.
 * @param bytes - its packets, the very bytes that are decrypted: what another reader makes of an armor may differ
 */
export function readFrames(bytes: Uint8Array): Frames {
  const found = { tooMany: false, ciphertexts: [] as string[] };
  let piecesLeft = mostPieces(bytes);
  let hash: Hash | null = null;
  for (const { tag, value, isFirst, isLast } of piecesOf(bytes)) {
    piecesLeft -= 1;
    if (piecesLeft < 0) return { ...found, tooMany: true };
    if (isFirst) hash = ENCRYPTED_DATA.has(tag) ? createHash('sha256') : null;
    hash?.update(value);
    if (hash && isLast) found.ciphertexts.push(hash.digest('hex'));
  }
  // Too broken to frame, and still the same when it comes again.
  if (found.ciphertexts.length === 0 && bytes.length > 0) {
    found.ciphertexts.push(createHash('sha256').update(bytes).digest('hex'));
  }
  return found;
}

/** Packets, and pieces of them, that are read of a message. */
export function mostPieces({ length }: Uint8Array): number {
  return MAX_PACKETS + length / SMALL_PIECE;
}

/** A packet's body, or one piece of it where partial lengths cut it (RFC 9580 §4.2.1.4). */
export interface Piece {
  readonly tag: number;
  readonly value: Uint8Array;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether less of it is there than its length says. */
  readonly isCutOff: boolean;
}

/** The packets of a message. Ends at the first byte that opens no packet; a packet that is cut off counts with what there is of it. */
export function* piecesOf(bytes: Uint8Array): Generator<Piece> {
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    // RFC 9580 §4.2: bit 7 is always set.
    if ((first & 0x80) === 0) return;
    const isNewForm = (first & 0x40) !== 0;
    const tag = isNewForm ? first & 0x3f : (first & 0x3c) >> 2;
    at += 1;
    for (let isFirst = true, isLast = false; !isLast; isFirst = false) {
      const length = isNewForm ? newLength(bytes, at) : legacyLength(bytes, at, first & 0x03);
      if (length === null) return;
      const from = at + length.octets;
      at = from + length.value;
      isLast = !length.isPartial || at >= bytes.length;
      const isCutOff = at > bytes.length || (isLast && length.isPartial);
      yield { tag, value: bytes.subarray(from, at), isFirst, isLast, isCutOff };
    }
  }
}

interface Length {
  readonly octets: number;
  readonly value: number;
  readonly isPartial: boolean;
}

/** RFC 9580 §4.2.1. */
function newLength(bytes: Uint8Array, at: number): Length | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if (first < 192) return { octets: 1, value: first, isPartial: false };
  if (first < 224)
    return { octets: 2, value: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192, isPartial: false };
  if (first < 255) return { octets: 1, value: 2 ** (first & 0x1f), isPartial: true };
  return { octets: 5, value: bigEndian(bytes.subarray(at + 1, at + 5)), isPartial: false };
}

/** RFC 9580 §4.2.2; the fourth type runs to the end. */
function legacyLength(bytes: Uint8Array, at: number, type: number): Length | null {
  if (type === 3) return { octets: 0, value: bytes.length - at, isPartial: false };
  const octets = 2 ** type;
  if (at + octets > bytes.length) return null;
  return { octets, value: bigEndian(bytes.subarray(at, at + octets)), isPartial: false };
}

function bigEndian(octets: Uint8Array): number {
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}
