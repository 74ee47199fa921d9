/**
 * Clear-signed text (RFC 9580 §7): finding it, what exactly was signed, and the text without the armor around it.
 */

import type { TextBody } from './message.js';

const BEGIN = '-----BEGIN PGP SIGNED MESSAGE-----';
const BEGIN_SIGNATURE = '-----BEGIN PGP SIGNATURE-----';
const END = '-----END PGP SIGNATURE-----';

export interface ClearSignedBlock {
  /** As it was written, without dash-escaping; LF line ends. */
  readonly text: string;
  /** As it was signed: without white space at line ends, CRLF between lines and none at the end (§7.1, §7.2). */
  readonly signed: string;
  /** Armored. */
  readonly signature: string;
}

export interface ClearSignedText {
  readonly blocks: readonly ClearSignedBlock[];
  /** Whether anything but white space stands outside the blocks. */
  readonly hasMore: boolean;
  /** The whole text in its order, each block as its text alone. */
  readonly plain: string;
}

/**
 * Finds every clear-signed block in a text.
 * @param text - with LF or CRLF line ends
 * @returns null where there is none
 */
export function findClearSigned(text: string): ClearSignedText | null {
  if (!text.includes(BEGIN)) return null;
  const lines = text.split(/\r?\n/);
  const blocks: ClearSignedBlock[] = [];
  const plain: string[] = [];
  let hasMore = false;
  for (let at = 0; at < lines.length; ) {
    const found = lines[at]?.trimEnd() === BEGIN ? blockAt(lines, at) : null;
    if (found) {
      blocks.push(found.block);
      plain.push(found.block.text);
      at = found.next;
    } else {
      const line = lines[at] ?? '';
      hasMore ||= line.trim() !== '';
      plain.push(line);
      at += 1;
    }
  }
  return blocks.length === 0 ? null : { blocks, hasMore, plain: plain.join('\n') };
}

/** A body as a person reads it; whether the signature is good is said elsewhere. */
export function withoutClearSigning(body: TextBody): TextBody {
  const found = findClearSigned(body.text);
  return found ? { ...body, text: found.plain } : body;
}

/** @returns null where the lines from here on are no whole block of the form that §7 gives */
function blockAt(
  lines: readonly string[],
  from: number,
): { readonly block: ClearSignedBlock; readonly next: number } | null {
  let at = from + 1;
  // CVE-2023-41037: any other line up here would be shown as signed and is not.
  while (lines[at]?.startsWith('Hash: ')) at += 1;
  if (lines[at]?.trim() !== '') return null;
  const begin = at + 1;
  let end = begin;
  while (end < lines.length && lines[end]?.trimEnd() !== BEGIN_SIGNATURE) {
    // §7.1: every line of the text that begins with a dash is escaped.
    if (lines[end]?.trimEnd() === BEGIN) return null;
    end += 1;
  }
  let last = end;
  while (last < lines.length && lines[last]?.trimEnd() !== END) last += 1;
  if (last >= lines.length) return null;
  const written = lines.slice(begin, end).map(line => (line.startsWith('- ') ? line.slice(2) : line));
  return {
    block: {
      text: written.join('\n'),
      signed: written.map(withoutTrailingBlanks).join('\r\n'),
      signature: lines.slice(end, last + 1).join('\n'),
    },
    next: last + 1,
  };
}

/** Linear, where a regular expression anchored at the end would not be. */
function withoutTrailingBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t\r'.includes(line[end - 1] ?? '')) end -= 1;
  return line.slice(0, end);
}
