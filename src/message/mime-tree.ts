/**
 * The MIME structure of an entity, with each leaf's decoded bytes: what is judged, decrypted and read are the same
 * parts, found by one parser (a parser differential would let an attacker show one text to us and another to the
 * engineer).
 */
import { once } from 'node:events';
import { type MimeNode, Splitter, type SplitterChunk } from '@zone-eu/mailsplit';
import libmime from 'libmime';
import { release } from '../release.js';
import { attachmentName } from './attachment-name.js';
import { MAX_HEADER_BYTES, MAX_HEADERS_BYTES, MAX_PARTS } from './limits.js';
import { lostBoundary } from './lost-boundary.js';
import { singleLine } from './printable.js';

/** Characters; RFC 6838 §4.2 has no media type longer than this. */
const MAX_TYPE_LENGTH = 255;

/** One MIME entity, RFC 2045 §2.4. */
export interface Part {
  /** Lower-case media type, `text/plain` where none is given. */
  readonly type: string;
  /** Of Content-Type; names are lower-case. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Of a multipart (RFC 2046 §5.1.1), as the library split by it. */
  readonly boundary: string | null;
  readonly filename: string | null;
  /** `inline`, `attachment` or whatever else stands there, lower-case; null where nothing does. */
  readonly disposition: string | null;
  /** The header fields as they stand, with the blank line that ends them. */
  readonly header: Buffer;
  readonly children: readonly Part[];
  /** The body with its transfer encoding removed; empty for a multipart that has parts. */
  readonly body: Buffer;
}

/** Takes a part its body, where other things are put in its place. */
export function withoutBody(part: Part): void {
  Object.assign(part, { body: Buffer.alloc(0) });
}

interface GrowingPart extends Omit<Part, 'children' | 'body'> {
  readonly node: MimeNode;
  readonly children: GrowingPart[];
  readonly encoded: Buffer[];
}

/**
 * Splits an entity into its parts. A message/rfc822 is a leaf: `forwarded.ts` takes it apart.
 * @param entity - header and body
 * @param mayOverwrite - whether what a part decodes to may be put in its place in the entity
 * @returns the root part
 * @throws where the entity has more parts or a longer header than `limits.ts` allows
 */
export async function splitParts(entity: Uint8Array, mayOverwrite = false): Promise<Part> {
  const bytes = Buffer.from(entity.buffer, entity.byteOffset, entity.byteLength);
  const root = await split(bytes, mayOverwrite);
  return withFoundBoundary(root);
}

async function split(entity: Buffer, mayOverwrite: boolean): Promise<Part> {
  const splitter = new Splitter({
    maxHeadSize: MAX_HEADER_BYTES,
    maxChildNodes: MAX_PARTS,
    ignoreEmbedded: true,
  });
  splitter.end(entity);
  const parts = new Map<MimeNode, GrowingPart>();
  let root: GrowingPart | null = null;
  let headersLeft = MAX_HEADERS_BYTES;
  for await (const chunk of splitter as AsyncIterable<SplitterChunk>) {
    if (chunk.type === 'node') {
      const part = growingPart(chunk);
      headersLeft -= part.header.length;
      if (headersLeft < 0) throw new Error('the header size of all parts is over the limit');
      parts.set(chunk, part);
      const parent = chunk.parentNode ? parts.get(chunk.parentNode) : undefined;
      if (parent) parent.children.push(part);
      else root ??= part;
    } else {
      parts.get(chunk.node)?.encoded.push(chunk.value);
    }
  }
  if (!root) throw new Error('the message is empty');
  // One without parts may be a multipart that lost its boundary, and then is split once more. RFC 1847 §2.1: a signature is over
  // the parts as they are encoded.
  return finish(root, mayOverwrite && root.children.length > 0 && !holdsSigned(root));
}

function holdsSigned({ type, children }: GrowingPart): boolean {
  return type === 'multipart/signed' || children.some(holdsSigned);
}

/** A root whose boundary or whole Content-Type got lost on the way, read by the boundary its body shows. */
async function withFoundBoundary(root: Part): Promise<Part> {
  if (root.children.length > 0) return root;
  const boundary = lostBoundary(root);
  if (boundary === null) return root;
  const type = root.type.startsWith('multipart/') ? root.type : 'multipart/mixed';
  const found = await split(
    Buffer.concat([Buffer.from(`Content-Type: ${type}; boundary="${boundary}"\r\n\r\n`), root.body]),
    false,
  );
  return found.children.length > 0
    ? { ...root, type, children: found.children, body: Buffer.alloc(0) }
    : root;
}

function growingPart(node: MimeNode): GrowingPart {
  return {
    node,
    type: singleLine(node.contentType || 'text/plain').slice(0, MAX_TYPE_LENGTH),
    parameters: parametersOf(node),
    boundary: boundaryOf(node),
    filename: node.filename ? attachmentName(node.filename) : null,
    disposition: node.disposition || null,
    header: node.getHeaders(),
    children: [],
    encoded: [],
  };
}

/** The very bytes that the library split by; its types leave them out. */
function boundaryOf(node: MimeNode): string | null {
  const boundary: unknown = Reflect.get(node, '_boundary');
  return Buffer.isBuffer(boundary) ? boundary.toString('latin1') : null;
}

function parametersOf(node: MimeNode): ReadonlyMap<string, string> {
  const value = node.headers ? node.headers.getFirst('Content-Type') : '';
  return new Map(Object.entries(libmime.parseHeaderValue(value).params));
}

async function finish(
  { node, encoded, children, ...part }: GrowingPart,
  mayOverwrite: boolean,
): Promise<Part> {
  return {
    ...part,
    children: await Promise.all(children.map(child => finish(child, mayOverwrite))),
    body: children.length > 0 ? Buffer.alloc(0) : await decodeTransfer(node, joined(encoded), mayOverwrite),
  };
}

/** Bytes of a body from which on it stays where it is in the entity; the copy of a small one lets go of a large entity. */
const LARGE = 65_536;

/** Chunks of one body as one. The library cuts them from the entity, where they mostly stand side by side. */
function joined(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  let length = 0;
  const isOnePiece = chunks.every(chunk => {
    const isNext = chunk.buffer === first?.buffer && chunk.byteOffset === first.byteOffset + length;
    length += chunk.length;
    return isNext;
  });
  return first && isOnePiece && length >= LARGE
    ? Buffer.from(first.buffer, first.byteOffset, length)
    : Buffer.concat(chunks);
}

/** Bytes that a decoder is given at a time: it keeps as much again several times over. */
const SLICE = 65_536;

async function decodeTransfer(node: MimeNode, encoded: Buffer, mayOverwrite: boolean): Promise<Buffer> {
  if (node.encoding !== 'base64' && node.encoding !== 'quoted-printable') return encoded;
  const decoder = node.getDecoder();
  const most = node.encoding === 'base64' ? Math.ceil((encoded.length * 3) / 4) : encoded.length;
  // In its place, what is decoded stands before what is still to be. Or in memory of its own, so that a large file can go to
  // another thread without being copied.
  const decoded = mayOverwrite && encoded.length >= LARGE ? encoded : Buffer.allocUnsafeSlow(most);
  let length = 0;
  decoder.on('data', (chunk: Buffer) => {
    length += chunk.copy(decoded, length);
    release(chunk);
  });
  const ended = new Promise<void>((resolve, reject) => decoder.once('end', resolve).once('error', reject));
  for (let at = 0; at < encoded.length; at += SLICE) {
    if (!decoder.write(encoded.subarray(at, at + SLICE))) await once(decoder, 'drain');
  }
  decoder.end();
  await ended;
  return decoded.subarray(0, length);
}
