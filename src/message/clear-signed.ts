/**
 * The cleartext signature framework, RFC 9580 §7: words between a head line and a signature, their dashes escaped.
 * What a person reads, and what exactly was signed.
 */

const BEGIN = '-----BEGIN PGP SIGNED MESSAGE-----';
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----';
const END = '-----END PGP SIGNATURE-----';

/** §7 allows Hash and nothing else; older programs write the others. Any other line here is somebody's words. */
const ARMOR_HEADER = /^(?:Hash|Charset|Version|Comment|NotDashEscaped):/;

/** RFC 9580 §6.2: headers, base64, a checksum, or nothing. */
const SIGNATURE_LINE = /^(?:[A-Za-z0-9+/=]*|(?:Version|Comment|Hash|Charset|MessageID):.*)$/;

/**
 * The words of a text without what signs them: head lines, armor headers and signatures gone, dash-escaping undone.
 * Words before, between and behind signed ones stay where they are: whether a signature covers them is no question of
 * what they say.
 * @param text - with LF or CRLF line ends
 * @returns the text itself where nothing in it is signed so
 */
export function withoutClearSigning(text: string): string {
  if (!text.includes(BEGIN)) return text;
  const kept: string[] = [];
  let state: 'outside' | 'head' | 'signed' | 'signature' = 'outside';
  let quote = '';
  for (const line of text.split(/\r?\n/)) {
    const start = line.indexOf(BEGIN);
    const bare = line.startsWith(quote) ? line.slice(quote.length) : line;
    if (start >= 0 && isQuote(line.slice(0, start)) && state !== 'signature') {
      quote = line.slice(0, start);
      state = 'head';
    } else if (state === 'head') {
      if (ARMOR_HEADER.test(bare)) continue;
      if (bare.trim() !== '') kept.push(withoutDashEscape(line, quote));
      state = 'signed';
    } else if (state === 'signed') {
      if (bare.startsWith(SIGNATURE)) state = 'signature';
      else kept.push(withoutDashEscape(line, quote));
    } else if (state === 'signature' && (SIGNATURE_LINE.test(bare.trim()) || bare.startsWith(END))) {
      if (bare.startsWith(END)) state = 'outside';
    } else {
      // A signature that breaks off must not take the words behind it.
      state = 'outside';
      kept.push(line);
    }
  }
  return kept.join('\n');
}

function isQuote(start: string): boolean {
  return /^[>\s]*$/.test(start);
}

/** §7.1: a dash and a space before every line that begins with a dash, and before any other that it pleased. */
function withoutDashEscape(line: string, quote: string): string {
  const bare = line.startsWith(quote) ? line.slice(quote.length) : line;
  return bare.startsWith('- ') ? line.slice(0, line.length - bare.length) + bare.slice(2) : line;
}

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
}

/**
 * Finds every clear-signed block in a text that can be checked: stricter than what is taken out of the words.
 * @param text - with LF or CRLF line ends
 * @returns null where there is none
 */
export function findClearSigned(text: string): ClearSignedText | null {
  if (!text.includes(BEGIN)) return null;
  const lines = text.split(/\r?\n/);
  // Where no block can end any more none is looked for, or a megabyte of beginnings would be read once for each.
  const lastEnd = lines.findLastIndex(line => line.trimEnd() === END);
  const blocks: ClearSignedBlock[] = [];
  let hasMore = false;
  for (let at = 0; at < lines.length; ) {
    const found = at < lastEnd && lines[at]?.trimEnd() === BEGIN ? blockAt(lines, at) : null;
    if (found) {
      blocks.push(found.block);
      at = found.next;
    } else {
      const line = lines[at] ?? '';
      hasMore ||= line.trim() !== '';
      at += 1;
    }
  }
  return blocks.length === 0 ? null : { blocks, hasMore };
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
  while (end < lines.length && lines[end]?.trimEnd() !== SIGNATURE) {
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
