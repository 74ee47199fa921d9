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
