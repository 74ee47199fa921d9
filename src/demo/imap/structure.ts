/**
 * BODYSTRUCTURE, RFC 9051 §7.5.2. The envelope of a message inside a message is left empty: nobody asks for it here.
 */
import { type MimeNode, Splitter, type SplitterChunk } from '@zone-eu/mailsplit';
import libmime from 'libmime';
import { nstring, pairs } from './answer.js';

interface Growing {
  readonly node: MimeNode;
  readonly parts: Growing[];
  body: string;
}

/** @param raw - a message as received */
export async function bodyStructure(raw: Uint8Array): Promise<string> {
  const splitter = new Splitter({ ignoreEmbedded: true });
  splitter.end(raw);
  const known = new Map<MimeNode, Growing>();
  let root: Growing | undefined;
  for await (const chunk of splitter as AsyncIterable<SplitterChunk>) {
    if (chunk.type === 'node') {
      const part = { node: chunk, parts: [], body: '' };
      known.set(chunk, part);
      const parent = chunk.parentNode ? known.get(chunk.parentNode) : undefined;
      if (parent) parent.parts.push(part);
      else root ??= part;
    } else if (chunk.type === 'body') {
      const part = known.get(chunk.node);
      if (part) part.body += chunk.value.toString('latin1');
    }
  }
  return root ? written(root) : '("text" "plain" NIL NIL NIL "7bit" 0 0)';
}

async function written({ node, parts, body }: Growing): Promise<string> {
  const field = (name: string) => (node.headers ? node.headers.getFirst(name) : '') || null;
  const { value, params } = libmime.parseHeaderValue(field('Content-Type') ?? 'text/plain');
  const [type = 'text', subtype = 'plain'] = value.toLowerCase().split('/');
  const disposition = `${dispositionOf(field('Content-Disposition'))} NIL NIL`;
  if (parts.length > 0) {
    const inner = await Promise.all(parts.map(written));
    return `(${inner.join('')} ${nstring(subtype)} ${pairs(params)} ${disposition})`;
  }
  const lines = String(body.split('\n').length - 1);
  const sizes = [String(body.length)];
  if (type === 'text') sizes.push(lines);
  if (type === 'message' && subtype === 'rfc822')
    sizes.push(
      `(${Array(10).fill('NIL').join(' ')})`,
      await bodyStructure(Buffer.from(body, 'latin1')),
      lines,
    );
  return `(${[
    nstring(type),
    nstring(subtype),
    pairs(params),
    nstring(field('Content-Id')),
    nstring(field('Content-Description')),
    nstring(field('Content-Transfer-Encoding')?.toLowerCase() ?? '7bit'),
    ...sizes,
    'NIL',
    disposition,
  ].join(' ')})`;
}

function dispositionOf(field: string | null): string {
  if (field === null) return 'NIL';
  const { value, params } = libmime.parseHeaderValue(field);
  return `(${nstring(value.toLowerCase())} ${pairs(params)})`;
}
