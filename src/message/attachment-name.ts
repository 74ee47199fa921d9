/**
 * The names that files come under. In a mail a name is data: it is kept as it was given and never opened as a path.
 * Made safe it may name a file on any disk.
 */
import { MAX_FILE_NAME_LENGTH } from './limits.js';
import { singleLine } from './printable.js';

/** Of UTF-8, below the 255 bytes of common file systems with room for a directory's own suffixes. */
const MAX_SAFE_BYTES = 200;

/** Longer ones are no extension. */
const MAX_EXTENSION_BYTES = 20;

/** What separates directories, drives and streams, and what shells and Windows refuse. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\\/:*?"<>|]/g;

/** Direction marks turn `gpj.exe` round for the eye; the others are not seen at all. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|[\u2028\u2029]/gu;

/** Device names of Windows, with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * A name as a mail gives it: one line of at most 255 characters, otherwise unchanged, `../` and direction marks and
 * all, because it is evidence. Whoever shows it escapes it for that place.
 * @param name - decoded
 * @returns null where nothing is left
 */
export function attachmentName(name: string): string | null {
  const line = singleLine(name.slice(0, 4 * MAX_FILE_NAME_LENGTH));
  return line.slice(0, MAX_FILE_NAME_LENGTH).toWellFormed() || null;
}

/**
 * A name that is safe to save under on any disk: no directory, no control or direction character, no leading dot or
 * dash, nothing that Windows reserves, at most 200 bytes of UTF-8 with the extension kept.
 * @param name - as the mail gives it, or null
 * @param position - of the file in its mail, from 1: stands in front, so that no two files of a mail get one name
 * @returns never empty
 */
export function safeFileName(name: string | null, position: number): string {
  const visible = (name ?? '').toWellFormed().normalize('NFC').replace(INVISIBLE, '').replace(UNSAFE, '_');
  const bare = visible.trim().replace(/^[.\-_\s]+/, '');
  const kept = withoutTrailing(bare) || 'attachment';
  const number = String(position).padStart(2, '0');
  return `${number}-${cut(RESERVED.test(kept) ? `_${kept}` : kept, MAX_SAFE_BYTES - number.length - 1)}`;
}

function cut(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot) : '';
  const kept = Buffer.byteLength(extension) <= MAX_EXTENSION_BYTES ? extension : '';
  const stem = name.slice(0, name.length - kept.length);
  const { read } = new TextEncoder().encodeInto(stem, new Uint8Array(bytes - Buffer.byteLength(kept)));
  return withoutTrailing(stem.slice(0, read)) + kept;
}

/** Windows drops dots and spaces at the end, so that two names become one. */
function withoutTrailing(name: string): string {
  let end = name.length;
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end -= 1;
  return name.slice(0, end);
}
