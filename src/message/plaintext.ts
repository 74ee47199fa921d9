/**
 * What came out of one OpenPGP message, as an entity: a MIME entity as it stands, words as a text part, anything else
 * as a file. What is inside is then read by the same rules as what is outside.
 */
import { isOpenPgpMessage, mayBeSignedMessage } from './armor.js';
import { decodeText } from './charset.js';
import { fileType, signatureType } from './file-type.js';
import { MAX_TEXT_FILE_BYTES } from './limits.js';
import { type Part, splitParts } from './mime-tree.js';
import type { OpenPgpPart } from './openpgp-parts.js';

export type Plaintext =
  | { readonly kind: 'entity'; readonly root: Part }
  | { readonly kind: 'words'; readonly root: Part }
  | { readonly kind: 'file'; readonly root: Part };

/** Fields that open an entity, RFC 2045 §3 and RFC 5322 §3.6. */
const ENTITY_FIELD =
  /^(?:content-[a-z-]+|mime-version|from|to|cc|subject|date|message-id|received|return-path|hp-outer):/i;

/**
 * @param part - the OpenPGP message
 * @param bytes - what came out of it
 * @param mayOverwrite - whether nothing is signed that they are
 * @returns a file where the bytes look like an entity and break the parser: to throw here would make the verdict
 *   depend on whether the mail opened
 */
export async function readPlaintext(
  part: OpenPgpPart,
  bytes: Uint8Array,
  mayOverwrite: boolean,
): Promise<Plaintext> {
  const filename = part.filename?.replace(/\.(?:asc|pgp|gpg)$/i, '') || null;
  const file = (): Plaintext => {
    const type = fileType(bytes, filename, null);
    return { kind: 'file', root: leaf(bytes, { type, filename, disposition: 'attachment' }) };
  };
  if (opensEntity(bytes, part.form === 'pgp-mime')) {
    return splitParts(bytes, mayOverwrite).then(root => ({ kind: 'entity', root }), file);
  }
  if (isPackets(bytes)) {
    // Encrypted or signed once more, under the same name.
    const again = { type: 'application/pgp', filename: part.filename, disposition: 'attachment' } as const;
    return { kind: 'file', root: leaf(bytes, again) };
  }
  const charset = typeof part.source === 'string' ? armorCharset(part.source) : null;
  if (signatureType(bytes) !== null || !isText(bytes, charset)) return file();
  const type = wordsType(bytes, filename);
  return { kind: 'words', root: leaf(bytes, { type, filename, disposition: null }, charset) };
}

function isPackets(bytes: Uint8Array): boolean {
  const start = asBuffer(bytes);
  return (start[0] ?? 0) >= 0x80 && (isOpenPgpMessage(start) || mayBeSignedMessage(start));
}

/**
 * Whether bytes are words.
 * @param charset - as declared, or null
 */
export function isText(bytes: Uint8Array, charset: string | null): boolean {
  if (bytes.byteLength > MAX_TEXT_FILE_BYTES) return false;
  return !/[\u0000-\u0006\u000e-\u001a\u001c-\u001f]/.test(decodeText(bytes, charset));
}

/**
 * RFC 2045 §3: an entity opens with header fields. PGP/MIME promises one, so any known field is believed there;
 * elsewhere Content-Type has to stand among them, because "Subject: …" is how people begin a text, too.
 */
function opensEntity(bytes: Uint8Array, isPromised: boolean): boolean {
  const start = asBuffer(bytes).subarray(0, 16_384).toString('latin1');
  if (isPromised && /^\r?\n/.test(start)) return true;
  const lines = start.split(/\r?\n/);
  const blank = lines.indexOf('');
  const header = blank < 0 ? lines.slice(0, -1) : lines.slice(0, blank);
  const areFields = header.every(
    (line, at) => /^[!-9;-~]{1,76}[ \t]*:/.test(line) || (at > 0 && /^[ \t]/.test(line)),
  );
  const wanted = isPromised ? ENTITY_FIELD : /^content-type:[ \t]*\w+\/\w/i;
  return areFields && header.some(line => wanted.test(line));
}

/** RFC 4880 §6.2; RFC 9580 has text be UTF-8. */
function armorCharset(armored: string): string | null {
  const header = armored.slice(0, armored.indexOf('\n\n'));
  return /^Charset:[ \t]*([!-~]{1,40})[ \t]*$/m.exec(header)?.[1] ?? null;
}

function wordsType(bytes: Uint8Array, filename: string | null): string {
  const start = asBuffer(bytes).subarray(0, 200).toString('latin1');
  if (/^\s*(?:<!doctype html|<html)\b/i.test(start)) return 'text/html';
  return filename !== null && /\.(?:md|markdown)$/i.test(filename) ? 'text/markdown' : 'text/plain';
}

function leaf(
  bytes: Uint8Array,
  is: Pick<Part, 'type' | 'filename' | 'disposition'>,
  charset: string | null = null,
): Part {
  return {
    ...is,
    parameters: new Map(charset === null ? [] : [['charset', charset]]),
    boundary: null,
    header: Buffer.alloc(0),
    children: [],
    body: asBuffer(bytes),
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
