/**
 * What a mail says of who wrote it: its signatures, the keys it brings, and the hashes of what is encrypted in it.
 * Gathered entity by entity while the mail is read, and weighed when all of it was.
 */
import type { Content } from './content.js';
import type { HeaderField } from './header-fields.js';
import { type Keyring, withKey } from './keyring.js';
import { MAX_SENDER_KEYS } from './limits.js';
import type { Attachment, Encryption, Envelope, Message, Signature } from './message.js';
import type { Part } from './mime-tree.js';
import type { Result } from './opening.js';
import { fingerprintOfKeyFile, readSenderKeys, recipientKeyOf, senderOf } from './sender-keys.js';
import { judgeSignatures } from './signatures.js';
import { findSignedContent, inPart, type SignedContent, signedMessage } from './signed-content.js';

/** Of one entity and everything inside it. */
export interface Evidence {
  readonly signed: readonly SignedContent[];
  /** Those that anybody sees. */
  readonly ciphertexts: readonly string[];
  /** Those that came out of decryption. */
  readonly ciphertextsInside: readonly string[];
}

export const NO_EVIDENCE: Evidence = { signed: [], ciphertexts: [], ciphertextsInside: [] };

/** An entity that stood in an OpenPGP message or was forwarded. */
interface Inner {
  /** Its own, where it was encrypted, and those further in. */
  readonly encryptions: readonly Encryption[];
  readonly evidence: Evidence;
}

/**
 * Gathers the evidence of an entity.
 * @param opened - its OpenPGP messages
 * @param inside - what came out of each, in the same order
 * @param outside - the words and files beside them
 * @param forwarded - what its forwarded messages hold
 * @param header - whether its own header counts as the mail's protected one, and none further in
 */
export function gatherEvidence(
  root: Part,
  entity: Uint8Array,
  opened: readonly { readonly result: Result }[],
  inside: readonly Inner[],
  outside: Content,
  forwarded: Content & Inner,
  header: boolean,
): Evidence {
  const own = findSignedContent(root, entity, header);
  const isOnly = opened.length === 1 && outside.bodies.length === 0 && isEmpty(forwarded) && !header;
  const fromInside = opened.flatMap(({ result }, index) => {
    const inner = inside[index];
    const holdsNothing = result.state === 'closed' || result.state === 'no-message';
    return holdsNothing || !inner ? [] : signedInside(result, inner);
  });
  const isOpened = (index: number) => opened[index]?.result.state === 'opened';
  const seen = inside.flatMap(({ evidence }, index) => (isOpened(index) ? [] : evidence.ciphertexts));
  const unsealed = inside.flatMap(({ evidence }, index) => (isOpened(index) ? evidence.ciphertexts : []));
  return {
    signed: [
      // Whoever signs a ciphertext need not know what is in it: that says nothing of who wrote the words.
      ...(opened.length + forwarded.encryptions.length > 0 ? inPart(own) : own),
      ...(isOnly ? inAllBut(outside.attachments, fromInside) : inPart(fromInside)),
      ...forwarded.evidence.signed,
    ],
    ciphertexts: [
      ...opened.flatMap(({ result }) => ('ciphertexts' in result ? result.ciphertexts : [])),
      ...seen,
      ...forwarded.evidence.ciphertexts,
    ],
    ciphertextsInside: [
      ...unsealed,
      ...inside.flatMap(({ evidence }) => evidence.ciphertextsInside),
      ...forwarded.evidence.ciphertextsInside,
    ],
  };
}

/** Where files stand around what has files beside it already, more than a key does. */
function inAllBut(files: readonly Attachment[], contents: readonly SignedContent[]): SignedContent[] {
  if (files.length === 0) return [...contents];
  return contents.flatMap(content =>
    content.covers === 'everything' ? [{ ...content, covers: 'part', beside: files }] : inPart([content]),
  );
}

function isEmpty({ bodies, attachments }: Content): boolean {
  return bodies.length === 0 && attachments.length === 0;
}

type Readable = Extract<Result, { readonly state: 'opened' | 'not-encrypted' }>;

function signedInside(result: Readable, inner: Inner): SignedContent[] {
  const ownEncryptions = result.state === 'opened' ? 1 : 0;
  const signed = signedMessage(result.content);
  return [...(inner.encryptions.length > ownEncryptions ? inPart(signed) : signed), ...inner.evidence.signed];
}

/** A mail read to the end. */
interface Gathered extends Content {
  readonly evidence: Evidence;
  readonly fields: readonly HeaderField[];
  readonly envelope: Envelope;
}

/**
 * Weighs the evidence of a whole mail.
 * @param ring - the keys known before it
 */
export async function weigh(
  { evidence, fields, envelope, bodies, attachments }: Gathered,
  ring: Keyring,
): Promise<Pick<Message, 'signature' | 'ciphertexts' | 'ciphertextsInside' | 'senderKeys' | 'recipientKey'>> {
  const from = senderOf(envelope);
  const carried = await readSenderKeys({ fields, from, bodies, attachments }, ring);
  let all = ring;
  for (const { key } of evidence.signed.length > 0 ? carried : []) all = await withKey(all, key, 'claimed');
  const judge = (contents: readonly SignedContent[]) => judgeSignatures(contents, all, from);
  return {
    signature: await withOwnKeyBeside(await judge(evidence.signed), evidence.signed, judge),
    ciphertexts: [...new Set([...evidence.ciphertexts, ...evidence.ciphertextsInside])],
    // One that stands outside too is seen.
    ciphertextsInside: [...new Set(evidence.ciphertextsInside)].filter(
      hash => !evidence.ciphertexts.includes(hash),
    ),
    senderKeys: carried.map(({ senderKey }) => senderKey),
    recipientKey: await recipientKeyOf(from, ring, carried),
  };
}

/**
 * A person's own key attached beside what they signed and encrypted says nothing that the signature does not. Only the
 * very key that made the signature: any other file, and any other key, is somebody's words or could be.
 */
async function withOwnKeyBeside(
  found: Signature,
  contents: readonly SignedContent[],
  judge: (contents: readonly SignedContent[]) => Promise<Signature>,
): Promise<Signature> {
  if (found.outcome !== 'valid' || found.covers !== 'part' || found.fingerprint === null) return found;
  for (const content of contents) {
    const { beside = [] } = content;
    if (beside.length === 0 || beside.length > MAX_SENDER_KEYS) continue;
    const keys = await Promise.all(beside.map(file => fingerprintOfKeyFile(file)));
    if (!keys.every(fingerprint => fingerprint === found.fingerprint)) continue;
    const whole = await judge([{ ...content, covers: 'everything' }]);
    if (whole.outcome === 'valid' && whole.fingerprint === found.fingerprint) return whole;
  }
  return found;
}
