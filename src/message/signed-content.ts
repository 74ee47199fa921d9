/**
 * Where in an entity something is signed, and over which bytes: multipart/signed (RFC 3156 §5), clear-signed text,
 * and what an OpenPGP message signs itself. Nothing is checked here, because the keys may stand anywhere in the
 * mail; signatures.ts does that when all of it was read.
 */
import { createMessage, readSignature, SignaturePacket } from 'openpgp';
import { findClearSigned, withoutClearSigning } from './clear-signed.js';
import type { OpenPgpMessage } from './decrypt.js';
import type { Signature } from './message.js';
import { type Part, splitParts } from './mime-tree.js';

/** Signed bytes and the signatures on them; several readings of the bytes where a charset leaves a choice. */
export interface SignedContent {
  readonly covers: NonNullable<Signature['covers']>;
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
 */
export function findSignedContent(root: Part, entity: Uint8Array): SignedContent[] {
  return search(root, entity, true);
}

/** The signatures inside an OpenPGP message, on everything that it holds. */
export function signedMessage(message: OpenPgpMessage): SignedContent[] {
  const isSigned = message.unwrapCompressed().packets.some(packet => packet instanceof SignaturePacket);
  return isSigned ? [{ covers: 'everything', open: async () => [{ message, signature: null }] }] : [];
}

/** The same, where more than the signed bytes makes up the report. */
export function inPart(contents: readonly SignedContent[]): SignedContent[] {
  return contents.map(content => ({ ...content, covers: 'part' }));
}

function search(part: Part, entity: Uint8Array, isWhole: boolean): SignedContent[] {
  const [content, signature] = part.children;
  if (part.type === 'multipart/signed' && content && signature?.type === 'application/pgp-signature') {
    const isAll = isWhole && part.children.length === 2;
    return [
      {
        covers: isAll ? 'everything' : 'part',
        open: async () => [
          {
            message: await binaryMessage(canonical(await signedBytes(part, content, entity))),
            signature: await detachedSignature(signature.body),
          },
        ],
      },
      ...search(content, entity, isAll),
    ];
  }
  if (content) return part.children.flatMap(child => search(child, entity, false));
  return part.type.startsWith('text/') && part.disposition !== 'attachment' ? clearSigned(part, isWhole) : [];
}

function clearSigned(part: Part, isWhole: boolean): SignedContent[] {
  const text = part.body.toString('latin1');
  const found = findClearSigned(text);
  if (!found) return [];
  // What is read must be what was signed, also where a frame is built so that two readers differ.
  const isRead = withoutClearSigning(text).trim() === found.blocks[0]?.text.trim();
  const isAll = isWhole && found.blocks.length === 1 && !found.hasMore && isRead;
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
    one.type === other.type &&
    one.filename === other.filename &&
    charsetOf(one) === charsetOf(other) &&
    one.body.equals(other.body) &&
    one.children.length === other.children.length &&
    one.children.every((child, index) => {
      const counterpart = other.children[index];
      return counterpart !== undefined && isSame(child, counterpart);
    })
  );
}

/** RFC 3156 §5: signed in the form it has on the wire, whatever the line ends of a file that was saved. */
function canonical(bytes: Buffer): Uint8Array {
  return Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}

async function binaryMessage(bytes: Uint8Array): Promise<OpenPgpMessage> {
  return (await createMessage({ binary: bytes })) as OpenPgpMessage;
}

function detachedSignature(body: Buffer): ReturnType<typeof readSignature> {
  return (body[0] ?? 0) >= 0x80
    ? readSignature({ binarySignature: new Uint8Array(body) })
    : readSignature({ armoredSignature: body.toString('latin1') });
}
