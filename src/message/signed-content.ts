/**
 * Where in an entity something is signed, and over which bytes: multipart/signed (RFC 3156 §5), clear-signed text,
 * and what an OpenPGP message signs itself. Nothing is checked here, because the keys may stand anywhere in the
 * mail; signatures.ts does that when all of it was read.
 */
import { createMessage, readSignature, SignaturePacket } from 'openpgp';
import { decodeText } from './charset.js';
import { findClearSigned } from './clear-signed.js';
import type { OpenPgpMessage } from './decrypt.js';
import { MAX_SIGNED_DEPTH } from './limits.js';
import type { Attachment, Signature } from './message.js';
import { type Part, splitParts } from './mime-tree.js';
import { manyLines } from './printable.js';
import { textOfPart } from './text-part.js';

/** Signed bytes and the signatures on them; several readings of the bytes where a charset leaves a choice. */
export interface SignedContent {
  readonly covers: NonNullable<Signature['covers']>;
  /** Files beside what is signed, where nothing else stands there: they may be the signer's key and no more. */
  readonly beside?: readonly Attachment[];
  /** @throws where no signature can be read */
  readonly open: () => Promise<readonly SignedMessage[]>;
}

/** What the library's verify() takes. */
export interface SignedMessage {
  readonly message: OpenPgpMessage;
  /** Null where the signatures are in the message. */
  readonly signature: Awaited<ReturnType<typeof readSignature>> | null;
}

/**
 * Finds what is signed in the structure of an entity.
 * @param root - from splitParts
 * @param entity - the same entity's bytes
 * @param header - whether a header counts as protected that stands above the words, where clear-signing does not reach
 */
export function findSignedContent(root: Part, entity: Uint8Array, header = false): SignedContent[] {
  return search(root, { bytes: entity, header }, true, MAX_SIGNED_DEPTH);
}

/** The signatures inside an OpenPGP message, on everything that it holds. */
export function signedMessage(message: OpenPgpMessage): SignedContent[] {
  const isSigned = message.unwrapCompressed().packets.some(packet => packet instanceof SignaturePacket);
  return isSigned ? [{ covers: 'everything', open: async () => [{ message, signature: null }] }] : [];
}

/** The same, where more than the signed bytes makes up the report. */
export function inPart(contents: readonly SignedContent[]): SignedContent[] {
  return contents.map(({ open }) => ({ covers: 'part', open }));
}

interface Whole {
  readonly bytes: Uint8Array;
  readonly header: boolean;
}

function search(part: Part, entity: Whole, isWhole: boolean, depthLeft: number): SignedContent[] {
  const [content, signature] = part.children;
  if (part.type === 'multipart/signed' && content && signature?.type === 'application/pgp-signature') {
    if (depthLeft === 0) return [];
    const isAll = isWhole && part.children.length === 2;
    return [
      {
        covers: isAll ? 'everything' : 'part',
        open: async () => [
          {
            message: await binaryMessage(canonical(await signedBytes(part, content, entity.bytes))),
            signature: await detachedSignature(signature.body),
          },
        ],
      },
      ...search(content, entity, isAll, depthLeft - 1),
    ];
  }
  if (content) return part.children.flatMap(child => search(child, entity, false, depthLeft));
  return part.type.startsWith('text/') && part.disposition !== 'attachment'
    ? clearSigned(part, isWhole && !entity.header)
    : [];
}

function clearSigned(part: Part, isWhole: boolean): SignedContent[] {
  const text = part.body.toString('latin1');
  const found = findClearSigned(text);
  if (!found) return [];
  const [only] = found.blocks;
  const isAll = isWhole && found.blocks.length === 1 && !found.hasMore && isReadAs(part, only?.text ?? '');
  return found.blocks.map(({ signed, signature }) => ({
    covers: isAll ? 'everything' : 'part',
    open: async () =>
      Promise.all(
        charsetReadings(Buffer.from(signed, 'latin1'), charsetOf(part)).map(async bytes => ({
          message: await binaryMessage(bytes),
          signature: await readSignature({ armoredSignature: signature }),
        })),
      ),
  }));
}

/**
 * Whether what is read in a part is what was signed in it, also where a frame is built so that two readers differ. What
 * type the part has and how its lines flow is under no signature: signed as text and read as HTML, words go missing.
 */
function isReadAs(part: Part, signed: string): boolean {
  if (part.type === 'text/html') return false;
  const words = manyLines(decodeText(Buffer.from(signed, 'latin1'), charsetOf(part)));
  return withoutSpace(textOfPart(part, false, { htmlLeft: 0 }).text) === withoutSpace(words);
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

function charsetOf(part: Part): string | null {
  return part.parameters.get('charset') ?? null;
}

/** Text is signed in UTF-8 (RFC 9580 §7), and by some in the mail's charset; a gateway may have changed that after. */
function charsetReadings(bytes: Buffer, charset: string | null): Uint8Array[] {
  try {
    const recoded = Buffer.from(new TextDecoder(charset ?? 'utf-8').decode(bytes));
    return recoded.equals(bytes) ? [bytes] : [bytes, recoded];
  } catch {
    return [bytes];
  }
}

/**
 * The bytes of the first part of a multipart/signed, header and all, as they came (RFC 3156 §5).
 * @throws where they don't read as the part that is shown: boundaries of the same name may stand elsewhere
 */
async function signedBytes(part: Part, content: Part, entity: Uint8Array): Promise<Buffer> {
  if (!part.boundary) throw new Error('no boundary');
  const bytes = Buffer.from(entity.buffer, entity.byteOffset, entity.byteLength);
  const text = bytes.toString('latin1');
  const first = delimiterAfter(text, part.boundary, 0);
  const second = first && delimiterAfter(text, part.boundary, first.next);
  if (!first || !second) throw new Error('no signed part');
  const signed = bytes.subarray(first.next, Math.max(first.next, second.start));
  if (!isSame(await splitParts(signed), content)) throw new Error('another part than is shown');
  return signed;
}

/** RFC 2046 §5.1.1: a delimiter is a line of its own, and the line end before it is part of it. */
function delimiterAfter(
  text: string,
  boundary: string,
  from: number,
): { readonly start: number; readonly next: number } | null {
  const mark = `--${boundary}`;
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    // Looked at first: to seek the end of one long line from every mark in it would take hours.
    if (at > 0 && text[at - 1] !== '\n') continue;
    const lineEnd = text.indexOf('\n', at);
    const end = lineEnd < 0 ? text.length : lineEnd;
    if (/^(?:--)?[ \t\r]*$/.test(text.slice(at + mark.length, end))) {
      const before = text[at - 2] === '\r' ? at - 2 : at - 1;
      return { start: before, next: end + 1 };
    }
  }
  return null;
}

function isSame(one: Part, other: Part): boolean {
  return (
    // Its type and charset, and where it is the payload a protected header, of which every word counts.
    one.header.equals(other.header) &&
    one.body.equals(other.body) &&
    one.children.length === other.children.length &&
    one.children.every((child, index) => {
      const counterpart = other.children[index];
      return counterpart !== undefined && isSame(child, counterpart);
    })
  );
}

/** Bytes at a time: one replacement of twenty million line ends fills the heap. */
const CANONICAL_SLICE = 1_048_576;

/** RFC 3156 §5: signed in the form it has on the wire, whatever the line ends of a file that was saved. */
function canonical(bytes: Buffer): Uint8Array {
  const slices: Buffer[] = [];
  for (let at = 0, end = 0; at < bytes.length; at = end) {
    end = at + CANONICAL_SLICE;
    // CR and LF are one line end.
    if (bytes[end - 1] === 0x0d) end += 1;
    const text = bytes.subarray(at, end).toString('latin1');
    slices.push(Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1'));
  }
  return Buffer.concat(slices);
}

async function binaryMessage(bytes: Uint8Array): Promise<OpenPgpMessage> {
  return (await createMessage({ binary: bytes })) as OpenPgpMessage;
}

function detachedSignature(body: Buffer): ReturnType<typeof readSignature> {
  return (body[0] ?? 0) >= 0x80
    ? readSignature({ binarySignature: new Uint8Array(body) })
    : readSignature({ armoredSignature: body.toString('latin1') });
}
