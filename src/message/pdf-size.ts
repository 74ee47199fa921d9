/**
 * Whether the streams of a PDF inflate to no more than is read. pdf.js sets no limit of its own, and what it inflates
 * lies outside the heap that the reading thread is held to.
 */
import { constants, inflateRawSync } from 'node:zlib';
import { MAX_DOCUMENT_INFLATED_BYTES } from './limits.js';

/** Streams looked at; a page takes a handful. */
const MAX_STREAMS = 20_000;

/** ISO 32000-1 §7.4 lets filters be chained, so a bomb may lie in another. */
const MAX_CHAIN = 4;

/** Filters whose growth is not measured here, and encryption, behind which nothing can be measured. */
const UNMEASURED = /^\/(?:LZW|LZWDecode|RunLength|RunLengthDecode|Encrypt)$/;

/**
 * @param file - the whole PDF
 * @returns false too where it can't be told: an encrypted PDF, and one compressed with LZW or run lengths, which nobody
 *   writes any more
 */
export function inflatesWithin(file: Uint8Array): boolean {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (namesUnmeasured(bytes)) return false;
  const starts = streamStarts(bytes);
  if (starts === null) return false;
  let left = MAX_DOCUMENT_INFLATED_BYTES;
  for (const start of starts) {
    const inflated = inflatedSize(bytes.subarray(start), left, 0);
    if (inflated === null) return false;
    left -= inflated;
  }
  return true;
}

/** ISO 32000-1 §7.3.5: any character of a name may be written as its number. */
function namesUnmeasured(bytes: Buffer): boolean {
  const names = bytes.toString('latin1').match(/\/(?:[LRE]|#[0-9A-Fa-f]{2})[A-Za-z0-9#]{2,60}/g) ?? [];
  return names.some(name =>
    UNMEASURED.test(
      name.replace(/#([0-9A-Fa-f]{2})/g, (_all, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    ),
  );
}

/**
 * Where the data of streams may begin. §7.3.8.1: behind the line end that follows the keyword; pdf.js skips whatever
 * stands before it.
 * @returns null where there are more than are looked at
 */
function streamStarts(bytes: Buffer): Set<number> | null {
  const starts = new Set<number>();
  let lineEnd = -1;
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    // Looked for anew only behind the last one found, or a long line would cost its length for every keyword in it.
    if (lineEnd < at) lineEnd = nextLineEnd(bytes, at);
    starts.add(bytes[lineEnd] === 0x0d && bytes[lineEnd + 1] === 0x0a ? lineEnd + 2 : lineEnd + 1);
    if (starts.size > MAX_STREAMS) return null;
  }
  return starts;
}

function nextLineEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at += 1;
  return at;
}

/** Bytes a stream inflates to, and those inside it again; 0 where it is not compressed, null for what is not measured. */
function inflatedSize(data: Buffer, left: number, chain: number): number | null {
  if (!isDeflated(data)) return 0;
  if (chain === MAX_CHAIN || left <= 0) return null;
  try {
    // Without the two bytes of the header: pdf.js is laxer about them than zlib.
    const inflated = inflateRawSync(data.subarray(2), {
      maxOutputLength: left,
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    if (namesUnmeasured(inflated)) return null;
    const inner = inflatedSize(inflated, left - inflated.length, chain + 1);
    return inner === null ? null : inflated.length + inner;
  } catch {
    return null;
  }
}

/** RFC 1950 §2.2: method 8, a check of the two bytes, and no preset dictionary. */
function isDeflated(data: Buffer): boolean {
  const [method = 0, flags = 0] = data;
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0 && (flags & 0x20) === 0;
}
