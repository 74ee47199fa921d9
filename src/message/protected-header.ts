/**
 * The header that travelled under encryption or signature: RFC 9788, the drafts before it
 * (`protected-headers="v1"`) and clients older than those, which protect the subject and say nothing of it.
 */
import { readHeader } from './header.js';
import { type HeaderField, valuesOf } from './header-fields.js';
import { MAX_PROTECTED_LENGTH, MAX_PROTECTED_RECIPIENTS } from './limits.js';
import type { Envelope, Mailbox, Origin, ProtectedHeader } from './message.js';
import type { Part } from './mime-tree.js';

/** A protected header, and what its sender meant the outer one to be. */
export interface Protected {
  readonly header: ProtectedHeader;
  /** RFC 9788 §2.2, HP-Outer: null where the sender does not say. */
  readonly meantOutside: Envelope | null;
  /** Encrypted and marked as protected: its sender's client may repeat it in the words (RFC 9788 §5.2). */
  readonly mayBeRepeated: boolean;
}

/**
 * The part whose header counts: the entity itself, or what it signs (RFC 3156 §6.1, RFC 1847 §2.1).
 * @param root - from splitParts
 */
export function payloadOf(root: Part): Part {
  const signed = root.type === 'multipart/signed' ? root.children[0] : undefined;
  return signed ? payloadOf(signed) : root;
}

/**
 * Reads the protected header of a payload.
 * @param payload - from payloadOf
 * @param root - the entity it is the payload of
 * @param origin - whether the entity came out of decryption
 * @returns null where nothing in it is protected
 */
export async function readProtected(payload: Part, root: Part, origin: Origin): Promise<Protected | null> {
  const isMarked = payload.parameters.has('hp') || payload.parameters.get('protected-headers') === 'v1';
  // In the clear only a signature protects, and only a marker tells its header from that of a part.
  if (origin === 'cleartext' && (!isMarked || payload === root)) return null;
  const { envelope, fields } = await readHeader(payload.header);
  const subject = valuesOf(fields, 'subject').length > 0 ? envelope.subject : null;
  if (!isMarked) {
    const header = { subject, from: null, to: [], date: null, messageId: null };
    return subject === null ? null : { header, meantOutside: null, mayBeRepeated: false };
  }
  const { from, to, date, messageId } = envelope;
  return {
    header: { subject, from: from[0] ?? null, to, date, messageId },
    meantOutside: await outerHeader(fields),
    mayBeRepeated: origin === 'decrypted',
  };
}

/** RFC 9788 §2.2: each HP-Outer field holds one field of the outer header, as it was when the mail was sent. */
async function outerHeader(fields: readonly HeaderField[]): Promise<Envelope | null> {
  const outer = valuesOf(fields, 'hp-outer');
  if (outer.length === 0) return null;
  return (await readHeader(Buffer.from(outer.join('\r\n')))).envelope;
}

/**
 * A protected header as it is kept: nobody reads a megabyte of subject, and a record must not hold one.
 * @param header - whole, as differences are looked for in it
 */
export function cutForRecord({ subject, from, to, date, messageId }: ProtectedHeader): ProtectedHeader {
  return {
    subject: subject === null ? null : cut(subject),
    from: from === null ? null : cutMailbox(from),
    to: to.slice(0, MAX_PROTECTED_RECIPIENTS).map(cutMailbox),
    date,
    messageId,
  };
}

function cutMailbox({ name, address }: Mailbox): Mailbox {
  return { name: name === null ? null : cut(name), address: cut(address) };
}

function cut(value: string): string {
  return value.slice(0, MAX_PROTECTED_LENGTH).toWellFormed();
}
