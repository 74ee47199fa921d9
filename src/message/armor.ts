/**
 * Finding an OpenPGP message in text or in a file, in the shapes mail clients leave it. RFC 9580 §6.2 gives
 * the armor's form; quoting, indentation and non-breaking spaces are what clients do to it on the way.
 */

const BEGIN = '-----BEGIN PGP MESSAGE-----';
const END = '-----END PGP MESSAGE-----';

/** RFC 9580 §6.2: base64, a checksum, or nothing, where a client put blank lines between. */
const ARMOR_LINE = /^[A-Za-z0-9+/=]*$/;
const ARMOR_HEADER = /^[A-Za-z-]+:/;
/** The shortest encrypted message takes a full line. */
const ARMOR_DATA = /^[A-Za-z0-9+/=]{24,}$/;

/** RFC 9580 §6.2 has 76 characters at most; a longer line is none that escapes were left in. */
const MAX_ARMOR_LINE = 200;

/** An armored message and the text around it. */
export interface ArmoredText {
  /** One armored message a block, straightened; without an END line where the text breaks off. */
  readonly blocks: readonly string[];
  /** What stands outside the blocks: never encrypted, and never to be taken for part of them. */
  readonly outside: string;
}

/**
 * Finds every armored message in a text.
 * @param text - a decoded text part, with LF or CRLF line ends
 * @returns null where there is none
 */
export function findArmor(text: string): ArmoredText | null {
  if (!visibleSpaces(text).includes(BEGIN)) return null;
  const blocks: (readonly string[])[] = [];
  const outside: string[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const start = visibleSpaces(line).indexOf(BEGIN);
    const block = start < 0 ? null : (blockWithin(line, start) ?? blockAt(lines, at, line.slice(0, start)));
    if (block) blocks.push(block.lines);
    else outside.push(line);
    at += block?.taken ?? 1;
  }
  if (blocks.length === 0) return null;
  return { blocks: blocks.map(block => block.join('\n')), outside: outside.join('\n').trim() };
}

interface Block {
  /** Straightened. */
  readonly lines: readonly string[];
  /** Lines of the text. */
  readonly taken: number;
}

/**
 * The block that opens on a line: to its END line, or to the first line that no armor can hold.
 * @returns null where only the words stand, as a report may quote them
 */
function blockAt(lines: readonly string[], from: number, quote: string): Block | null {
  const block = [BEGIN];
  let hasData = false;
  for (let at = from + 1; at < lines.length; at += 1) {
    const bare = straighten(lines[at] ?? '', quote);
    if (bare.startsWith(END)) return hasData ? { lines: [...block, END], taken: at + 1 - from } : null;
    if (!ARMOR_LINE.test(bare) && (hasData || !ARMOR_HEADER.test(bare))) break;
    // Quoted otherwise than this one it looks like a header line, and every one of a million would be read from.
    if (bare.includes(BEGIN)) break;
    if (!hasData && ARMOR_DATA.test(bare)) {
      hasData = true;
      // RFC 9580 §6.2 has a blank line before the data, which webmail and HTML drop.
      if (!block.includes('')) block.push('');
    }
    block.push(bare);
  }
  return hasData ? { lines: block, taken: block.length } : null;
}

/** A whole message on one line, as HTML makes of lines that nobody marked as lines. Its header lines are lost in it. */
function blockWithin(line: string, start: number): Block | null {
  const end = line.indexOf(END, start);
  if (end < 0) return null;
  const words = visibleSpaces(line.slice(start + BEGIN.length, end)).split(' ');
  const data = words.slice(words.findIndex(word => ARMOR_DATA.test(word))).filter(word => word !== '');
  if (!data.every(word => ARMOR_LINE.test(word)) || !data.some(word => ARMOR_DATA.test(word))) return null;
  return { lines: [BEGIN, '', ...data.map(withoutEscapes), END], taken: 1 };
}

/** Takes off what stood before the BEGIN line, and the white space that may not end an armor line. */
function straighten(line: string, quote: string): string {
  const visible = visibleSpaces(line);
  const unquoted = visible.startsWith(quote) ? visible.slice(quote.length) : visible.replace(/^[>\s]+/, '');
  return withoutEscapes(unquoted.trim());
}

function visibleSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

/**
 * RFC 2045 §6.7 escapes that nobody decoded: white space at a line's end, the checksum's and the padding's `=`.
 * None of them is base64.
 */
function withoutEscapes(line: string): string {
  if (line.length > MAX_ARMOR_LINE || !line.includes('=')) return line;
  const bare = line.replace(/(?:=(?:20|09|A0|C2=A0))+$/, '');
  return bare
    .replace(/^=3D(?=[A-Za-z0-9+/]{4}$)/, '=')
    .replace(/(?:=3D){1,2}$/, end => (end.length > 3 ? '==' : '='));
}

/**
 * Whether a file is an encrypted OpenPGP message, armored or binary. Keys and signatures are not.
 * @param file - the decoded bytes
 */
export function isOpenPgpMessage(file: Buffer): boolean {
  if (file.length < 16) return false;
  const tag = packetTag(file[0] ?? 0);
  if (tag !== null) return MESSAGE_TAGS.has(tag);
  return file.subarray(0, 4096).toString('latin1').includes(BEGIN);
}

/**
 * Whether a file may be an OpenPGP message that is signed or compressed and not encrypted, in packets. Bytes of any
 * other format may look the same: only parsing tells.
 * @param file - the decoded bytes
 */
export function mayBeSignedMessage(file: Buffer): boolean {
  return file.length >= 16 && SIGNED_TAGS.has(packetTag(file[0] ?? 0) ?? 0);
}

/** RFC 9580 §10.3: what an encrypted message may begin with (1, 3), with a marker (10) or bare (9, 18, 20). */
const MESSAGE_TAGS = new Set([1, 3, 9, 10, 18, 20]);

/** RFC 9580 §10.3: a one-pass signature (4) or compressed data (8). */
const SIGNED_TAGS = new Set([4, 8]);

/** RFC 9580 §4.2: bit 7 of a packet's first byte is always set; bit 6 tells the new form from the legacy one. */
function packetTag(first: number): number | null {
  if ((first & 0x80) === 0) return null;
  return (first & 0x40) !== 0 ? first & 0x3f : (first & 0x3c) >> 2;
}
