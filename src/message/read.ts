/**
 * Message: raw bytes → what the mail says.
 *
 * Takes a mail as received and our unlocked keys; gives its outer header, whether it may be answered, how it
 * was encrypted, and its words and files, each marked with its origin. Promises that text from inside an
 * encryption is never joined with text from outside it (EFAIL's way in), that nothing is fetched, and that no
 * clock, disk or network is touched. Runs in the reading thread, because what it reads is hostile.
 */
import type { PrivateKey } from 'openpgp';
import { decideAnswerability, type OwnMail } from './answerability.js';
import { withoutClearSigning } from './clear-signed.js';
import { asText, type Content, readContent } from './content.js';
import type { Opened, Recipients } from './decrypt.js';
import { type Evidence, evidenceInText, gatherEvidence, NO_EVIDENCE, weigh } from './evidence.js';
import { readHeader } from './header.js';
import type { Keyring } from './keyring.js';
import { MAX_DECOMPRESSED_BYTES, MAX_OPENPGP_DEPTH } from './limits.js';
import type { Attachment, Encryption, Message, Origin, ProtectedHeader, TextBody } from './message.js';
import { type Part, splitParts } from './mime-tree.js';
import { type Means, openAll, withoutOpened } from './opening.js';
import { findOpenPgpParts, type OpenPgpPart } from './openpgp-parts.js';

/** A message, and whom what is encrypted in it is for; null where nothing is. */
export interface ReadMessage {
  readonly message: Message;
  readonly recipients: Recipients | null;
}

/** What one entity and everything encrypted inside it hold. */
interface Entity extends Content {
  /** From inside the encryption. */
  readonly subject: string | null;
  readonly encryptions: readonly Encryption[];
  readonly recipients: readonly Recipients[];
  readonly evidence: Evidence;
}

/**
 * Reads a message.
 * @param raw - the message as received
 * @param keys - our private keys, unlocked
 * @param ring - the public keys known before this mail
 * @throws where the message breaks the parsers or their limits; the caller keeps it raw
 */
export async function readMessage(
  raw: Uint8Array,
  keys: readonly PrivateKey[],
  own: OwnMail,
  ring: Keyring = [],
): Promise<ReadMessage> {
  const { envelope, fields } = await readHeader(raw);
  const entity = await readEntity(raw, 'cleartext', { keys, bytesLeft: MAX_DECOMPRESSED_BYTES }, 0);
  const encryption = overall(entity.encryptions);
  return {
    recipients: nearest(entity.recipients),
    message: {
      envelope,
      answerability: decideAnswerability(fields, envelope, own),
      encryption,
      protectedHeader: encryption.state === 'decrypted' ? subjectAlone(entity.subject) : null,
      differences: [],
      ...(await weigh({ ...entity, fields, envelope }, ring)),
      authentication: null,
      deliveryReport: null,
      notes: [],
      bodies: entity.bodies.map(withoutClearSigning),
      attachments: entity.attachments,
    },
  };
}

function subjectAlone(subject: string | null): ProtectedHeader | null {
  return subject === null ? null : { subject, from: null, to: [], date: null, messageId: null };
}

async function readEntity(bytes: Uint8Array, origin: Origin, means: Means, depth: number): Promise<Entity> {
  const root = await splitParts(bytes);
  const parts = depth < MAX_OPENPGP_DEPTH ? findOpenPgpParts(root) : [];
  const opened = await openAll(parts, means);
  const outside = parts.some(part => part.isWhole && part.form === 'pgp-mime')
    ? { bodies: [], attachments: [] }
    : withoutOpened(await readContent(bytes, origin), opened);
  const inside: Entity[] = [];
  for (const { part, result } of opened) {
    inside.push(await entityInside(part, result, means, depth, origin));
  }
  return {
    // The subject nearest to the words wins; on the outermost level it is the caller's envelope that counts.
    subject:
      inside.find(entity => entity.subject !== null)?.subject ?? (depth > 0 ? protectedSubject(root) : null),
    bodies: [...inside.flatMap(entity => entity.bodies), ...outside.bodies],
    attachments: [...inside.flatMap(entity => entity.attachments), ...outside.attachments],
    encryptions: inside.flatMap(entity => entity.encryptions),
    recipients: inside.flatMap(entity => entity.recipients),
    evidence: gatherEvidence(root, bytes, opened, inside, outside),
  };
}

/** The header of the payload: of the entity itself, or of what it signs (RFC 3156 §6.1, RFC 1847 §2.1). */
function protectedSubject(root: Part): string | null {
  const signed = root.type === 'multipart/signed' ? root.children[0] : undefined;
  return root.subject ?? (signed ? protectedSubject(signed) : null);
}

async function entityInside(
  part: OpenPgpPart,
  result: Opened,
  means: Means,
  depth: number,
  origin: Origin,
): Promise<Entity> {
  if (result.state === 'not-encrypted') {
    return plaintextEntity(part, result.plaintext, means, depth, origin);
  }
  if (result.state === 'closed') {
    return {
      subject: null,
      bodies: [],
      attachments: [],
      encryptions: [{ state: 'undecryptable', form: part.form, reason: result.reason }],
      recipients: [result.recipients],
      evidence: NO_EVIDENCE,
    };
  }
  const encryption: Encryption = {
    state: 'decrypted',
    form: part.form,
    keyFingerprint: result.keyFingerprint,
    keyState: result.keyState,
  };
  const inner = await plaintextEntity(part, result.plaintext, means, depth, 'decrypted');
  return { ...inner, encryptions: [encryption, ...inner.encryptions], recipients: ['ours'] };
}

function plaintextEntity(
  part: OpenPgpPart,
  plaintext: Uint8Array,
  means: Means,
  depth: number,
  origin: Origin,
): Promise<Entity> | Entity {
  if (part.form === 'pgp-mime' || looksLikeEntity(plaintext)) {
    return readEntity(plaintext, origin, means, depth + 1).catch(() => unreadEntity(plaintext, origin));
  }
  const filename = part.filename?.replace(/\.(?:asc|pgp|gpg)$/i, '') ?? null;
  const text = asText(plaintext, null);
  const body: TextBody[] = text === null ? [] : [{ origin, kind: 'plain', text, filename }];
  const file: Attachment[] =
    part.form === 'attachment' || text === null
      ? [{ origin, filename, contentType: contentTypeOf(text, filename), content: plaintext }]
      : [];
  return {
    subject: null,
    bodies: body,
    attachments: file,
    encryptions: [],
    recipients: [],
    evidence: evidenceInText(plaintext),
  };
}

/**
 * An entity that came out of decryption and breaks the parsers, kept as a file. To throw here would make the verdict
 * depend on whether the mail opened.
 */
function unreadEntity(plaintext: Uint8Array, origin: Origin): Entity {
  const file = { filename: null, contentType: 'application/octet-stream', content: plaintext };
  return {
    subject: null,
    bodies: [],
    attachments: [{ origin, ...file }],
    encryptions: [],
    recipients: [],
    evidence: NO_EVIDENCE,
  };
}

/** RFC 2045 §3: an entity opens with header fields, of which Content-Type is the one that tells. */
function looksLikeEntity(plaintext: Uint8Array): boolean {
  const start = Buffer.from(plaintext.buffer, plaintext.byteOffset, Math.min(plaintext.byteLength, 4096));
  return /^(?:[A-Za-z \t][^\n]*\n){0,100}?content-type:[ \t]*\w+\/\w/i.test(start.toString('latin1'));
}

function contentTypeOf(text: string | null, filename: string | null): string {
  if (text === null) return 'application/octet-stream';
  return filename && /\.(?:md|markdown)$/i.test(filename) ? 'text/markdown' : 'text/plain';
}

/** One word for a mail that may hold several OpenPGP messages: open if any opened. */
function overall(encryptions: readonly Encryption[]): Encryption {
  return (
    encryptions.find(encryption => encryption.state === 'decrypted') ??
    encryptions[0] ?? { state: 'cleartext' }
  );
}

/** Several OpenPGP messages in one mail count as the one that is most likely for us. */
function nearest(recipients: readonly Recipients[]): Recipients | null {
  const order = ['ours', 'hidden', 'unknown', 'others'] as const;
  return order.find(one => recipients.includes(one)) ?? null;
}
