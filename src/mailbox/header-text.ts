/**
 * Header bytes as text. Shared by the mailbox and the message stage, so that both read the same subject.
 */
import { isUtf8 } from 'node:buffer';

/**
 * Decodes line by line: UTF-8 where it is that (RFC 6532), else Latin-1, which older clients write unlabelled and
 * in which every byte is a character.
 * @param header - raw header lines
 */
export function headerText(header: Uint8Array): string {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf('\n', start) + 1 || bytes.length;
    const line = bytes.subarray(start, end);
    lines.push(line.toString(isUtf8(line) ? 'utf8' : 'latin1'));
    start = end;
  }
  return lines.join('');
}

/**
 * The values of every field of a name in a raw header, unfolded.
 * @param header - raw header lines
 * @param name - lower-case, of letters and hyphens
 */
export function fieldValues(header: Uint8Array, name: string): string[] {
  const unfolded = headerText(header).replace(/\r?\n(?=[ \t])/g, '');
  const field = new RegExp(`^${name}\\s*:`, 'i');
  return unfolded
    .split(/\r?\n/)
    .filter(line => field.test(line))
    .map(line => line.slice(line.indexOf(':') + 1).trim());
}

/** Bytes of header that are searched. */
const MAX_HEADER_BYTES = 1_048_576;

/**
 * The same of a whole message.
 * @param raw - the message as received
 */
export function messageFieldValues(raw: Uint8Array, name: string): string[] {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, MAX_HEADER_BYTES));
  const ends = [bytes.indexOf('\r\n\r\n'), bytes.indexOf('\n\n')].filter(end => end >= 0);
  return fieldValues(bytes.subarray(0, Math.min(...ends, bytes.length)), name);
}

/**
 * Whether a mailing list passed a mail on (RFC 2919), as a group in front of a shared mailbox does.
 * @param raw - the message as received
 */
export function cameByList(raw: Uint8Array): boolean {
  return messageFieldValues(raw, 'list-id').length > 0;
}
