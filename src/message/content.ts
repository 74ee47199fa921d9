/**
 * The words and files of one entity, by mailparser. Never mixes origins: the caller says where the entity
 * came from, and everything found in it carries that.
 */
import {
  type HeaderValue,
  type Attachment as ParsedAttachment,
  type ParsedMail,
  type StructuredHeader,
  simpleParser,
} from 'mailparser';
import { textOfHtml } from './html.js';
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
  const attachments = parsed.attachments.filter(part => !MACHINERY.has(declaredType(part)));
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

/** HTML counts where there is no text/plain, which mailparser sees to only where the whole mail is one HTML part. */
function mainText(parsed: ParsedMail, origin: Origin): TextBody[] {
  const plain = typed(parsed.headers.get('content-type'))?.value === 'text/html' ? '' : (parsed.text ?? '');
  if (plain.trim()) return [{ origin, kind: 'plain', text: manyLines(plain), filename: null }];
  const text = parsed.html ? textOfHtml(parsed.html) : '';
  return text.trim() ? [{ origin, kind: 'html', text: manyLines(text), filename: null }] : [];
}

/** What the part says it is: mailparser goes by the file's name, and takes every .pgp file for a signature. */
function declaredType(part: ParsedAttachment): string {
  return typed(part.headers.get('content-type'))?.value ?? part.contentType;
}

function textFile(part: ParsedAttachment, origin: Origin): TextBody[] {
  const named = part.filename ? TEXT_FILE.test(part.filename) : false;
  if (!named && part.contentType !== 'text/plain' && part.contentType !== 'text/markdown') return [];
  const charset = typed(part.headers.get('content-type'))?.params.charset ?? null;
  const text = asText(part.content, charset);
  if (text === null) return [];
  return [{ origin, kind: 'attachment', text, filename: part.filename ? singleLine(part.filename) : null }];
}

/** A field that mailparser took apart, such as Content-Type. */
function typed(field: HeaderValue | undefined): StructuredHeader | null {
  return typeof field === 'object' && 'params' in field && 'value' in field
    ? (field as StructuredHeader)
    : null;
}
