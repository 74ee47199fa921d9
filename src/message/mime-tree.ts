/**
 * The MIME structure of an entity, with each leaf's decoded bytes. Split by the same library that mailparser
 * reads with, so that what is judged here and what is read there are the same parts (a parser differential
 * would let an attacker show one text to us and another to the engineer).
 */
import { type MimeNode, Splitter, type SplitterChunk } from '@zone-eu/mailsplit';
import { decodeSubject } from '../mailbox/subject.js';
import { MAX_HEADER_BYTES, MAX_PARTS } from './limits.js';
import { singleLine } from './printable.js';

/** One MIME entity, RFC 2045 §2.4. */
export interface Part {
  /** Lower-case media type, `text/plain` where none is given. */
  readonly type: string;
  readonly filename: string | null;
  readonly charset: string | null;
  readonly isAttachment: boolean;
  /** Of a multipart (RFC 2046 §5.1.1). */
  readonly boundary: string | null;
  /** The part's own Subject field, decoded; where the part came out of decryption, a protected one (RFC 9788). */
  readonly subject: string | null;
  readonly children: readonly Part[];
  /** The body with its transfer encoding removed; empty for a multipart. */
  readonly body: Buffer;
}

interface GrowingPart extends Omit<Part, 'children' | 'body'> {
  readonly node: MimeNode;
  readonly children: GrowingPart[];
  readonly encoded: Buffer[];
}

/**
 * Splits an entity into its parts.
 * @param entity - header and body
 * @returns the root part
 * @throws where the entity has more parts or a longer header than `limits.ts` allows
 */
export async function splitParts(entity: Uint8Array): Promise<Part> {
  const splitter = new Splitter({ maxHeadSize: MAX_HEADER_BYTES, maxChildNodes: MAX_PARTS });
  splitter.end(Buffer.from(entity.buffer, entity.byteOffset, entity.byteLength));
  const parts = new Map<MimeNode, GrowingPart>();
  let root: GrowingPart | null = null;
  for await (const chunk of splitter as AsyncIterable<SplitterChunk>) {
    if (chunk.type === 'node') {
      const part = growingPart(chunk);
      parts.set(chunk, part);
      const parent = chunk.parentNode ? parts.get(chunk.parentNode) : undefined;
      if (parent) parent.children.push(part);
      else root ??= part;
    } else if (chunk.type === 'body') {
      parts.get(chunk.node)?.encoded.push(chunk.value);
    }
  }
  if (!root) throw new Error('the message is empty');
  return finish(root);
}

function growingPart(node: MimeNode): GrowingPart {
  return {
    node,
    type: node.contentType || 'text/plain',
    filename: node.filename ? singleLine(node.filename) : null,
    charset: node.charset || null,
    isAttachment: node.disposition === 'attachment',
    boundary: boundaryOf(node),
    subject: subjectOf(node),
    children: [],
    encoded: [],
  };
}

/** The very bytes that the library split by; its types leave them out. */
function boundaryOf(node: MimeNode): string | null {
  const boundary: unknown = Reflect.get(node, '_boundary');
  return Buffer.isBuffer(boundary) ? boundary.toString('latin1') : null;
}

function subjectOf(node: MimeNode): string | null {
  const value = node.headers ? node.headers.getFirst('Subject') : '';
  return value === '' ? null : singleLine(decodeSubject(value));
}

async function finish({ node, encoded, children, ...part }: GrowingPart): Promise<Part> {
  return {
    ...part,
    children: await Promise.all(children.map(finish)),
    body: children.length > 0 ? Buffer.alloc(0) : await decodeTransfer(node, encoded),
  };
}

async function decodeTransfer(node: MimeNode, encoded: readonly Buffer[]): Promise<Buffer> {
  if (node.encoding !== 'base64' && node.encoding !== 'quoted-printable') return Buffer.concat(encoded);
  const decoder = node.getDecoder();
  const decoded: Buffer[] = [];
  decoder.on('data', (chunk: Buffer) => decoded.push(chunk));
  const ended = new Promise<void>((resolve, reject) => decoder.once('end', resolve).once('error', reject));
  for (const chunk of encoded) decoder.write(chunk);
  decoder.end();
  await ended;
  return Buffer.concat(decoded);
}
