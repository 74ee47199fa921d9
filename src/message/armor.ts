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
  if (!text.includes(BEGIN)) return null;
  const blocks: string[][] = [];
  const outside: string[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const start = line.indexOf(BEGIN);
    const block = start < 0 ? null : blockAt(lines, at, line.slice(0, start));
    if (block) blocks.push(block);
    else outside.push(line);
    at += block?.length ?? 1;
  }
  if (blocks.length === 0) return null;
  return { blocks: blocks.map(block => block.join('\n')), outside: outside.join('\n').trim() };
}

/**
 * The block that opens on a line: to its END line, or to the first line that no armor can hold.
 * @returns one straightened line for every line taken; null where only the words stand, as a report may quote them
 */
function blockAt(lines: readonly string[], from: number, quote: string): string[] | null {
  const block = [BEGIN];
  let hasData = false;
  for (let at = from + 1; at < lines.length; at += 1) {
    const bare = straighten(lines[at] ?? '', quote);
    if (bare.startsWith(END)) return hasData ? [...block, bare] : null;
    if (!ARMOR_LINE.test(bare) && (hasData || !ARMOR_HEADER.test(bare))) break;
    hasData ||= ARMOR_DATA.test(bare);
    block.push(bare);
  }
  return hasData ? block : null;
}

/** Takes off what stood before the BEGIN line, and the white space that may not end an armor line. */
function straighten(line: string, quote: string): string {
  const visible = line.replaceAll('\u00a0', ' ');
  const unquoted = visible.startsWith(quote) ? visible.slice(quote.length) : visible.replace(/^[>\s]+/, '');
  return unquoted.trim();
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

/** RFC 9580 §10.3: what an encrypted message may begin with (1, 3), with a marker (10) or bare (9, 18, 20). */
const MESSAGE_TAGS = new Set([1, 3, 9, 10, 18, 20]);

/** RFC 9580 §4.2: bit 7 of a packet's first byte is always set; bit 6 tells the new form from the legacy one. */
function packetTag(first: number): number | null {
  if ((first & 0x80) === 0) return null;
  return (first & 0x40) !== 0 ? first & 0x3f : (first & 0x3c) >> 2;
}
