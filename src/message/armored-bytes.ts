/**
 * Taking the armor off a message that is nothing but armor, from bytes to bytes: as a string, cut into lines and joined
 * again, fifty megabytes take two hundred and fifty.
 */

/** What programs write into an armor's header and nobody needs; a Charset is for who reads the armor as text. */
const HEAD =
  /^[ \t\r\n]*-----BEGIN PGP MESSAGE-----[ \t]*\r?\n(?:(?:Version|Comment): [^\r\n]*\r?\n)*[ \t]*\r?\n/;
const TAIL = /\r?\n(?:=[A-Za-z0-9+/]{4}[ \t]*\r?\n)?-----END PGP MESSAGE-----[ \t\r\n]*$/;

/** Bytes in which the armor's header, and its end, have to stand. */
const MAX_FRAME = 4096;

/** Bytes decoded at a time. */
const SLAB = 65_536;

const BASE64_LINES = /^[A-Za-z0-9+/\r\n]*$/;
const LAST_LINES = /^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/;

/** Bytes; fewer are no message. */
const LEAST = 18;

/**
 * The packets under an armor (RFC 9580 §6.2) that every reader takes off alike.
 * @param file - the decoded bytes of a part
 * @param mayOverwrite - whether the packets may be put in the place of the armor
 * @returns null where anything is unusual, as clients and gateways leave it: `armor.ts` straightens that
 */
export function packetsUnderArmor(file: Buffer, mayOverwrite = false): Uint8Array | null {
  const head = HEAD.exec(file.toString('latin1', 0, MAX_FRAME));
  const tail = TAIL.exec(file.toString('latin1', Math.max(0, file.length - MAX_FRAME)));
  if (!head || !tail) return null;
  const from = head[0].length;
  const to = file.length - tail[0].length;
  const characters = to > from ? usualCharacters(file.subarray(from, to)) : 0;
  if (characters === 0 || characters % 4 > 0 || (characters * 3) / 4 < LEAST) return null;
  // What is written stands before what is still to be read.
  const packets = mayOverwrite ? file : Buffer.allocUnsafeSlow((characters * 3) / 4);
  let length = 0;
  let rest = '';
  for (const text of slabs(file.subarray(from, to))) {
    const base64 = rest + text.replace(LINE_ENDS, '');
    const whole = base64.length - (base64.length % 4);
    length += packets.write(base64.slice(0, whole), length, 'base64');
    rest = base64.slice(whole);
  }
  return new Uint8Array(packets.buffer, packets.byteOffset, length);
}

const LINE_ENDS = /[\r\n]+/g;

/** How many characters of base64 there are; 0 where there is anything else among them. */
function usualCharacters(lines: Buffer): number {
  let characters = 0;
  let left = lines.length;
  for (const text of slabs(lines)) {
    left -= text.length;
    if (!(left === 0 ? LAST_LINES : BASE64_LINES).test(text)) return 0;
    characters += text.replace(LINE_ENDS, '').length;
  }
  return characters;
}

function* slabs(lines: Buffer): Generator<string> {
  for (let at = 0; at < lines.length; at += SLAB) yield lines.toString('latin1', at, at + SLAB);
}
