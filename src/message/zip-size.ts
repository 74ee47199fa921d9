/**
 * Whether a zip archive inflates to no more than is read. The sizes in an archive's directory are its maker's word
 * for it, so every file is inflated once against the limit before a library does so without one.
 */
import { inflateRawSync } from 'node:zlib';
import { MAX_DOCUMENT_INFLATED_BYTES } from './limits.js';

/** Files in one archive; Word writes some dozens. */
const MAX_FILES = 2000;

/** PKWARE APPNOTE §4.3: the signatures and fixed lengths of the records. */
const END = { signature: 0x06054b50, length: 22 } as const;
const ENTRY = { signature: 0x02014b50, length: 46 } as const;
const LOCAL = { signature: 0x04034b50, length: 30 } as const;

const STORED = 0;
const DEFLATED = 8;

/**
 * @param archive - the whole file
 * @returns false too where the archive is not of the plainest form, so that no two readings of it can differ: no
 *   comment, no encryption, nothing before or behind it, no other compression
 */
export function unzipsWithin(archive: Uint8Array): boolean {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = bytes.length - END.length;
  if (end < 0 || bytes.readUInt32LE(end) !== END.signature) return false;
  const size = bytes.readUInt32LE(end + 12);
  let at = bytes.readUInt32LE(end + 16);
  if (at + size !== end) return false;
  let left = MAX_DOCUMENT_INFLATED_BYTES;
  for (let files = 0; at < end; files += 1) {
    if (files === MAX_FILES || at + ENTRY.length > end || bytes.readUInt32LE(at) !== ENTRY.signature)
      return false;
    const inflated = inflatedSize(bytes, at, left);
    if (inflated === null) return false;
    left -= inflated;
    at +=
      ENTRY.length + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return at === end;
}

/** Of the file that a directory entry names; null where that is more than is left, or can't be told. */
function inflatedSize(bytes: Buffer, entry: number, left: number): number | null {
  const method = bytes.readUInt16LE(entry + 10);
  const compressed = bytes.readUInt32LE(entry + 20);
  const local = bytes.readUInt32LE(entry + 42);
  if (local + LOCAL.length > entry || bytes.readUInt32LE(local) !== LOCAL.signature) return null;
  const start = local + LOCAL.length + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (start + compressed > entry) return null;
  if (method === STORED) return compressed <= left ? compressed : null;
  if (method !== DEFLATED) return null;
  try {
    return inflateRawSync(bytes.subarray(start, start + compressed), { maxOutputLength: Math.max(left, 1) })
      .length;
  } catch {
    return null;
  }
}
