/**
 * The words and files of one entity, by mailparser. Never mixes origins: the caller says where the entity
 * came from, and everything found in it carries that.
 */
import { type Attachment as ParsedAttachment, type ParsedMail, simpleParser } from 'mailparser';
import { MAX_HEADER_BYTES, MAX_HTML_LENGTH, MAX_PARTS, MAX_TEXT_FILE_BYTES } from './limits.js';
import type { Attachment, Origin, TextBody } from './message.js';
import { manyLines, singleLine } from './printable.js';

export interface Content {
  readonly bodies: readonly TextBody[];
  readonly attachments: readonly Attachment[];
}

/** Parts that carry OpenPGP's own machinery rather than anything a person attached. */
const MACHINERY = new Set(['application/pgp-encrypted', 'application/pgp-signature']);

const TEXT_FILE = /\.(?:txt|text|md|markdown|log)$/i;

/**
 * Reads an entity to the end.
 * @param entity - header and body
 * @param origin - whether the entity came out of decryption
 * @throws what mailparser throws for an entity beyond its limits
 */
export async function readContent(entity: Uint8Array, origin: Origin): Promise<Content> {
  const parsed = await simpleParser(Buffer.from(entity.buffer, entity.byteOffset, entity.byteLength), {
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
    keepCidLinks: true,
    keepDeliveryStatus: true,
    checksumAlgo: false,
    maxHtmlLengthToParse: MAX_HTML_LENGTH,
    maxHeadSize: MAX_HEADER_BYTES,
    maxChildNodes: MAX_PARTS,
  });
  const attachments = parsed.attachments.filter(part => !MACHINERY.has(part.contentType));
  return {
    bodies: [...mainText(parsed, origin), ...attachments.flatMap(part => textFile(part, origin))],
    attachments: attachments.map(part => ({
      origin,
      filename: part.filename ? singleLine(part.filename) : null,
      contentType: part.contentType,
      content: part.content,
    })),
  };
}

/**
 * A file that came out of decryption, as words where it holds words.
 * @returns the text, or null where the bytes are not text
 */
export function asText(bytes: Uint8Array, charset: string | null): string | null {
  if (bytes.byteLength > MAX_TEXT_FILE_BYTES || bytes.includes(0)) return null;
  try {
    return manyLines(new TextDecoder(charset ?? 'utf-8', { fatal: true }).decode(bytes));
  } catch {
    // RFC 9580 §5.9.1 asks for UTF-8 in text; older clients write Latin-1, in which every byte is a character.
    const text = new TextDecoder('latin1').decode(bytes);
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : manyLines(text);
  }
}

function mainText(parsed: ParsedMail, origin: Origin): TextBody[] {
  if (!parsed.text?.trim()) return [];
  const kind = parsed.html && !hasPlainText(parsed) ? 'html' : 'plain';
  return [{ origin, kind, text: manyLines(parsed.text), filename: null }];
}

/** mailparser makes `text` from HTML only where the mail has no text/plain of its own. */
function hasPlainText(parsed: ParsedMail): boolean {
  const type = parsed.headers.get('content-type');
  const root = typeof type === 'object' && 'value' in type ? type.value : 'text/plain';
  return root !== 'text/html';
}

function textFile(part: ParsedAttachment, origin: Origin): TextBody[] {
  const named = part.filename ? TEXT_FILE.test(part.filename) : false;
  if (!named && part.contentType !== 'text/plain' && part.contentType !== 'text/markdown') return [];
  const charset = charsetOf(part.headers.get('content-type'));
  const text = asText(part.content, charset);
  if (text === null) return [];
  return [{ origin, kind: 'attachment', text, filename: part.filename ? singleLine(part.filename) : null }];
}

function charsetOf(type: unknown): string | null {
  if (typeof type !== 'object' || type === null || !('params' in type)) return null;
  const { params } = type;
  if (typeof params !== 'object' || params === null || !('charset' in params)) return null;
  return typeof params.charset === 'string' ? params.charset : null;
}
