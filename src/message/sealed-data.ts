/**
 * The encrypted data of a large message, opened where it lies: openpgp.js gathers what it decrypts, inflates and parses in
 * copies, six times as much as the message. Only the commonest form is opened here, version 1 of Symmetrically Encrypted and
 * Integrity Protected Data (RFC 9580 §5.13.1) under AES; recipients, signatures and what is unusual stay the library's.
 *
 * Nothing is used before all of it is known to be unaltered: it is decrypted once for its SHA-1, and once more to be kept.
 */
import { createDecipheriv, createHash, type Decipher, timingSafeEqual } from 'node:crypto';
import { type DecryptedSessionKey, LiteralDataPacket, type Message } from 'openpgp';
import { release } from '../release.js';
import { mostPieces, type Piece, piecesOf } from './ciphertext.js';
import { inflated, isInflatable } from './inflating.js';

/** A message whose encrypted data is version 1, whole, and the last of it. */
export interface SealedData {
  /** The same message with nothing in the encrypted data, for who asks whom it is for. */
  readonly withoutData: Uint8Array;
  /** All of it; overwritten by what is decrypted. */
  readonly packets: Uint8Array;
  /** What is encrypted, in pieces of `packets`, in their order. */
  readonly ciphertext: readonly Uint8Array[];
  /** Whether it was overwritten. */
  isSpent: boolean;
}

type OpenPgpMessage = Message<Uint8Array>;

/** A key that may be the session key, and its cipher; null where that stands with the data. */
type TriedKey = Pick<DecryptedSessionKey, 'algorithm' | 'data'>;

/** RFC 9580 §5. */
const SIGNATURE = 2;
const COMPRESSED = 8;
const LITERAL = 11;
const SEALED = 18;

/** RFC 9580 §5.8, §5.10 and §5.14: a marker, trust and padding are passed over wherever they stand. */
const PASSED_OVER: ReadonlySet<number> = new Set([10, 12, 21]);

/** RFC 9580 §10.3: what may be encrypted, or compressed, as the library has it. */
const ALLOWED: ReadonlySet<number> = new Set([SIGNATURE, 4, LITERAL, ...PASSED_OVER]);

/** RFC 9580 §9.3, those of one block size. */
const CIPHERS: ReadonlyMap<string | null, { readonly name: string; readonly bytes: number }> = new Map([
  ['aes128', { name: 'aes-128-cfb', bytes: 16 }],
  ['aes192', { name: 'aes-192-cfb', bytes: 24 }],
  ['aes256', { name: 'aes-256-cfb', bytes: 32 }],
]);

/** RFC 9580 §5.13.1: a block of random bytes, of which two are repeated; a SHA-1 behind the two bytes of its packet's header. */
const BLOCK = 16;
const PREFIX = 18;
const HASH = 20;
const SUFFIX = 22;

/** Bytes decrypted at a time: given back one by one, each takes the place of the one before. */
const SLICE = 65_536;

/**
 * Finds the encrypted data of a message.
 * @param packets - of which nobody else holds a view
 * @returns null where it is anything but that one packet behind those that say whom it is for: the library is to judge it
 */
export function sealedDataOf(packets: Uint8Array): SealedData | null {
  const pieces = wholePieces(packets);
  const first = pieces?.findIndex(({ tag }) => tag === SEALED) ?? -1;
  const sealed = pieces?.slice(first) ?? [];
  const [start] = sealed;
  const before = pieces?.slice(0, first) ?? [];
  const isPlain =
    before.every(({ isFirst, isLast }) => isFirst && isLast) &&
    sealed.every(({ tag, isFirst }, at) => tag === SEALED && isFirst === (at === 0));
  if (!start || first < 0 || !isPlain || start.value[0] !== 1) return null;
  const ciphertext = [start.value.subarray(1), ...sealed.slice(1).map(({ value }) => value)];
  if (lengthOf(ciphertext) < PREFIX + SUFFIX) return null;
  const withoutData = Buffer.concat([...before.map(packetOf), packet(SEALED, Buffer.from([1]))]);
  return { withoutData: new Uint8Array(withoutData), packets, ciphertext, isSpent: false };
}

/** @returns null where the last packet is cut off, more follows that is none, or there are more than are read */
function wholePieces(packets: Uint8Array): Piece[] | null {
  const pieces: Piece[] = [];
  for (const piece of piecesOf(packets)) {
    if (pieces.length > mostPieces(packets)) return null;
    pieces.push(piece);
  }
  const last = pieces.at(-1);
  const end = last ? last.value.byteOffset + last.value.byteLength : -1;
  return last && !last.isCutOff && end === packets.byteOffset + packets.byteLength ? pieces : null;
}

function packetOf({ tag, value }: Piece): Buffer {
  return packet(tag, value);
}

/** RFC 9580 §4.2.1. */
function packet(tag: number, body: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.byteLength);
  return Buffer.concat([Buffer.from([0xc0 | tag, 255]), length, body]);
}

/**
 * Opens encrypted data with the one of some keys that its integrity protection confirms.
 * @param sessionKeys - of which at most one is true
 * @param parse - reads packets to the end
 * @returns what was encrypted, as the library would give it; null where a key is for another cipher: nothing was tried
 * @throws in the library's words where no key is true, or what was encrypted is no message
 */
export async function unseal(
  sealed: SealedData,
  sessionKeys: readonly TriedKey[],
  parse: (packets: Uint8Array) => Promise<OpenPgpMessage>,
): Promise<OpenPgpMessage | null> {
  if (!sessionKeys.every(({ algorithm }) => CIPHERS.has(algorithm))) return null;
  const key = sessionKeys.find(one => isTrue(one, sealed));
  if (!key) throw new Error('Modification detected.');
  sealed.isSpent = true;
  const inner = decrypted(key, sealed);
  const pieces = wholePieces(inner);
  if (!pieces?.every(({ tag }) => tag === COMPRESSED || isAllowed(tag)))
    throw new Error('Packet not allowed');
  const compressed = pieces.filter(({ tag }) => !PASSED_OVER.has(tag));
  if (!compressed.some(({ tag }) => tag === COMPRESSED)) return messageIn(inner, parse);
  const isOne = compressed.every(({ tag, isFirst }, at) => tag === COMPRESSED && isFirst === (at === 0));
  const body = compressed.map(({ value }) => value);
  if (!isOne || !isInflatable(body)) return parse(inner);
  return messageIn(await inflated(movedOut(body)), parse);
}

/** Bytes moved at a time. */
const BLOCK_MOVED = 1_048_576;

/**
 * Some bytes in blocks of their own, each to be given back by itself: cut off the end of the memory that they lie in, where it
 * can get shorter, so that they never lie there twice.
 * @param pieces - in the order in which they lie in one buffer, of which nothing else is needed any more
 */
function movedOut(pieces: readonly Uint8Array[]): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (const { buffer, byteOffset, byteLength } of [...pieces].reverse()) {
    for (let end = byteLength; end > 0; end -= BLOCK_MOVED) {
      const start = byteOffset + Math.max(0, end - BLOCK_MOVED);
      blocks.push(alone(new Uint8Array(buffer, start, byteOffset + end - start)));
      if (buffer instanceof ArrayBuffer && buffer.resizable) buffer.resize(start);
    }
  }
  const [{ buffer } = {}] = pieces;
  if (buffer instanceof ArrayBuffer) release(new Uint8Array(buffer));
  return blocks.reverse();
}

/** A copy that the system has back at once when it is released: of what could not get shorter malloc keeps the room. */
function alone(bytes: Uint8Array): Uint8Array {
  const { byteLength } = bytes;
  const copy = new Uint8Array(new ArrayBuffer(byteLength, { maxByteLength: byteLength }));
  copy.set(bytes);
  return copy;
}

/** Unknown packets above 39 may be passed over, RFC 9580 §4.3. */
function isAllowed(tag: number): boolean {
  return ALLOWED.has(tag) || tag > 39;
}

/** Whether it is the key of this data: a modification detection code, RFC 9580 §5.13.1. */
function isTrue(key: TriedKey, { ciphertext }: SealedData): boolean {
  const decipher = decipherOf(key);
  if (!decipher) return false;
  const hash = createHash('sha1');
  const found = Buffer.alloc(HASH);
  let left = lengthOf(ciphertext) - HASH;
  for (const slice of slicesOf(ciphertext)) {
    const plain = decipher.update(slice);
    const hashed = plain.subarray(0, Math.max(0, left));
    hash.update(hashed);
    plain.copy(found, Math.max(0, -left), hashed.byteLength);
    left -= plain.byteLength;
    release(plain);
  }
  return timingSafeEqual(hash.digest(), found);
}

/** Over itself: what is decrypted stands before what is not yet. @returns the packets */
function decrypted(key: TriedKey, { packets, ciphertext }: SealedData): Uint8Array {
  const decipher = decipherOf(key);
  let at = 0;
  for (const slice of slicesOf(ciphertext)) {
    const plain = decipher?.update(slice) ?? new Uint8Array();
    const { byteLength } = plain;
    packets.set(plain, at);
    at += byteLength;
    release(plain);
  }
  return packets.subarray(PREFIX, at - SUFFIX);
}

/** RFC 9580 §5.13.1: from an IV of zeros. */
function decipherOf({ algorithm, data }: TriedKey): Decipher | null {
  const cipher = CIPHERS.get(algorithm);
  return cipher && data.byteLength === cipher.bytes
    ? createDecipheriv(cipher.name, data, Buffer.alloc(BLOCK))
    : null;
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** Each stands where the one before it stood. Some programs cut their data in pieces too small to be worth a slice. */
function* slicesOf(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  const slice = new Uint8Array(SLICE);
  let length = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.byteLength; ) {
      const part = piece.subarray(at, at + SLICE - length);
      slice.set(part, length);
      length += part.byteLength;
      at += part.byteLength;
      if (length === SLICE) {
        yield slice;
        length = 0;
      }
    }
  }
  yield slice.subarray(0, length);
}

/**
 * The message that some packets are. The library gets its literal data (RFC 9580 §5.9) without the data, which is made
 * one where it lies.
 * @param packets - overwritten
 * @throws where there is more, or less, than the library admits
 */
async function messageIn(
  packets: Uint8Array,
  parse: (packets: Uint8Array) => Promise<OpenPgpMessage>,
): Promise<OpenPgpMessage> {
  const pieces = wholePieces(packets);
  if (!pieces?.every(({ tag }) => isAllowed(tag))) throw new Error('Packet not allowed');
  const from = pieces.findIndex(({ tag }) => tag === LITERAL);
  const behind = pieces.findIndex(({ tag }, at) => at > from && tag !== LITERAL);
  const to = behind < 0 ? pieces.length : behind;
  const literal = pieces.slice(from, to);
  const others = [...pieces.slice(0, from), ...pieces.slice(to)];
  const [start] = literal;
  const header = 2 + (start?.value[1] ?? 0) + 4;
  const isPlain =
    literal.every(({ isFirst }, at) => isFirst === (at === 0)) &&
    others.every(({ tag, isFirst, isLast }) => tag !== LITERAL && isFirst && isLast);
  if (from < 0 || !start || !isPlain || start.value.byteLength < header) return parse(packets);
  const bare = [
    ...pieces.slice(0, from).map(packetOf),
    packet(LITERAL, start.value.subarray(0, header)),
    ...pieces.slice(to).map(packetOf),
  ];
  const message = await parse(new Uint8Array(Buffer.concat(bare)));
  for (const one of message.packets) {
    if (one instanceof LiteralDataPacket) filled(one, joinedInPlace(packets, literal).subarray(header));
  }
  return message;
}

/** What the library's types leave out. */
interface Fillable {
  readonly format: number;
  setBytes(bytes: Uint8Array, format: number): void;
}

function filled(packet: unknown, data: Uint8Array): void {
  const literal = packet as Fillable;
  literal.setBytes(data, literal.format);
}

/** Partial lengths (RFC 9580 §4.2.1.4) stand between the pieces. */
function joinedInPlace(packets: Uint8Array, pieces: readonly Piece[]): Uint8Array {
  const placeOf = ({ value }: Piece) => value.byteOffset - packets.byteOffset;
  const start = pieces[0] ? placeOf(pieces[0]) : 0;
  let at = start;
  for (const piece of pieces) {
    const place = placeOf(piece);
    packets.copyWithin(at, place, place + piece.value.byteLength);
    at += piece.value.byteLength;
  }
  return packets.subarray(start, at);
}
