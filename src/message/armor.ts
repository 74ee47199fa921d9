/**
 * Finding an OpenPGP message in text or in a file, in the shapes mail clients leave it. RFC 9580 §6.2 gives
 * the armor's form; quoting, indentation and non-breaking spaces are what clients do to it on the way.
 */

const BEGIN = '-----BEGIN PGP MESSAGE-----';
const END = '-----END PGP MESSAGE-----';

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
  let block: string[] | null = null;
  let quote = '';
  for (const line of text.split(/\r?\n/)) {
    const start: number = block ? -1 : line.indexOf(BEGIN);
    if (start >= 0) {
      quote = line.slice(0, start);
      block = [BEGIN];
      blocks.push(block);
    } else if (block) {
      const bare = straighten(line, quote);
      block.push(bare);
      if (bare.startsWith(END)) block = null;
    } else {
      outside.push(line);
    }
  }
  return { blocks: blocks.map(lines => lines.join('\n')), outside: outside.join('\n').trim() };
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
