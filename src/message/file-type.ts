/**
 * What a file is, where the mail does not say or says only that it is bytes: by its first bytes, else by its name.
 */
import libmime from 'libmime';

/** First bytes, hexadecimal, of what reporters send. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['255044462d', 'application/pdf'],
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['474946383761', 'image/gif'],
  ['474946383961', 'image/gif'],
  ['1f8b', 'application/gzip'],
  ['377abcaf271c', 'application/x-7z-compressed'],
  ['526172211a07', 'application/vnd.rar'],
  ['fd377a585a00', 'application/x-xz'],
  ['d0cf11e0a1b11ae1', 'application/x-ole-storage'],
];

/** A .docx or .jar is a zip archive, and its name says more than its first bytes. */
const ZIP = '504b0304';

const UNKNOWN = 'application/octet-stream';

/**
 * The type that a file's first bytes tell, which no text begins with.
 * @param bytes - the whole file
 */
export function signatureType(bytes: Uint8Array): string | null {
  const start = startOf(bytes);
  return SIGNATURES.find(([signature]) => start.startsWith(signature))?.[1] ?? null;
}

/**
 * @param bytes - the whole file
 * @param filename - as the mail gives it, or null
 * @param declared - lower-case media type, or null
 * @returns the declared type, unless it says nothing
 */
export function fileType(bytes: Uint8Array, filename: string | null, declared: string | null): string {
  if (declared !== null && declared !== UNKNOWN && declared.includes('/')) return declared;
  const known = signatureType(bytes);
  if (known !== null) return known;
  return namedType(filename) ?? (startOf(bytes).startsWith(ZIP) ? 'application/zip' : UNKNOWN);
}

/**
 * What a file is by its name.
 * @returns null where the name says nothing of it
 */
export function namedType(filename: string | null): string | null {
  const named = filename?.includes('.') ? libmime.detectMimeType(filename) : UNKNOWN;
  return named === UNKNOWN ? null : named;
}

function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 8)).toString('hex');
}
